"""XLIFF 1.2 and 2: each source that has no translation gets one; what people have translated stays as it is."""

import copy
from collections.abc import Iterator
from itertools import islice
from typing import Any

from translate.errors import InputError
from translate.formats.kept import tree
from translate.formats.kept.run import Beads, unchanged
from translate.formats.kept.tree import Kind, Passage

_WHAT = "XLIFF file"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Begins and ends that are elements of their own, and under which name the other one is found.
_PAIRED: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "bpt": ("open", ("rid", "id")),
    "ept": ("close", ("rid", "id")),
    "bx": ("open", ("rid", "id")),
    "ex": ("close", ("rid", "id")),
    "sc": ("open", ("id",)),
    "ec": ("close", ("startRef",)),
    "sm": ("open", ("id",)),
    "em": ("close", ("startRef",)),
}
_AROUND = ("g", "pc", "mrk")
# States in which nobody has worked on a translation yet; without a state it may be anybody's.
_FRESH = ("new", "needs-translation", "initial")


class Page:
    """One file for translators."""

    def __init__(self, path: str, data: bytes, encoding: str | None = None) -> None:
        """The file in these bytes; XML says its encoding itself. Raises InputError."""
        self._data = data
        self._tree = tree.parse(path, data, _WHAT)
        root = self._tree.getroot()
        self._old = str(root.get("version", "")).startswith("1.")
        if tree.local(root) != "xliff" or not (self._old or str(root.get("version", "")).startswith("2.")):
            raise InputError(f"{path}: this is XML but no XLIFF 1.2 or 2; export it as one of these")
        self._files = list(root.iter("{*}file")) if self._old else [root]
        self._attribute = "target-language" if self._old else "trgLang"
        for file in self._files:
            if not file.get(self._attribute, "en").lower().startswith("en"):
                named = file.get(self._attribute)
                raise InputError(f"{path}: its translations are to be in {named[:20]!r}, not English; export it anew")
        self._units = list(_units(root, self._old))
        self.documents = tuple(document for unit in self._units for document in unit.documents)

    def english(self, beads: Beads) -> bytes:
        """The file with its empty targets filled in."""
        if unchanged(beads):
            return self._data
        found = iter(beads)
        for unit in self._units:
            its = list(islice(found, len(unit.documents)))
            if not unchanged(its):
                unit.fill(its)
        for file in self._files:
            file.set(self._attribute, file.get(self._attribute, "en"))
        return tree.written(self._tree, self._data)


class _Unit:
    """A source, and the target that it is to have."""

    def __init__(self, source: Any, target: Any, *, old: bool) -> None:
        self._source, self._before, self._old = source, target, old
        self._target = copy.deepcopy(source)
        self._target.tag = source.tag.replace("seg-source", "target").replace("source", "target")
        parts = [one for one in self._target.iter("{*}mrk") if one.get("mtype") == "seg"] or [self._target]
        self._passages = [Passage(part, tree.pieces(part, _role)) for part in parts]
        self.documents = tuple(document for passage in self._passages for document in passage.documents)

    def fill(self, beads: Beads) -> None:
        """Put the target behind its source, or in the place of an empty one."""
        found = iter(beads)
        for passage in self._passages:
            passage.fill(list(islice(found, len(passage.documents))))
        target, unit = self._target, self._source.getparent()
        if target.get(_LANG):
            target.set(_LANG, "en")
        if self._before is not None:
            target.attrib.update({name: value for name, value in self._before.attrib.items() if name != _LANG})
            target.tail = self._before.tail
            unit.replace(self._before, target)
        else:
            target.tail = self._source.tail
            self._source.addnext(target)
        if self._old:
            target.set("state", "translated")
            target.set("state-qualifier", "mt-suggestion")
        else:
            unit.set("state", "translated")
            unit.attrib.pop("subState", None)


def _units(root: Any, old: bool) -> Iterator[_Unit]:
    """The sources that want a translation."""
    for unit in root.iter("{*}trans-unit" if old else "{*}segment"):
        source, target = unit.find("{*}source"), unit.find("{*}target")
        if source is None or _closed(unit):
            continue
        if target is not None and not _open(unit, source, target, target if old else unit):
            continue
        parted = unit.find("{*}seg-source") if old else None
        yield _Unit(source if parted is None else parted, target, old=old)


def _closed(unit: Any) -> bool:
    """Whether it, or what it lies in, is not to be translated."""
    said = (one.get("translate") for one in (unit, *unit.iterancestors()) if one.get("translate"))
    return next(said, "yes") == "no" or unit.get("approved") == "yes"


def _open(unit: Any, source: Any, target: Any, stated: Any) -> bool:
    """Whether a target is yet to be translated: empty, a copy of its source, or said to be new."""
    text = _text(target)
    state = stated.get("state")
    return not text or state in _FRESH or (state is None and text == _text(source))


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _role(element: Any) -> tuple[Any, str]:
    name = tree.local(element)
    if name in _AROUND and element.get("translate") != "no" and element.get("mtype") != "protected":
        return "around", ""
    if name in _PAIRED:
        kind, names = _PAIRED[name]
        said = next((element.get(one) for one in names if element.get(one)), "")
        return kind, f"{name[-2:] if name in ('bpt', 'ept') else name[-1]}{said}"
    return "alone", ""
