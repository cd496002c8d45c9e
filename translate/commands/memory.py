"""`audarma memory`: a person's corrections and the sentences that an archive remembers."""

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from translate.commands import options
from translate.errors import InputError

if TYPE_CHECKING:
    from translate.memory import Memory


def add(commands: Any) -> None:
    """Tell the parser."""
    memory = commands.add_parser(
        "memory", help="correct sentences of an archive, find similar ones, carry them in and out"
    )
    deeds = memory.add_subparsers(title="what to do", required=True, metavar="DO")
    correct = _deed(deeds, "correct", "put your own English for a sentence, in every article and for good", _correct)
    correct.add_argument("source", metavar="KAZAKH")
    correct.add_argument("target", metavar="ENGLISH")
    correct.add_argument("--who", default=None, help="who says so (default: your user name)")
    options.glossary(correct)
    _deed(deeds, "list", "all corrections", _list)
    find = _deed(deeds, "find", "sentences that are nearly the same, with what differs", _find)
    find.add_argument("source", metavar="KAZAKH")
    find.add_argument("--least", type=_share, default=0.75, metavar="SHARE", help="how much alike (default: 0.75)")
    bring = _deed(deeds, "import", "take the sentences of a TMX file as corrections", _import)
    bring.add_argument("file", metavar="FILE.tmx", type=Path)
    bring.add_argument("--who", default=None, help="whose they are (default: the file's name)")
    carry = _deed(deeds, "export", "write all corrections as a TMX file", _export)
    carry.add_argument("file", metavar="FILE.tmx", type=Path)


def _deed(deeds: Any, name: str, about: str, run: Any) -> argparse.ArgumentParser:
    deed: argparse.ArgumentParser = deeds.add_parser(name, help=about)
    deed.add_argument("archive", metavar="OUT", type=Path, help="the archive's output folder, or a memory's file")
    deed.set_defaults(run=run)
    return deed


def _share(value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{value!r}: give a share above 0 and up to 1, as in 0.75")
    return share


def _open(path: Path) -> "Memory":
    from translate.archive import memory_of
    from translate.memory import Memory

    file = memory_of(path) if path.is_dir() else path
    if not file.exists():
        raise InputError(f"{path} holds no memory; name the output folder of `audarma archive`")
    return Memory.open(file)


def _correct(arguments: argparse.Namespace) -> None:
    from translate.opening import open_glossary

    if not arguments.source.strip() or not arguments.target.strip():
        raise InputError("a sentence or its English is empty; give both")
    with _open(arguments.archive) as memory:
        matches = open_glossary(options.settings(arguments.glossary)).find(arguments.source)
        terms = list(dict.fromkeys((match.term.source, match.term.target) for match in matches))
        memory.correct(arguments.source, arguments.target, who=_who(arguments.who), terms=terms)
    print("kept; run `audarma archive` again to have it written into the articles")


def _list(arguments: argparse.Namespace) -> None:
    with _open(arguments.archive) as memory:
        for one in memory.corrections():
            when = one.when.date().isoformat() if one.when else ""
            print(f"{one.source}\n    {one.target}\n    {one.who} {when}".rstrip())


def _find(arguments: argparse.Namespace) -> None:
    from translate.memory import difference

    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    with _open(arguments.archive) as memory:
        found = memory.similar(arguments.source, arguments.least)
    for one in found:
        shown = "".join(
            words[: len(words) - len(words.lstrip())] + marks[kind].format(words.lstrip())
            for kind, words in difference(one.source, arguments.source)
        )
        print(f"{one.likeness:.0%} {one.origin}\n    {shown}\n    {one.target}")
    if not found:
        print(f"nothing is {arguments.least:.0%} alike or more")


def _import(arguments: argparse.Namespace) -> None:
    from translate.formats import tmx
    from translate.memory.adopt import adopt

    try:
        data = arguments.file.read_bytes()
    except OSError as error:
        raise InputError(f"{arguments.file} can't be read ({error.strerror}); check the name") from error
    pairs = list(tmx.read(data, str(arguments.file)))
    with _open(arguments.archive) as memory:
        count = adopt(memory, pairs, arguments.who or arguments.file.name)
    print(f"{count:,} sentences taken; run `audarma archive` again to have them written into the articles")


def _export(arguments: argparse.Namespace) -> None:
    from translate import output
    from translate.document import Bead, Bitext, Document, Segment
    from translate.formats import tmx

    output.check(arguments.file)
    with _open(arguments.archive) as memory:
        found = list(memory.corrections())
    beads = tuple(
        Bead(Segment(0, len(one.source), one.source, n), one.target, "corrected") for n, one in enumerate(found)
    )
    bitext = Bitext(Document("", tuple(bead.segment for bead in beads)), beads, "corrections")
    output.write(arguments.file, tmx.write(bitext))
    print(f"{len(found):,} corrections written to {arguments.file}")


def _who(named: str | None) -> str:
    try:
        return named or getpass.getuser()
    except (OSError, KeyError):  # a process without a user
        return ""
