"""How a worker comes to its translator: by a model that lies on its own machine, and the asker's glossary."""

import hashlib
import os
import pickle
from dataclasses import dataclass, replace
from typing import Protocol

from glossary.matcher import Glossary
from translate.settings import Settings, Spelling
from translate.translator import Translator

# The files that decide what a model says; what an installation noted of itself, as its speed, is its machine's own.
_DECIDE = (".bin", ".safetensors", ".model", ".spm", ".txt")


class Recipe(Protocol):
    """How a worker comes to its translator. It is sent there, so it holds plain values."""

    def open(self, threads: int) -> Translator:
        """The translator, with so many threads (0: the engine chooses). Raises AudarmaError."""
        ...

    def weights(self) -> str:
        """What tells one model's weights from another's."""
        ...


@dataclass(frozen=True, slots=True)
class Installed:
    """A model that lies on the worker's own machine, by name or folder, with the glossary of the one who asks.

    Where models lie is read there, from AUDARMA_DATA; `None` is that machine's default model or device.
    """

    model: str | None
    glossary: Glossary
    spelling: Spelling = "day"
    device: str | None = None

    def open(self, threads: int) -> Translator:
        """The translator; see `Recipe`."""
        from translate import models
        from translate.opening import open_translator

        given = Settings.read(os.environ)
        given = replace(
            given, spelling=self.spelling, device=self.device or given.device, threads=given.threads or threads
        )
        return open_translator(given, models.find(self.model, given), self.glossary)

    def weights(self) -> str:
        """A digest of the files of the model's folder that decide what it says; see `Recipe`."""
        from translate import models

        folder = models.find(self.model, Settings.read(os.environ)).path
        digest = hashlib.sha256()
        for path in sorted(folder.iterdir()):
            if path.suffix in _DECIDE or path.name in ("tokenizer.json", "config.json"):
                with path.open("rb") as file:
                    digest.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()


def packed(recipe: Recipe) -> bytes:
    """The recipe for the way. Its bytes are cheap to hand over, and are opened by a worker that has no model yet."""
    return pickle.dumps(recipe)


def unpacked(recipe: bytes) -> Recipe:
    """The way back; a cluster's machines trust each other with more than this."""
    found: Recipe = pickle.loads(recipe)
    return found
