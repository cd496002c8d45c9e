"""Puts models where Audarma finds them: from the hub, a folder, or a pack file; whole, or not at all.

All work is done in a hidden folder beside the place where the model will stand, and moved there at the end. What is
killed half-way leaves nothing that counts as a model, and the next run goes on with the bytes that are there.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from translate import __version__, hub, manifest, models, pack, words
from translate.engines import build
from translate.engines.convert import FORMATS
from translate.errors import ModelError
from translate.hub import Hub, Progress, Snapshot
from translate.models import COMPACT, NLLB_LICENCE, Model
from translate.settings import Settings

REPOSITORIES = {
    "nllb-600m": "facebook/nllb-200-distilled-600M",
    "nllb-1.3b": "facebook/nllb-200-distilled-1.3B",
    "nllb-3.3b": "facebook/nllb-200-3.3B",
}
UNFINISHED = ".installing-"
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
# What the converted model takes at most beside its source, which has two bytes or four for each of its one.
_RESULT = 0.5
_SPARE = 64 << 20


@dataclass(frozen=True, slots=True)
class Voice:
    """How an install is followed: `tell` says a step in words, `progress` (what, done, total) counts bytes."""

    tell: Callable[[str], None]
    progress: Progress


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be installed, under which name (None: its own) and number format, and whether over an old one."""

    what: str
    name: str | None = None
    form: str | None = None
    again: bool = False


def install(wish: Wish, settings: Settings, hub_: Hub, voice: Voice) -> Model:
    """Install a model. Raises ModelError; the folder of models is then as it was, but for what was fetched."""
    if wish.form not in (None, *FORMATS):
        raise ModelError(f"no number format {wish.form!r}: take one of {', '.join(FORMATS)}")
    path = Path(wish.what).expanduser()
    if wish.what in REPOSITORIES:
        return _from_hub(replace(wish, name=wish.name or wish.what), REPOSITORIES[wish.what], settings, hub_, voice)
    if path.is_dir():
        return _from_folder(wish, path, settings, voice)
    if path.is_file():
        return _from_pack(wish, path, settings, voice)
    if _REPOSITORY.fullmatch(wish.what):
        return _from_hub(wish, wish.what, settings, hub_, voice)
    raise ModelError(
        f"no model {wish.what!r}: name one of {', '.join(REPOSITORIES)}, a model on the hub as OWNER/NAME, a folder, "
        "or a file that `audarma models pack` wrote"
    )


def remove(name: str, settings: Settings) -> int:
    """Remove an installed model, or what is left of a broken install; gives the bytes that were freed."""
    folder = _place(settings, name if _stands(settings, name) else models.slug(name))
    left = [path for path in (folder, _work(folder)) if path.is_dir() or path.is_symlink()]
    if not left:
        known = next((model for model in models.known(settings) if model.name == name), None)
        if known is not None and known.path == COMPACT:
            raise ModelError("the bundled model is part of Audarma and stays; to use another, name it with --model")
        raise ModelError(f"no model {name!r} is installed in {folder.parent}: see `audarma models list`")
    linked = [path for path in left if path.is_symlink()]  # what they lead to is not ours
    roots = [path for path in left if path not in linked]
    freed = sum(path.stat().st_size for root in roots for path in root.rglob("*") if path.is_file())
    with _alone(folder):
        for path in linked:
            path.unlink()
        for path in roots:
            # Gone at once for everybody else: a half-removed model is none.
            gone = folder.parent / f".removing-{folder.name}"
            shutil.rmtree(gone, ignore_errors=True)
            path.replace(gone)
            shutil.rmtree(gone)
    return freed


def unfinished(settings: Settings) -> Iterator[tuple[str, int]]:
    """Models whose install broke off, each with the bytes that are there."""
    folder = settings.data / "models"
    for path in sorted(folder.glob(f"{UNFINISHED}*")) if folder.is_dir() else ():
        if path.is_dir():
            yield path.name.removeprefix(UNFINISHED), sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


def verify(model: Model, progress: Callable[[int, int], None]) -> list[str]:
    """What is wrong with an installed model; empty where its files are as installed and it translates."""
    if model.broken:
        return [model.broken]
    try:
        description = manifest.read(model.path)
        wrong = manifest.faults(description, model.path, progress) if description else []
        if not wrong:
            build.opens(model.path)
    except ModelError as error:
        wrong = [str(error)]
    except OSError as error:
        wrong = [f"{error.filename or model.path} can't be read ({error.strerror or error})"]
    return wrong


