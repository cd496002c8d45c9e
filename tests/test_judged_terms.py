"""The rows that a reader judged: as many as were to be drawn, each with a verdict and a reason."""

import csv
from collections import Counter

from tests.conftest import ROOT


def judged() -> list[dict[str, str]]:
    with (ROOT / "tests" / "gold" / "judged_terms.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_every_row_has_a_verdict_and_a_reason() -> None:
    rows = judged()
    assert len(rows) == 100
    assert {row["verdict"] for row in rows} <= {"better", "same", "worse"}
    assert all(row["why"] and row["rules"] and row["before"] != row["after"] for row in rows)


def test_no_row_is_worse_where_words_alone_were_put_in_order() -> None:
    """Listed spellings, names by their sound, words of a term: steps that decode nothing."""
    plain = [
        row for row in judged() if not any(rule in row["rules"] for rule in ("inline", "grafted", "erasure", "reading"))
    ]
    assert plain
    assert all(row["verdict"] != "worse" for row in plain)


def test_few_of_the_judged_rows_were_made_worse() -> None:
    assert Counter(row["verdict"] for row in judged())["worse"] <= 5
