"""Other English for the same text: the translator with an engine that says what was likely after the best."""

from dataclasses import dataclass, replace

from translate.engines.others import Heard, Other
from translate.translator import Translator


@dataclass(frozen=True)
class Choice:
    """That an order wants the choices of a rank, from 1; `heard` is shared by the orders of one request."""

    heard: Heard
    rank: int

    def of(self, translator: Translator) -> Translator:
        """The translator that gives them; it remembers nothing, since the memory holds what is best."""
        return replace(translator, engine=Other(translator.engine, self.heard, self.rank), memory=None, hands=None)
