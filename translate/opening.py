"""Puts a translator together from what a person named: a model, a glossary, settings."""

from glossary import store
from glossary.matcher import Glossary
from glossary.store import Store
from translate import models
from translate.engines.load import load
from translate.models import Model
from translate.settings import Settings
from translate.translator import Translator

# In the data folder, so that a new release finds it again.
OWN_GLOSSARY = "glossary.csv"


def open_translator(settings: Settings, model: Model | None = None, glossary: Glossary | None = None) -> Translator:
    """A translator with that model (else the default one) loaded, and that glossary (else the one in force).

    Raises ModelError and GlossaryError.
    """
    model = model or models.find(None, settings)
    glossary = glossary or open_glossary(settings)
    engine = load(model.path, threads=settings.threads, device=settings.device)
    return Translator(
        engine, glossary, model.name, model.decoding, model.draft, window(model.speed), settings.spelling,
        reads=model.reads,
    )  # fmt: skip


def open_glossary(settings: Settings) -> Glossary:
    """The glossary in force, as it is now: the file that was set, else the person's own over the seed."""
    if settings.glossary:
        return store.load(settings.glossary)
    return open_store(settings).read().glossary


def open_store(settings: Settings) -> Store:
    """Where entries are added and changed: the file that was set, alone, else the person's own over the seed."""
    return Store(settings.glossary, ()) if settings.glossary else Store(settings.data / OWN_GLOSSARY)


def window(speed: float | None) -> int:
    """How many sentences one engine call takes: some five seconds' worth, so that a person sees rows and can stop it.

    A model of unknown speed is taken for a slow one. Powers of two, from 8 (below that batches cost) to 64.
    """
    return next((size for size in (64, 32, 16) if speed and size <= 5 * speed), 8)
