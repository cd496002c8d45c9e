"""What a run did and what its folder holds, in numbers: for programs as JSON, for people as a page."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from html import escape

from translate.archive.ledger import Finished, Tally
from translate.archive.scan import shown

# So many terms and errors are named on the page; the JSON holds all.
_NAMED = 200


@dataclass(frozen=True, slots=True)
class Report:
    """`files` and `tally` count the whole folder; the sentences, the seconds and the engine's share are this run's.

    `asked` are the sentences that the engine was asked for: the others were known.
    """

    signature: str
    files: int
    known: int
    tally: Tally
    sentences: int
    asked: int
    seconds: float
    complete: bool
    errors: tuple[tuple[str, str], ...]

    @classmethod
    def of(
        cls,
        ledger: Iterable[Finished],
        *,
        signature: str,
        known: int,
        sentences: int,
        asked: int,
        seconds: float,
        complete: bool,
        errors: Sequence[tuple[str, str]],
    ) -> "Report":
        """Add up what the ledger holds."""
        files = 0

        def tallies() -> Iterator[Tally]:
            nonlocal files
            for files, finished in enumerate(ledger, 1):  # noqa: B007 - read when all are counted
                yield finished.tally

        tally = Tally.total(tallies())
        made = (sentences, asked, round(seconds, 1), complete)
        return cls(signature, files, known, tally, *made, tuple(sorted(errors)))

    def json(self) -> str:
        """All of it."""
        content = asdict(self)
        content["tally"] = asdict(self.tally) | {
            name: dict(getattr(self.tally, name)) for name in ("flags", "unapplied")
        }
        content["errors"] = [{"path": shown(path), "reason": reason} for path, reason in self.errors]
        return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

    def lines(self) -> list[str]:
        """What a person reads at the end of a run."""
        speed = f", {self.sentences / self.seconds:.1f} a second" if self.seconds else ""
        errors = f"{len(self.errors):,} could not be read or written: see errors.jsonl" if self.errors else "no errors"
        return [
            f"{self.files:,} files, {self.tally.articles:,} articles, {self.tally.rows:,} sentences in the folder",
            f"this run: {self.sentences:,} sentences{speed}, {self.asked:,} of them by the engine; "
            f"{self.known:,} files were finished before",
            errors,
        ]

    def html(self) -> str:
        """The same as a page that asks for nothing from outside."""
        unapplied = _most(self.tally.unapplied)[:_NAMED]
        body = "".join(f"<p>{escape(line)}</p>" for line in self.lines())
        if not self.complete:
            body += "<p><b>The run was stopped before its end: start it again to go on.</b></p>"
        body += _table("Flags", ("flag", "sentences"), _most(self.tally.flags))
        body += _table("Terms not applied", ("term", "times"), unapplied)
        body += _table("Errors", ("file", "reason"), [(shown(path), why) for path, why in self.errors[:_NAMED]])
        return PAGE.format(
            title="Audarma: report", head="", body=f"<h1>Report</h1>{body}<p>{escape(self.signature)}</p>"
        )


def _most(counts: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda pair: (-pair[1], pair[0]))


def _table(title: str, head: tuple[str, str], rows: Sequence[tuple[str, object]]) -> str:
    if not rows:
        return ""
    lines = "".join(f"<tr><td>{escape(str(one))}</td><td>{escape(f'{other}')}</td></tr>" for one, other in rows)
    return f"<h2>{title}</h2><table><tr><th>{head[0]}</th><th>{head[1]}</th></tr>{lines}</table>"


PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><style>'
    "body {{ font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; }} "
    "td, th {{ text-align: left; padding: .2em 1em .2em 0; vertical-align: top; overflow-wrap: anywhere; }} "
    "input {{ font: inherit; width: 100%; padding: .4em; box-sizing: border-box; }} "
    ".path {{ color: #777; font-size: .85em; }}</style>{head}</head><body>{body}</body></html>\n"
)
