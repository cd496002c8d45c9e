"""What can go wrong for a person, each said in one line: what, where, and what to do.

AudarmaError
├── InputError        a document that can't be read, or is none
├── ModelError        a model that is missing, broken, or of an unknown shape
├── SettingsError     a setting or environment variable that makes no sense
├── OutputError       a result that can't be written
├── MemoryFileError   a translation memory that can't be opened or written
├── Partly            a batch that is done but for some files, which are named
└── Interrupted       a batch that was stopped, and how to go on

A bug is none of these: it keeps its traceback.
"""


class AudarmaError(Exception):
    """A failure that a person can mend. The message stands alone and holds no traceback."""


class InputError(AudarmaError):
    """A document that can't be read, or is none."""


class ModelError(AudarmaError):
    """A model that is missing, broken, or of an unknown shape."""


class SettingsError(AudarmaError):
    """A setting or environment variable that makes no sense."""


class MemoryFileError(AudarmaError):
    """A translation memory that can't be opened or written."""


class Partly(AudarmaError):
    """A batch that is done but for some files, which are named."""


class Interrupted(AudarmaError):
    """A batch that was stopped, and how to go on."""


class OutputError(AudarmaError):
    """A result that can't be written."""
