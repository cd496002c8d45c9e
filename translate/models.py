"""Which models there are, where they lie, and which one is used when none is named."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from glossary.romanisation import romanise
from translate import manifest
from translate.engines import Decoding
from translate.errors import ModelError
from translate.language import READS
from translate.settings import Settings

CARD = "audarma.json"
# One of each makes a model, as CTranslate2 or as Hugging Face writes it.
_PARTS = (
    ("config.json",),
    ("model.bin", "*.safetensors", "pytorch_model*.bin"),
    ("tokenizer.json", "*.model", "*.spm"),
)
COMPACT = Path(__file__).parent / "compact"
# A folder's name, in characters.
_LONGEST = 80
NLLB_LICENCE = "CC-BY-NC-4.0 (non-commercial use only)"


@dataclass(frozen=True, slots=True)
class Model:
    """A model directory and what a person should know of it before using it.

    `speed` is in sentences a second on two ordinary processor cores, None where it was not measured. A `draft` model is
    so weak that each of its rows is marked; `measured` tells its figures beside a real translator's. `chosen` says
    whether it may be used without being asked for, `reads` which languages it knows, named as in FLORES-200.
    """

    name: str
    path: Path
    about: str
    licence: str = "unknown: see the model's own folder"
    draft: bool = False
    chosen: bool = False
    speed: float | None = None
    decoding: Decoding = Decoding()
    broken: str = ""
    measured: str = ""
    reads: frozenset[str] = READS

    @property
    def installed(self) -> bool:
        """Whether its folder holds a model: what it is, its weights and its tokenizer; and a card that can be read."""
        return not self.broken and all(any(any(self.path.glob(name)) for name in names) for names in _PARTS)


# Best first: the default is the first of these that is installed and `chosen`, else any other that is no draft, else
# the bundled one. Quality: FLORES-200 devtest, published.
KNOWN = (
    ("nllb-1.3b", "NLLB-200-distilled-1.3B, the best choice: chrF++ 57.2 on FLORES-200", True, None),
    ("nllb-600m", "NLLB-200-distilled-600M, smaller and faster: chrF++ 54.2 on FLORES-200", True, 1.3),
    ("nllb-3.3b", "NLLB-200-3.3B, slow and no better than 1.3b: chrF++ 57.3 on FLORES-200", False, None),
)


def known(settings: Settings) -> tuple[Model, ...]:
    """Every model with a name, installed or not, the best first."""
    folder = settings.data / "models"
    named = [
        _named(Model(name, folder / name, about, NLLB_LICENCE, chosen=chosen, speed=speed))
        for name, about, chosen, speed in KNOWN
    ]
    # the bundled model is a draft whatever becomes of its card
    bundled = replace(_seen(COMPACT), name="compact", draft=True, chosen=True)
    taken = {model.name for model in (*named, bundled)}
    others = [replace(_seen(path), name=path.name) for path in _folders(folder) if path.name not in taken]
    real = [model for model in others if model.installed and not model.draft]
    return (*named, *real, bundled, *(model for model in others if model not in real))


def find(name: str | None, settings: Settings) -> Model:
    """The model of that name or folder; with no name, the one set, else the best installed. Raises ModelError."""
    models = known(settings)
    name = name or settings.model
    if name is None:
        able = [model for model in models if model.installed and (model.chosen or not model.draft)]
        best = min(able, key=lambda model: (model.draft, not model.chosen), default=None)
        if best is None:
            raise ModelError(
                f"no model is installed, and the bundled one at {COMPACT} is incomplete: install Audarma anew"
            )
        return best
    model = next((model for each in (name, slug(name)) for model in models if model.name == each), None)
    if model is None and Path(name).expanduser().is_dir():
        return at(Path(name).expanduser())
    if model is None:
        names = ", ".join(model.name for model in models if model.installed)
        raise ModelError(f"no model {name!r}: name one of {names}, or give a model's folder")
    if not model.installed:
        reason = model.broken or f"model {name} is not installed: run `audarma models install {name}`"
        raise ModelError(f"{reason}, or use --model compact")
    return model


def slug(name: str) -> str:
    """A model's name as a folder's, the same on every system: `issai/tilmash` is `issai--tilmash`.

    A folder's name is its own slug. Of names in other letters two may read alike in Latin ones, so each has a mark.
    """
    own = unicodedata.normalize("NFC", name)
    latin = unicodedata.normalize("NFKD", own if own.isascii() else romanise(own))
    latin = "".join(letter for letter in latin if not unicodedata.combining(letter))
    plain = re.sub(r"[^\w.-]+", "-", latin.replace("/", "--").replace("\\", "--"), flags=re.ASCII).strip("-.")
    # Windows keeps some names for devices, with or without a suffix.
    if not plain or re.fullmatch(r"(con|prn|aux|nul|com\d+|lpt\d+)(\..*)?", plain, re.IGNORECASE):
        plain = f"model-{plain}".rstrip("-")
    if own.isascii() and any(letter.isalnum() for letter in own):
        return plain[:_LONGEST].rstrip("-.")
    mark = hashlib.sha256(own.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{plain[: _LONGEST - 7].rstrip('-.')}-{mark}"


def at(path: Path) -> Model:
    """The model in a folder, described by the folder's own card `audarma.json` where it has one."""
    card = _card(path / CARD)
    try:
        return Model(
            name=str(card.get("name", path.resolve().name)),
            path=path,
            about=str(card.get("about", "a model of your own")),
            licence=str(card.get("licence", "unknown: see the model's own folder")),
            draft=bool(card.get("draft", False)),
            measured=str(card.get("measured", "")),
            chosen=bool(card.get("chosen", False)),
            speed=float(card["speed"]) if "speed" in card else None,
            decoding=_decoding(card.get("decoding", {})),
            reads=_reads(card, path),
        )
    except (TypeError, ValueError) as error:
        raise ModelError(f"{path / CARD}: {error}; mend that field or remove the file") from error


