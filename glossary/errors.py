"""What can go wrong with a glossary, said so that an editor can mend it."""


class GlossaryError(Exception):
    """A glossary that can't be read: the message names the file, every faulty line, and what to do."""
