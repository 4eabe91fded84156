"""Reports and deadlines of many cases. Each answer has a bounded number of calls.

It says what it did not count.
"""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.advice.reasons_report import By
from chalicelib.aws.case_lists import CaseFilter
from chalicelib.aws.case_rows import CasePage, DueCase
from chalicelib.logbook import Logbook
from chalicelib.usecases.deadline_clerk import DeadlineClerk
from chalicelib.usecases.reports import LONGEST, Reports
from chalicelib.values.identifiers import CaseKey, OrderKey
from tests.world.order import line

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class SlowRows:
    """Case rows without an end, of which a query takes a second. It is meant for a year's report of 1,000,000 cases."""

    def __init__(self) -> None:
        self.queries = 0

    def page(self, merchant, wanted, *, limit, position, queries):
        self.queries += queries
        return CasePage((), f"{merchant}-{self.queries}")

    def now(self):
        return NOW + timedelta(seconds=self.queries)


class NoSums:
    """The sums of a deployment that had no night yet."""

    def published(self, merchant):
        return None


def test_a_report_that_would_take_too_long_ends_in_time_and_says_so():
    """It holds number 124 of docs/reliability.md."""
    rows = SlowRows()

    made = Reports(rows, NoSums(), clock=rows.now).reasons("demo", By.REASON, CaseFilter(opened_from=NOW))

    assert made.truncated
    assert rows.queries == LONGEST.total_seconds()


@pytest.mark.parametrize("asked", [{"from": "2025-03-01"}, {"by": "sku"}], ids=["a year", "articles"])
def test_a_report_in_time_is_whole(shop, asked):
    """It holds number 124 of docs/reliability.md."""
    for number in range(3):
        shop.order_and_return(f"A-{number}")

    answered = shop.api("GET", "/reports/reasons", query=asked)

    assert (answered.status, answered.json["truncated"]) == (200, False)
    assert sum(row["cases"] for row in answered.json["rows"]) == 3


def test_rare_articles_are_one_line(shop, monkeypatch):
    """It holds number 124 of docs/reliability.md. It is tried with 2 lines, and meant for 500."""
    monkeypatch.setattr("chalicelib.advice.reasons_report.MOST_ROWS", 2)
    for number in range(5):
        lines = [line("MUG", minor=100), line(f"PLATE-{number}", minor=100)]
        shop.order_and_return(f"A-{number}", lines=lines)

    rows = shop.api("GET", "/reports/reasons", query={"by": "sku"}).json["rows"]

    assert [(row["key"], row["cases"], row["others"]) for row in rows] == [
        ("MUG", 5, None),
        ("PLATE-0", 1, None),
        (None, 4, 4),
    ]


class Deadlines:
    """Deadlines that are due, and a log whose first writes wait for each other."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.written: list[str] = []
        self.first = iter(range(8))
        self.at_once = threading.Barrier(8, timeout=30)

    def expired(self, until):
        for number in range(self.count):
            yield DueCase(CaseKey(OrderKey("demo", "alibaba", f"A-{number}"), "R-1"), until)

    def append(self, order, row):
        if next(self.first, None) is not None:
            self.at_once.wait()  # it returns when eight writes are under way
        self.written.append(order.order_number)


def test_10_000_deadlines_that_are_due_are_recorded_in_one_run_many_at_once():
    """It holds number 124 of docs/reliability.md."""
    due = Deadlines(10_000)
    clerk = DeadlineClerk(case_rows=due, log=due, clock=lambda: NOW, logbook=Logbook(lambda _: None))

    assert clerk.record_expired() == 10_000
    assert sorted(due.written) == sorted(f"A-{number}" for number in range(10_000))


def test_an_old_orders_number_costs_one_query_for_each_marketplace(shop):
    """It holds number 124 of docs/reliability.md."""
    for number in range(3):
        shop.order_and_return(f"A-{number}")
    shop.recourse.registry.all()
    shop.cloud.wire.clear()

    assert [case["order_number"] for case in shop.listed(order="A-0")] == ["A-0"]
    assert shop.cloud.wire.calls() == {"GetItem": 1, "Query": len(shop.recourse.registry.marketplaces("demo"))}


def test_a_status_that_no_case_has_costs_one_query(shop):
    """It holds number 124 of docs/reliability.md."""
    for number in range(3):
        shop.order_and_return(f"A-{number}")
    shop.cloud.wire.clear()

    assert shop.listed(status="in_appeal") == []
    assert shop.cloud.wire.calls() == {"GetItem": 1, "Query": 1}