def _seen(path: Path) -> Model:
    """The model in a folder as a list shows it: one broken folder must not hide the others."""
    try:
        return at(path)
    except ModelError as error:
        return Model(path.name, path, "broken", broken=str(error))


def _named(model: Model) -> Model:
    """A model that has a name here, with the speed that the installer measured on this machine."""
    seen = _seen(model.path) if model.path.is_dir() else model
    return replace(model, speed=seen.speed or model.speed, reads=seen.reads)


def _folders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if (path / "config.json").is_file() and path.name[0] != ".")


def _card(path: Path) -> Mapping[str, Any]:
    try:
        card = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: can't read the model's card ({error}); mend or remove the file") from error
    if not isinstance(card, dict):
        raise ModelError(f"{path}: the model's card is no JSON object; mend or remove the file")
    return card


def _reads(card: Mapping[str, Any], path: Path) -> frozenset[str]:
    """The languages that the card names, else those whose codes the installer left, else what models mostly read."""
    if "reads" in card:
        if not isinstance(card["reads"], list) or not all(isinstance(code, str) for code in card["reads"]):
            raise ValueError('"reads" is a list of languages, as in ["kaz_Cyrl"]')
        return frozenset(card["reads"])
    made = manifest.read(path) if (path / manifest.NAME).is_file() else None
    vocabulary = made.made.get("vocabulary") if made else None
    left = vocabulary.get("languages") if isinstance(vocabulary, dict) else None
    return frozenset(left) if isinstance(left, list) and all(isinstance(code, str) for code in left) else READS


def _decoding(values: Mapping[str, Any]) -> Decoding:
    unknown = set(values) - {field.name for field in fields(Decoding)}
    if unknown:
        raise ValueError(f"unknown decoding setting {', '.join(sorted(unknown))}")
    given: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Decoding(**given)
