"""The translator that answers: its model loaded once, its glossary as it is now, a named glossary laid over it."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock

from glossary.errors import GlossaryError
from glossary.kazakh import normalise
from glossary.matcher import Glossary
from glossary.store import Store
from glossary.term import Term
from translate.document import Bead
from translate.opening import open_store
from translate.server.refusal import Refusal
from translate.settings import Settings
from translate.translator import Translator

_log = logging.getLogger("audarma.server")


class Standing:
    """Gives the same translator while nothing has changed, which is how the merger knows that nothing has."""

    def __init__(
        self,
        factory: Callable[[], Translator],
        settings: Settings,
        named: Mapping[str, tuple[Term, ...]],
        tally: Callable[[Bead], None],
    ) -> None:
        """`named` are the glossaries that a request may choose; `tally` is told of all that is translated.

        Nothing is loaded before it is asked for.
        """
        self._factory, self._named, self._tally = factory, named, tally
        self._must_be_there = settings.glossary is not None
        self.store: Store = open_store(settings)
        self._lock = Lock()
        self._loaded: Translator | None = None
        self._glossary: Glossary | None = None
        self._made: dict[str | None, tuple[Glossary, tuple[Term, ...], Translator]] = {}
        self.failed = False

    @property
    def ready(self) -> bool:
        """Whether the model is loaded."""
        return self._loaded is not None

    def load(self) -> Translator:
        """The translator as it was opened. Raises Refusal where that fails; the log says why."""
        with self._lock:
            if self._loaded is None:
                try:
                    self._loaded = self._factory()
                except Exception as fault:
                    if not self.failed:
                        _log.error("the model can't be loaded: %s", fault)
                    self.failed = True
                    raise Refusal(
                        503, "the model can't be loaded; whoever runs the server finds why in its log"
                    ) from None
            return self._loaded

    def translator(self, name: str | None = None) -> Translator:
        """The translator to use now, with the glossary of that name over the one in force."""
        loaded, glossary = self.load(), self.glossary()
        terms = self._named.get(name, ()) if name else ()
        known = self._made.get(name)
        if known and known[0] is glossary and known[1] is terms:
            return known[2]
        translator = replace(loaded, glossary=over(terms, glossary) if terms else glossary, tally=self._tally)
        self._made = {key: made for key, made in self._made.items() if made[0] is glossary and key in self._named}
        self._made[name] = (glossary, terms, translator)
        return translator

    def glossary(self) -> Glossary:
        """The glossary in force; a file that is broken meanwhile leaves it as it was."""
        try:
            if self._must_be_there and not self.store.path.is_file():
                raise GlossaryError(f"{self.store.path}: there is no such glossary; check AUDARMA_GLOSSARY")
            self._glossary = self.store.read().glossary
        except GlossaryError as error:
            _log.warning("the glossary stays as it was: %s", error)
            if self._glossary is None:
                raise Refusal(503, "the glossary can't be read; whoever runs the server finds why in its log") from None
        return self._glossary


def over(terms: tuple[Term, ...], glossary: Glossary) -> Glossary:
    """A glossary whose entries give way to these."""
    own = {normalise(term.source).text for term in terms}
    return Glossary((*terms, *(term for term in glossary.terms if normalise(term.source).text not in own)))
