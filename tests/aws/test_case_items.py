"""Case items: small, read as they were written, and those of the first edition are read too."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from chalicelib.aws.case_items import case_item, read_case_rows
from chalicelib.aws.case_words import NEWEST, WORDS
from tests.aws.test_case_rows import NOON, case_row

FULL = case_row(
    seen=9,
    summary='{"reason":{"code":"defective"}}',
    record='{"wants":"exchange"}',
    opened_at=NOON,
    due_at=NOON + timedelta(days=3),
    expires_at=NOON + timedelta(days=3, minutes=15),
    to_do=True,
)
FIRST_EDITION = {
    "PK": {"S": "ORDER#demo#alibaba#A-0.x"},
    "SK": {"S": "CASE#R-1"},
    "seen": {"N": "9"},
    "list_pk": {"S": "CASES#demo"},
    "list_sk": {"S": "2026-03-01T12:00:01.000000Z#alibaba.A-0~x.R-1"},
    "order_number": {"S": "A-0.x"},
    "case_status": {"S": "negotiating"},
    "changed_at": {"S": "2026-03-01T12:00:01.000000Z"},
    "summary": {"S": FULL.summary},
    "record": {"S": FULL.record},
    "opened_at": {"S": "2026-03-01T12:00:00.000000Z"},
    "due_at": {"S": "2026-03-04T12:00:00.000000Z"},
    "rings_at": {"S": "2026-03-04T12:15:00.000000Z"},
    "due_pk": {"S": "DUE#4"},
    "due_sk": {"S": "2026-03-04T12:15:00.000000Z#demo#alibaba.A-0~x.R-1"},
}


@pytest.mark.parametrize(
    "row", [case_row(), FULL, replace(FULL, status="closed", due_at=None), replace(FULL, record=None, to_do=False)]
)
def test_a_row_is_read_as_it_was_written(row):
    assert list(read_case_rows([case_item(row)])) == [row]


def test_a_row_of_the_first_edition_is_read_and_is_in_no_index_of_open_cases():
    assert list(read_case_rows([FIRST_EDITION])) == [replace(FULL, to_do=False)]


def test_the_words_of_a_version_never_change():
    """Rows that were squeezed with them stay, and other words could not read them: add a version instead."""
    assert {name: sha256(words).hexdigest()[:16] for name, words in WORDS.items()} == {"z1": "0910fa9d5f9e0670"}


def test_a_row_says_which_words_it_was_squeezed_with(monkeypatch):
    older = case_item(FULL)
    monkeypatch.setitem(WORDS, "z2", b"other words")
    monkeypatch.setattr("chalicelib.aws.case_items.NEWEST", "z2")
    newer = case_item(FULL)

    assert (NEWEST in newer, "z2" in newer) == (False, True)
    assert list(read_case_rows([older, newer])) == [FULL, FULL]


def test_a_row_that_was_squeezed_with_other_words_is_damaged():
    item = case_item(FULL)
    assert list(read_case_rows([item | {"z1": {"B": item["z1"]["B"][:-3]}}, item | {"z1": {"B": b""}}])) == []
