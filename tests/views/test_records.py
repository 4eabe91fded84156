"""G3.1: records as JSON lines and as CSV that no spreadsheet takes for a formula."""

import csv
import itertools
import json

import pytest

from chalicelib.advice.case_record import case_record
from chalicelib.views.records import COLUMNS, exported, write_csv, write_json_lines
from tests.domain.histories import line, on, opened
from tests.field.spreadsheet import formulas

MARK = "\ufeff"
SEPARATORS = [",", ";", "\t"]  # of Excel's lists, by country
SIGNS = [*"=+-@", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
BREAKS = ["\r", "\n", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"]


def record(customer="Ada Buyer", **changes):
    file = opened(**changes).file(3)
    case = file.cases["R-1"]
    return exported(case.key, case_record(file, case), customer=customer, status=case.status, changed_at=on(2))


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith(MARK)
    return list(csv.DictReader(text.removeprefix(MARK).splitlines(keepends=True)))


def test_a_record_is_one_line_of_json_whatever_it_says():
    """G3.1: export of the records."""
    text = write_json_lines([record(), record(reason={"code": "defective", "text": "first\nsecond\u2028third"})])
    first, second = map(json.loads, text.rstrip("\n").split("\n"))
    amounts = {f"{name}_{part}" for name in ("claim", "settled") for part in ("amount", "currency", "minor")}
    assert set(COLUMNS) - amounts <= first.keys()
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
    assert text.startswith(f"{MARK}case_id,marketplace,")
    assert text.count(MARK) == 1


def test_a_row_has_customer_and_order_and_amounts_as_people_write_them():
    (row,) = rows(write_csv([record(customer="Zoë, Ltd")], header=True))

    assert (row["customer"], row["order_number"]) == ("Zoë, Ltd", "A-1001")
    assert (row["claim_amount"], row["claim_currency"], row["claim_minor"]) == ("24.00", "USD", "2400")
    assert (row["settled_amount"], row["settled_currency"], row["settled_minor"]) == ("", "", "")


@pytest.mark.parametrize(("currency", "amount"), [("JPY", "2400"), ("KWD", "2.400"), ("EUR", "24.00")])
def test_an_amount_has_the_decimals_of_its_currency(currency, amount):
    lines = [{"sku": "MUG-01", "quantity": 2, "amount": {"minor": 2400, "currency": currency}}]
    (row,) = rows(write_csv([record(lines=lines)], header=True))

    assert (row["claim_amount"], row["claim_currency"], row["claim_minor"]) == (amount, currency, "2400")


@pytest.mark.parametrize("before", ["", *SEPARATORS, *BREAKS], ids=repr)
def test_no_separator_makes_a_formula(before):
    """It holds number 114 of docs/reliability.md."""
    known = record()
    for sign, between in itertools.product(SIGNS, ["", " ", '"', ' "" ', "\u00a0"]):
        said = f"{'ok' if before else ''}{before}{between}{sign}1+1"
        goods = (known.goods[0].model_copy(update={"sku": said}),)
        foreign = {"customer": said, "reason_text": said, "carrier": said, "lesson": said, "goods": goods}

        export = write_csv([known.model_copy(update=foreign)] * 2, header=True)

        assert list(formulas(export)) == []
        assert said.lstrip() in export.replace("'", "").replace('""', '"')


def test_a_text_without_a_formula_stays_as_it_is():
    said = "a=b; 3 - 2, mail@example.com\nthen-now"
    (row,) = rows(write_csv([record(reason={"code": "defective", "text": said})], header=True))
    assert row["reason_text"] == said


def test_a_formula_gets_an_apostrophe_in_each_place():
    """It holds number 114 of docs/reliability.md."""
    (row,) = rows(write_csv([record(reason={"code": "defective", "text": "=1;ok,\t+2"})], header=True))
    assert row["reason_text"] == "'=1;ok,'\t'+2"


def test_an_article_cannot_be_a_formula_either():
    (row,) = rows(write_csv([record(lines=[line("=1+1", 2, 100)])], header=True))
    assert row["goods"] == "2 x =1+1"
