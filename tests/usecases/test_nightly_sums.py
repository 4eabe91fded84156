"""Each night makes the sums for reports anew from the case rows, and continues the night before.

Number 124 of docs/reliability.md.
"""

from datetime import timedelta
from itertools import chain, repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.advice.reasons_report import By
from chalicelib.aws.case_items import CaseRow
from chalicelib.usecases import nightly_sums, reports
from chalicelib.usecases.nightly_sums import FOR_OTHERS
from tests.world.summed_shop import ENOUGH, HOUR, NOW, Shop, counts, row, two_weeks
from tests.world.sums_table import Killed

WORDS = st.sampled_from(["defective", "wrong_item", "late", "Late", "LATE ", "🙂"])
RETURNS = st.lists(
    st.tuples(st.integers(0, 24 * 40), WORDS, WORDS, st.none() | WORDS, st.integers(0, 5000)), max_size=40
)


@pytest.fixture
def small(monkeypatch):
    """Let few cases be many: a live count ends after three of them, and a part after five."""
    monkeypatch.setattr(reports, "MOST_CASES", 3)
    monkeypatch.setattr(reports, "_STEP", 3)
    monkeypatch.setattr(nightly_sums, "CASES_A_PART", 5)
    monkeypatch.setattr(nightly_sums, "_CASES_A_QUERY", 2)


@given(returns=RETURNS)
@settings(max_examples=25)
def test_any_cases_give_the_same_sums_as_the_live_count(returns):
    """It holds number 124 of docs/reliability.md."""
    rows = [
        row(number, opened_at=NOW - hours * HOUR, reason=reason, sku=sku, carrier=carrier, settled=settled)
        for number, (hours, reason, sku, carrier, settled) in enumerate(returns)
    ]
    shop = Shop(rows)
    live = {by: shop.report(by) for by in By}
    with pytest.MonkeyPatch.context() as few:
        few.setattr(nightly_sums, "CASES_A_PART", 7)
        few.setattr(nightly_sums, "_CASES_A_QUERY", 3)
        few.setattr(reports, "MOST_CASES", 0)
        shop.night()
        summed = {by: shop.report(by) for by in By}

    assert {by: made.rows for by, made in summed.items()} == {by: made.rows for by, made in live.items()}


@given(nights=st.lists(st.integers(0, 6), min_size=1, max_size=12))
@settings(max_examples=15)
def test_nights_that_end_anywhere_give_the_same_sums(nights):
    """It holds number 124 of docs/reliability.md."""
    with pytest.MonkeyPatch.context() as few:
        few.setattr(reports, "MOST_CASES", 0)
        few.setattr(nightly_sums, "CASES_A_PART", 5)
        few.setattr(nightly_sums, "_CASES_A_QUERY", 2)
        few.setattr(reports, "OLDEST_SUMS", timedelta(days=99))
        shop = Shop(two_weeks(), other=two_weeks())
        for asked in nights:
            shop.night(chain(repeat(ENOUGH, asked), repeat(FOR_OTHERS - 1)))
        while not shop.night().complete:
            pass

        assert counts(shop.report()) == {"R0": 9, "R1": 9, "R2": 8}
        assert not shop.report().truncated


def test_a_night_that_is_killed_before_any_call_gives_the_same_sums_the_next_night(small):
    """It holds number 124 of docs/reliability.md."""
    whole = Shop(two_weeks())
    whole.night()
    for calls in range(whole.table.calls.total()):
        shop = Shop(two_weeks())
        shop.table.calls_left = calls
        with pytest.raises(Killed):
            shop.night()
        shop.table.calls_left = None
        if shop.report().truncated:
            shop.night()

        assert counts(shop.report()) == counts(whole.report()), calls


def test_half_a_walk_is_never_shown_and_nothing_is_added_to_what_is_there(small):
    """It holds number 124 of docs/reliability.md."""
    shop = Shop(two_weeks())
    assert shop.report().truncated  # no night yet: the newest changes are counted
    shop.night()
    first = shop.report()
    shop.cases.rows["demo"] = [row(number, opened_at=NOW, reason="R9") for number in range(26)]

    assert not shop.night(chain([ENOUGH] * 3, repeat(0.0))).complete
    assert (shop.report().as_of, counts(shop.report())) == (first.as_of, counts(first))

    assert shop.night().complete
    assert (shop.report().as_of, counts(shop.report())) == (NOW + timedelta(days=1), {"R9": 26})


def test_a_damaged_record_is_counted_nowhere_and_the_others_are(small):
    rows = two_weeks()
    shop = Shop(
        [*rows[:4], CaseRow(case=rows[4].case, status="closed", changed_at=NOW, seen=1, summary="{}", record="{")]
    )

    assert shop.night().cases == 5
    assert sum(row.cases for row in shop.report().rows) == 4


def test_the_sums_are_under_their_merchant_and_expire(small):
    shop = Shop(two_weeks(), other=two_weeks()[:1])
    shop.night()

    assert {partition for partition, _ in shop.table.rows} == {"SUMS#demo", "SUMS#other", "WALK"}
    ends = {int(item["delete_at"]["N"]) for (partition, _), item in shop.table.rows.items() if partition != "WALK"}
    assert ends == {int((NOW + timedelta(days=14)).timestamp())}


def test_a_round_that_takes_more_than_a_week_is_an_alarm(small):
    """It holds number 124 of docs/reliability.md."""
    shop = Shop(two_weeks())
    for _ in range(9):
        shop.night(chain([ENOUGH], repeat(0.0)))

    levels = ["alarm" if '"level": "alarm"' in line else "note" for line in shop.lines]
    assert levels == ["note"] * 7 + ["alarm"] * 2
