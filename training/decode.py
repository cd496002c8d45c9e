"""Translate with a converted directory, as it is shipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import ctranslate2
from tokenizers import Tokenizer

LONGEST = 250  # the network's positions end at 256


@dataclass(frozen=True)
class Decoding:
    """The settings that change what is written."""

    beam: int = 4
    no_repeat: int = 4
    repetition: float = 1.0
    length: float = 1.0
    sampled: int = 0  # draw each piece among so many instead of searching

    def __str__(self) -> str:
        """As it stands beside a figure."""
        return f"beam{self.beam}-norepeat{self.no_repeat}-repetition{self.repetition:g}-length{self.length:g}" + (
            f"-sampled{self.sampled}" if self.sampled else ""
        )


class Translates(Protocol):
    """What can be scored."""

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[str]:
        """English for each text, in order."""
        ...


class Translator:
    """A converted directory and its tokenizer."""

    def __init__(self, directory: Path, threads: int = 2) -> None:
        """Load the directory."""
        self.tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.number = self.tokenizer.get_vocab()
        self.network = ctranslate2.Translator(str(directory), device="cpu", inter_threads=1, intra_threads=threads)

    def translate(self, texts: Sequence[str], decoding: Decoding) -> list[str]:
        """English for each text, in order."""
        cut = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        pieces = [["<s>", *encoding.tokens[:LONGEST], "</s>"] for encoding in cut]
        results = self.network.translate_batch(
            pieces,
            beam_size=decoding.beam,
            no_repeat_ngram_size=decoding.no_repeat,
            repetition_penalty=decoding.repetition,
            length_penalty=decoding.length,
            sampling_topk=decoding.sampled or 1,
            max_decoding_length=LONGEST,
            max_batch_size=1500,
            batch_type="tokens",
            disable_unk=True,
        )
        ids = [[self.number[piece] for piece in result.hypotheses[0]] for result in results]
        return [text.strip() for text in self.tokenizer.decode_batch(ids)]