def packed(model: Model, file: Path, progress: Callable[[int, int], None]) -> str:
    """Write an installed model into one file; gives the file's SHA-256."""
    description = manifest.read(model.path)
    if description is None:
        if not build.converted(model.path):
            raise ModelError(
                f"{model.name} is not converted: `audarma models install {model.path}` first, then pack it"
            )
        odd = [path.name for path in model.path.iterdir() if not (path.is_file() and manifest.plain(path.name))]
        if odd:
            raise ModelError(f"{model.path} holds {odd[0]!r}, which is no plain file of a model: move it elsewhere")
        description = manifest.make(model.path, model.name, str(model.path), "", model.licence, {})
    return pack.pack(model.path, description, file, progress)


def _from_hub(wish: Wish, repository: str, settings: Settings, hub_: Hub, voice: Voice) -> Model:
    folder = _place(settings, _name(wish, repository))
    with _alone(folder):
        voice.tell(f"asking the hub for {repository}")
        snapshot = hub.look(repository, hub_)
        old = manifest.read(folder) if folder.is_dir() else None
        if old is not None and not wish.again and (old.source, old.revision) == (repository, snapshot.revision):
            voice.tell(f"{folder.name} is installed already, of this revision")
            return models.find(folder.name, settings)
        _refuse_taken(folder, wish)
        source = _work(folder) / "source"
        _sweep(source, snapshot)
        wanted = hub.missing(snapshot.files, source)
        _room(folder, wanted + int(snapshot.size * _RESULT), f"{_amount(wanted)} to fetch, and the converted model")
        small = tuple(file for file in snapshot.files if file.name in hub.SMALL)
        hub.fetch(snapshot, small, source, hub_, voice.progress)
        build.look(source)
        hub.fetch(snapshot, snapshot.files, source, hub_, voice.progress)
        licence = NLLB_LICENCE if repository in REPOSITORIES.values() else _licence(snapshot.licence)
        _made(source, folder, repository, snapshot.revision, licence, wish, voice)
    return models.find(folder.name, settings)


def _from_folder(wish: Wish, path: Path, settings: Settings, voice: Voice) -> Model:
    folder = _place(settings, _name(wish, path.resolve().name))
    if folder.exists() and folder.samefile(path):
        raise ModelError(f"{path} is the installed model itself: name the folder that it came from")
    card = models.at(path)
    with _alone(folder):
        _refuse_taken(folder, wish)
        size = sum(file.stat().st_size for file in path.iterdir() if file.is_file())
        _room(folder, int(size * (1 if build.converted(path) else _RESULT)), "the model")
        if build.converted(path):
            _unheard(wish, voice)
            _copied(path, folder, card, voice)
        else:
            build.look(path)
            _made(path, folder, str(path.resolve()), "", card.licence, wish, voice)
    return models.find(folder.name, settings)


def _from_pack(wish: Wish, path: Path, settings: Settings, voice: Voice) -> Model:
    description = pack.look(path)
    folder = _place(settings, _name(wish, description.name))
    with _alone(folder):
        _refuse_taken(folder, wish)
        _room(folder, sum(one.size for one in description.files.values()), "the model")
        _unheard(wish, voice)
        target = _fresh(folder)
        pack.unpack(path, target, lambda done, total: voice.progress(path.name, done, total))
        build.opens(target)
        manifest.write(replace(description, name=folder.name), target)
        _finish(folder)
    return models.find(folder.name, settings)


def _unheard(wish: Wish, voice: Voice) -> None:
    """Say that a number format was asked for in vain."""
    if wish.form:
        voice.tell(f"--quantization {wish.form} changes nothing: the model is converted already and stays as it is")


