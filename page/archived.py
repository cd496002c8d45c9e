"""What the archive tab says, as HTML: how a run goes, how a folder was left, what failed, which articles there are."""

from collections.abc import Sequence
from html import escape

from page.batch import Batch
from translate.archive.catalogue import Listed
from translate.archive.progress import Sight, span
from translate.archive.scan import shown
from translate.archive.standing import Standing

ARTICLES, ROWS = 25, 400

CLOSED = (
    '<div id="archive-closed"><p>This server allows no folder for archives yet. '
    "Start it again with the folders that the page may read and write, and no others:</p>"
    "<pre><code>audarma serve --archives FOLDER …</code></pre>"
    '<p class="hint">Or name them in <code>AUDARMA_ARCHIVES</code>.</p><p class="hint">'
    "What lies elsewhere can't be reached from this page.</p></div>"
)


def going(batch: Batch) -> str:
    """How a run goes, or how it went: only its end is announced to a screen reader."""
    words = "".join(f'<p role="status">{escape(note)}</p>' for note in batch.notes)
    sight = batch.sight
    if batch.error:
        return words + f'<p role="alert">{escape(batch.error)}</p>'
    if not batch.busy:
        return words + f'<p role="status">{escape(_ended(batch))}</p>'
    if sight is None:
        loading = f"Loading {batch.kept.model}, and looking through the folder …"
        return words + f"<p>{escape('Stopping …' if batch.stage == 'stopping' else loading)}</p>"
    bar = f'<progress max="{max(1, sight.of)}" value="{sight.files}" aria-label="Files finished"></progress>'
    stopping = "<p>Stopping: the batch in hand is finished and kept.</p>" if batch.stage == "stopping" else ""
    file = f'<p class="path">{escape(shown(sight.file))}</p>' if sight.file else ""
    return f"{words}<p>{bar} <span>{escape(_sight(sight))}</span></p>{file}{stopping}"


def left(standing: Standing) -> str:
    """How a folder was left by runs that are over."""
    if not standing.articles and standing.kept is None:
        return '<p class="hint">Nothing was translated into this folder yet.</p>'
    count = f"{_count(standing.articles, 'article')} finished."
    kept = standing.kept
    if kept is None or kept.left == "complete":
        return f'<p role="status">{count}</p>'
    why = {"running": "The last run was broken off", "stopped": "The last run was stopped"}.get(
        kept.left, "The last run failed"
    )
    on = f"“Go on” continues with {escape(kept.model)}; nothing is done twice."
    return f'<p role="status"><b>{why}.</b> {count} {on}</p>'


def errors(number: int, named: Sequence[tuple[str, str]]) -> str:
    """What could not be translated, each with its reason."""
    if not number:
        return '<p class="hint">None: every file could be read and written.</p>'
    rows = "".join(f"<tr><td>{escape(path)}</td><td>{escape(reason)}</td></tr>" for path, reason in named)
    more = number - len(named)
    rest = f'<p class="hint">And {more:,} more: errors.jsonl in the folder names them all.</p>' if more > 0 else ""
    head = '<thead><tr><th scope="col">File</th><th scope="col">What is wrong</th></tr></thead>'
    return f'<table class="errors">{head}<tbody>{rows}</tbody></table>{rest}'


def articles(found: Sequence[Listed], query: str) -> str:
    """One page of the articles found, each with a button that opens it."""
    if not found:
        return f'<p class="hint">{"No article holds that." if query.strip() else "No article is finished yet."}</p>'
    head = '<th scope="col">Article</th><th scope="col">Rows</th><th scope="col">To check</th>'
    caption = '<caption class="unseen">Articles: press one to read it</caption>'
    rows = "".join(map(_article, found))
    return f'<table class="articles">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def place(total: int, page: int, size: int) -> str:
    """Which of how many are shown."""
    if not total:
        return ""
    return f"{page * size + 1:,}–{min(total, (page + 1) * size):,} of {total:,}"


def _article(one: Listed) -> str:
    day = f'<time datetime="{one.day.isoformat()}">{one.day.isoformat()}</time> ' if one.day else ""
    button = f'<button type="button" data-press="{one.number}" lang="en">{escape(one.title)}</button>'
    where = f'<small class="path">{day}{escape(shown(one.json.removesuffix(".json")))}</small>'
    check = f"{one.flagged:,}" if one.flagged else ""
    return f"<tr><td>{button}{where}</td><td>{one.rows:,}</td><td>{check}</td></tr>"


def _sight(sight: Sight) -> str:
    left = f", {span(sight.eta)} left" if sight.eta is not None and sight.files < sight.of else ""
    wrong = f", {_count(sight.errors, 'error')}" if sight.errors else ""
    return (
        f"{sight.files:,} of {_count(sight.of, 'file')}, {_count(sight.articles, 'article')}, "
        f"{_count(sight.sentences, 'sentence')}, {sight.rate:.1f} a second{left}{wrong}"
    )


def _ended(batch: Batch) -> str:
    report = batch.report
    if report is None:
        return "The run failed."
    done = (
        f"{_count(report.tally.articles, 'article')} finished: {_count(report.sentences, 'sentence')} in this run, "
        f"{report.asked:,} of them new, in {span(batch.seconds)}."
    )
    wrong = f" {_count(len(report.errors), 'error')}, listed below." if report.errors else ""
    return (
        f"Done. {done}" if report.complete else f"Stopped. {done} “Go on” continues; nothing is done twice."
    ) + wrong


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
