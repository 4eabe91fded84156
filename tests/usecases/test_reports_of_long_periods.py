"""A report of a long period is added up from daily sums, and a short one is counted live.

Number 124 of docs/reliability.md.
"""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.advice.reasons_report import By
from chalicelib.usecases import nightly_sums, reports
from tests.world.summed_shop import HOUR, NOW, Shop, counts, row, two_weeks, year


@pytest.fixture
def small(monkeypatch):
    """Let few cases be many: a live count ends after three of them, and a part after five."""
    monkeypatch.setattr(reports, "MOST_CASES", 3)
    monkeypatch.setattr(reports, "_STEP", 3)
    monkeypatch.setattr(nightly_sums, "CASES_A_PART", 5)
    monkeypatch.setattr(nightly_sums, "_CASES_A_QUERY", 2)


@pytest.fixture(scope="module")
def full_year():
    shop = Shop(year(12_000))
    shop.night()
    return shop


def test_a_report_of_a_year_takes_a_bounded_number_of_calls_from_the_sums(full_year):
    """It holds number 124 of docs/reliability.md. It is tried with 12,000 cases, and meant for 1,000,000."""
    for by in (By.REASON, By.SKU):
        full_year.cases.queries, full_year.table.calls = 0, Counter()

        made = full_year.report(by, start=NOW - timedelta(days=366))

        assert (made.truncated, made.as_of) == (False, NOW)
        assert sum(row.cases for row in made.rows) == 12_000
        assert full_year.cases.queries <= reports.MOST_QUERIES
        assert full_year.table.calls == {"GetItem": 1, "Query": 1}


def test_the_sums_are_what_the_cases_are_one_by_one(full_year, monkeypatch):
    """It holds number 124 of docs/reliability.md."""
    start, end = datetime(2025, 12, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    counted = {by: full_year.report(by, start, end) for by in By}
    monkeypatch.setattr(reports, "MOST_CASES", 1)
    summed = {by: full_year.report(by, start, end) for by in By}

    assert {made.as_of for made in counted.values()} == {full_year.now}
    assert {made.as_of for made in summed.values()} == {NOW}
    assert {by: made.rows for by, made in summed.items()} == {by: made.rows for by, made in counted.items()}


def test_a_short_period_is_counted_live_and_to_the_second(full_year):
    """It holds number 124 of docs/reliability.md."""
    made = full_year.report(start=NOW - 30 * HOUR, end=NOW - HOUR)

    assert (made.as_of, made.start, made.end) == (full_year.now, NOW - 30 * HOUR, NOW - HOUR)
    assert not made.truncated


def test_sums_that_need_too_many_queries_are_cut_and_the_newest_days_are_counted(small, monkeypatch):
    """It holds number 124 of docs/reliability.md. It is tried with 2 queries of 3 rows, and meant for 40 of 1 MB."""
    shop = Shop(two_weeks())
    shop.night()
    shop.table.page = 3
    monkeypatch.setattr(reports, "MOST_QUERIES", 2)

    made = shop.report()

    assert made.truncated
    assert 0 < sum(row.cases for row in made.rows) <= 12


def test_rare_articles_of_a_day_are_one_row_and_nothing_is_lost(monkeypatch):
    """It holds number 124 of docs/reliability.md. It is tried with 3,000 articles on one day."""
    rows = [row(number, opened_at=NOW, sku=f"SKU-{number}") for number in range(2_990)]
    often = [row(number, opened_at=NOW, sku="MUG-01", settled=100) for number in range(3_000, 3_010)]
    shop = Shop([*rows, *often])
    shop.night()
    monkeypatch.setattr(reports, "MOST_CASES", 100)

    made = shop.report(By.SKU)

    assert (made.rows[0].key, made.rows[0].cases) == ("MUG-01", 10)
    assert (made.rows[-1].key, made.rows[-1].others, made.rows[-1].cases) == (None, 2491, 2491)
    assert sum(row.cases for row in made.rows) == 3_000


def test_an_item_of_sums_fits_whatever_its_keys(monkeypatch):
    """It holds number 124 of docs/reliability.md."""
    dealt = random.Random(124)  # noqa: S311 -- the same keys in each run
    rows = [row(number, opened_at=NOW, sku=dealt.randbytes(700).hex()) for number in range(500)]
    shop = Shop(rows)
    shop.night()
    monkeypatch.setattr(reports, "MOST_CASES", 0)

    assert max(len(item["rows"]["B"]) for item in shop.table.rows.values() if "rows" in item) <= 300_000
    assert sum(row.cases for row in shop.report(By.SKU).rows) == 500


def test_sums_of_more_than_a_week_ago_are_not_used(small):
    """It holds number 124 of docs/reliability.md."""
    shop = Shop(two_weeks())
    shop.night()
    shop.now = NOW + timedelta(days=7)
    assert shop.report().as_of == NOW

    shop.now += HOUR
    assert (shop.report().truncated, shop.report().as_of) == (True, shop.now)


def test_sums_count_whole_days_and_say_so(small):
    """It holds number 124 of docs/reliability.md."""
    shop = Shop(two_weeks())
    shop.night()
    start, end = NOW - timedelta(days=7), NOW - timedelta(days=3)

    made = shop.report(start=start, end=end)

    assert (made.start, made.end) == (datetime(2026, 2, 22, tzinfo=UTC), datetime(2026, 2, 27, tzinfo=UTC))
    assert sum(row.cases for row in made.rows) == sum(
        made.start <= each.opened_at < made.end for each in shop.cases.rows["demo"]
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, datetime.max.replace(tzinfo=UTC)),
        (datetime.min.replace(tzinfo=UTC), None),
        (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_periods_without_end_are_all_that_there_is(small, start, end):
    shop = Shop(two_weeks())
    shop.night()

    assert counts(shop.report(start=start, end=end)) == {"R0": 9, "R1": 9, "R2": 8}


def test_a_period_after_the_sums_is_counted_live_as_far_as_that_goes(small):
    """It holds number 124 of docs/reliability.md."""
    shop = Shop(two_weeks())
    shop.night()
    shop.cases.rows["demo"] = [row(number, opened_at=NOW + HOUR) for number in range(9)]

    made = shop.report(start=NOW + HOUR)

    assert (made.truncated, made.as_of, counts(made)) == (True, shop.now, {"defective": 3})


def test_a_damaged_row_of_the_sums_is_no_answer(small):
    shop = Shop(two_weeks())
    shop.night()
    for item in shop.table.rows.values():
        if "rows" in item:
            item["rows"] = {"B": b"?"}

    assert (shop.report().truncated, shop.report().as_of) == (True, shop.now)