def _made(source: Path, folder: Path, origin: str, revision: str, licence: str, wish: Wish, voice: Voice) -> None:
    """Build, check, describe, and put in place."""
    target = _fresh(folder)
    made = build.build(source, target, words.needs(), wish.form or build.best_form(), voice.tell)
    for path in source.glob("LICENSE*"):
        if path.is_file() and manifest.plain(path.name):
            shutil.copyfile(path, target / path.name)
    voice.tell("timing it")
    speed = round(build.opens(target, 12), 2)
    known = next((about for name, about, _, _ in models.KNOWN if name == folder.name), f"installed from {origin}")
    _card(target, {"name": folder.name, "about": known, "licence": licence, "speed": speed})
    settings = made | {"audarma": __version__, "sentences_a_second": speed}
    manifest.write(manifest.make(target, folder.name, origin, revision, licence, settings), target)
    _finish(folder)


def _copied(path: Path, folder: Path, card: Model, voice: Voice) -> None:
    """A folder that is converted already is taken as it is, its plain files alone."""
    target = _fresh(folder)
    target.mkdir(parents=True)
    names = sorted(file.name for file in path.iterdir() if file.is_file() and manifest.plain(file.name))
    for name in names:
        if name != manifest.NAME:
            voice.tell(f"copying {name}")
            shutil.copyfile(path / name, target / name)
    build.opens(target)
    old = manifest.read(path)
    origin, revision = (old.source, old.revision) if old else (str(path.resolve()), "")
    made = dict(old.made) if old else {"copied": "a converted folder, as it was"}
    manifest.write(manifest.make(target, folder.name, origin, revision, card.licence, made), target)
    _finish(folder)


def _finish(folder: Path) -> None:
    """The last step: the folder appears, and what it took to make it goes."""
    work = _work(folder)
    target, old = work / "model", work / "old"
    if folder.exists():
        folder.replace(old)
    try:
        target.replace(folder)
    except OSError:
        if old.exists():
            old.replace(folder)
        raise
    shutil.rmtree(work, ignore_errors=True)


def _fresh(folder: Path) -> Path:
    target = _work(folder) / "model"
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _work(folder: Path) -> Path:
    return folder.parent / f"{UNFINISHED}{folder.name}"


def _place(settings: Settings, name: str) -> Path:
    return settings.data / "models" / name


def _stands(settings: Settings, name: str) -> bool:
    """Whether a folder of just this name is there, and the name leads nowhere else."""
    return Path(name).name == name and name[:1] not in ("", ".") and os.path.lexists(_place(settings, name))


def _name(wish: Wish, own: str) -> str:
    name = models.slug(wish.name or own)
    if name == "compact":
        raise ModelError("compact is the bundled model's name: give another with --name")
    return name


def _refuse_taken(folder: Path, wish: Wish) -> None:
    if folder.exists() and not wish.again:
        raise ModelError(f"{folder.name} is installed: give another name with --name, or replace it with --again")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time works on a model; the lock goes with the process, however that ends."""
    from filelock import FileLock, Timeout

    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.parent / f".{folder.name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise ModelError(f"another audarma is at work on {folder.name}: wait until it is done") from error
    try:
        yield
    except OSError as error:
        place = error.filename or folder.parent
        raise ModelError(
            f"{place}: {error.strerror or error}; make room or mend its rights, and run it again"
        ) from error
    finally:
        lock.release()
        with suppress(OSError):
            Path(lock.lock_file).unlink()


def _room(folder: Path, needed: int, what: str) -> None:
    free = shutil.disk_usage(folder.parent).free
    if needed + _SPARE > free:
        raise ModelError(
            f"{folder.parent} has {_amount(free)} free and {_amount(needed + _SPARE)} are needed ({what}): make room, "
            "or set AUDARMA_DATA to a folder on another disk"
        )


def _sweep(source: Path, snapshot: Snapshot) -> None:
    """Parts of an earlier revision are of no use."""
    if source.is_dir():
        keys = {file.key for file in snapshot.files} | {""}
        names = {file.name for file in snapshot.files}
        for path in source.iterdir():
            if path.name not in names and not any(key and f".{key}." in path.name for key in keys):
                path.unlink()


def _card(folder: Path, values: dict[str, object]) -> None:
    (folder / models.CARD).write_text(json.dumps(values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _licence(told: str) -> str:
    if not told:
        return "unknown: see the model's page on the hub"
    return f"{told} (non-commercial use only)" if "nc" in told.lower().split("-") else told


def _amount(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e8 else f"{size / 1e6:.1f} MB"
