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
    return Translator(engine, glossary, model.name, model.decoding, model.draft)
