"""A fake engine that can be asked how likely an English is: a word is, if the Kazakh has what it renders."""

import re
from collections.abc import Mapping, Sequence

from translate.engines import Decoding
from translate.engines.fake import Answers, FakeEngine
from translate.engines.steering import Pair, Weighed


class Weighing(FakeEngine):
    """`renders` names the Kazakh that an English word renders: without it the word is as unlikely as `lost` says.

    All other words are likely, but for words in Latin letters of the Kazakh that the English lacks.
    """

    def __init__(self, answers: Answers, renders: Mapping[str, str], lost: float = -9.0) -> None:
        super().__init__(answers)
        self.renders = renders
        self.lost = lost

    def weigh(self, pairs: Sequence[Pair], decoding: Decoding) -> list[Weighed]:
        return [self._weighed(*pair) for pair in pairs]

    def _weighed(self, kazakh: str, english: str) -> Weighed:
        words = list(re.finditer(r"\w+", english))
        values = [self.lost if self.renders.get(word.group(), "") not in kazakh else -1.0 for word in words]
        left_out = sum(word not in english for word in re.findall("[A-Za-z]+", kazakh))
        return Weighed(tuple(word.span() for word in words), (*values, -1.0 - 3 * left_out))
