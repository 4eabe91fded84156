"""G3.1: records as JSON lines and as CSV that no spreadsheet takes for a formula."""

import csv
import json

import pytest

from chalicelib.advice.case_record import case_record
from chalicelib.views.records import COLUMNS, exported, write_csv, write_json_lines
from tests.domain.histories import line, on, opened


def record(**changes):
    file = opened(**changes).file(3)
    case = file.cases["R-1"]
    return exported(case.key, case_record(file, case), status=case.status, changed_at=on(2))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines(keepends=True)))


def test_a_record_is_one_line_of_json_whatever_it_says():
    """G3.1: export of the records."""
    text = write_json_lines([record(), record(reason={"code": "defective", "text": "first\nsecond\u2028third"})])
    first, second = map(json.loads, text.rstrip("\n").split("\n"))
    assert set(COLUMNS) - {"claim_minor", "claim_currency", "settled_minor", "settled_currency"} <= first.keys()
    assert next(iter(first)) == "case_id"
    assert (first["case_id"], first["claim"]) == ("alibaba.A-1001.R-1", {"minor": 2400, "currency": "USD"})
    assert second["reason_text"] == "first\nsecond\u2028third"


def test_a_record_is_one_row_of_csv_whatever_it_says():
    said = 'he said: "never, ever",\r\nand left'
    (row,) = rows(write_csv([record(reason={"code": "defective", "text": said})], header=True))
    assert row["reason_text"] == said
    assert (row["status"], row["goods"], row["claim_minor"], row["settled_minor"]) == (
        "requested",
        "2 x MUG-01",
        "2400",
        "",
    )


def test_pages_of_csv_put_together_are_one():
    text = write_csv([record()], header=True) + write_csv([record()], header=False)
    assert len(rows(text)) == 2
    assert text.startswith("case_id,marketplace,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\uff1d", "\uff20"])
def test_no_cell_is_a_formula(start):
    (row,) = rows(write_csv([record(reason={"code": "defective", "text": f"{start}1+1"})], header=True))
    assert row["reason_text"] == f"'{start}1+1"


def test_an_article_cannot_be_a_formula_either():
    (row,) = rows(write_csv([record(lines=[line("=1+1", 2, 100)])], header=True))
    assert row["goods"] == "2 x =1+1"
