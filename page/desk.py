"""The models on offer, each loaded once and shared by all, with the glossary and the corrections as they are now."""

from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from page.corrections import Corrections
from page.shelf import Shelf
from translate import models
from translate.archive.places import Places
from translate.document import Bead
from translate.engines.remembered import Remembered
from translate.errors import ModelError
from translate.memory.person import MEMORY
from translate.models import Model
from translate.opening import open_translator
from translate.settings import Settings, Spelling
from translate.translator import Translator

Opener = Callable[[Settings, Model], Translator]


class Desk:
    """Every installed model, the default one named first, and the translators that are open."""

    def __init__(self, settings: Settings, model: str | None = None, opener: Opener = open_translator) -> None:
        """`model` is the default's name or folder. Raises ModelError where there is no such model."""
        self._settings = settings
        self._opener = opener
        default = models.find(model, settings)
        installed = {model.name: model for model in models.known(settings) if model.installed}
        self.models = {default.name: default, **(installed | {default.name: default})}
        self.default = default.name
        self.spelling = settings.spelling
        self.shelf = Shelf(settings)
        self.places = Places(settings.archives)
        self.corrections = Corrections(settings.data / MEMORY)
        # told of every sentence that the page translates, by whoever has a monitor
        self.tally: Callable[[Bead], None] | None = None
        self._open: dict[str, Translator] = {}
        self._remembered: dict[str, Remembered] = {}
        self._locks = {name: Lock() for name in self.models}

    def model(self, name: str) -> Model:
        """The model of that name. A page that was open before a restart may name one that is gone."""
        if name not in self.models:
            raise ModelError(f"no model {name!r} here any more: reload the page and choose another")
        return self.models[name]

    def loaded(self, name: str) -> bool:
        """Whether asking for it costs nothing."""
        return name in self._open

    def translator(self, name: str, spelling: Spelling | None = None) -> Translator:
        """The translator with that model, the glossary and the corrections of this moment, and the spelling asked for.

        Else the spelling is the one set. Whoever asks first waits until the model is loaded, the others wait with them.
        Raises GlossaryError too.
        """
        model = self.model(name)
        with self._locks[name]:
            if name not in self._open:
                opened = self._opener(self._settings, model)
                self._open[name] = opened
                self._remembered[name] = Remembered(opened.engine)
            return replace(
                self._open[name],
                glossary=self.shelf.state().glossary,
                spelling=spelling or self.spelling,
                memory=self.corrections,
                tally=self.tally,
            )

    def rereader(self, name: str, spelling: Spelling | None = None) -> Translator:
        """The same for sentences that are looked at with one glossary after another: it hears each of them once.

        What is only looked at counts as no work.
        """
        return replace(self.translator(name, spelling), engine=self._remembered[name], tally=None)
