"""Puts a translator together from what a person named: a model, a glossary, settings."""

from glossary import store
from translate import models
from translate.engines.load import load
from translate.models import Model
from translate.settings import Settings
from translate.translator import Translator


def open_translator(settings: Settings, model: Model | None = None) -> Translator:
    """A translator with that model (else the default one) loaded. Raises ModelError and GlossaryError."""
    model = model or models.find(None, settings)
    glossary = store.load(settings.glossary) if settings.glossary else store.seed()
    engine = load(model.path, threads=settings.threads)
    return Translator(engine, glossary, model.name, model.decoding, model.draft, window(model.speed))


def window(speed: float | None) -> int:
    """How many sentences one engine call takes: some five seconds' worth, so that a person sees rows and can stop it.

    A model of unknown speed is taken for a slow one. Powers of two, from 8 (below that batches cost) to 64.
    """
    return next((size for size in (64, 32, 16) if speed and size <= 5 * speed), 8)
