"""The rows that a person judged: as many as were to be drawn, each with a verdict and a reason, few made worse."""

import csv
from collections import Counter

from tests.conftest import ROOT


def test_few_of_the_judged_rows_were_made_worse() -> None:
    with (ROOT / "tests" / "gold" / "judged_terms.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    verdicts = Counter(row["verdict"] for row in rows)
    assert len(rows) == 100
    assert set(verdicts) <= {"better", "same", "worse"}
    assert verdicts["worse"] <= 5
    assert all(row["why"] and row["rules"] and row["before"] != row["after"] for row in rows)
