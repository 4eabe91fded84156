"""Merchants with many returns, and the nights that sum them up, in memory."""

import random
from datetime import UTC, datetime, timedelta
from itertools import repeat

from chalicelib.advice.case_record import CaseRecord, Goods, Sum
from chalicelib.advice.reasons_report import By
from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_lists import CaseFilter
from chalicelib.aws.daily_sums import DailySums
from chalicelib.logbook import Logbook
from chalicelib.usecases.nightly_sums import NightlySums
from chalicelib.usecases.reports import Reports
from chalicelib.values.identifiers import CaseKey, OrderKey
from tests.world.sums_table import ListedCases, SumsTable

NOW = datetime(2026, 3, 1, 3, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
ENOUGH = 900.0


def row(number: int, *, opened_at: datetime, reason="defective", sku="MUG-01", carrier=None, settled=0) -> CaseRow:
    record = CaseRecord(
        opened_at=opened_at,
        outcome="refunded" if settled else None,
        reason=reason,
        fault="seller",
        reason_text=None,
        wants=None,
        goods=(Goods(sku=sku, quantity=2, worth=2400),),
        quantity=2,
        claim=None,
        settled=Sum(minor=settled, currency="USD") if settled else None,
        freight_payer=None,
        carrier=carrier,
        condition=None,
        rounds=0,
        root_cause=None,
        lesson=None,
        policy="guide",
        policy_version=0,
    )
    case = CaseKey(OrderKey("demo", "alibaba", f"A-{number}"), "R-1")
    stored = record.model_dump_json()
    return CaseRow(
        case=case, status="closed", changed_at=opened_at, seen=1, summary="{}", record=stored, opened_at=opened_at
    )


class Shop:
    """Merchants with case rows, and the nights that sum them up."""

    def __init__(self, rows, **others) -> None:
        self.cases = ListedCases({"demo": rows, **others})
        self.table = SumsTable()
        self.now = NOW
        self.lines: list[str] = []

    @property
    def reports(self):
        return Reports(self.cases, DailySums(self.table, "orders"), clock=lambda: self.now)

    def night(self, seconds=None):
        left = repeat(ENOUGH) if seconds is None else seconds
        sums = DailySums(self.table, "orders")
        parts = {"registry": self.cases, "case_rows": self.cases, "sums": sums, "clock": lambda: self.now}
        made = NightlySums(**parts, logbook=Logbook(self.lines.append)).run(seconds_left=lambda: next(left))
        self.now += timedelta(days=1)
        return made

    def report(self, by=By.REASON, start=None, end=None):
        return self.reports.reasons("demo", by, CaseFilter(opened_from=start, opened_before=end))


def year(cases: int) -> list[CaseRow]:
    """Make the returns of a year, the newest first."""
    dealt = random.Random(124)  # noqa: S311 -- the same cases in each run
    return [of_the_year(number, cases, dealt) for number in range(cases)]


def of_the_year(number: int, cases: int, dealt: random.Random) -> CaseRow:
    """Make one return of a year, of one of 2,000 articles, of which few are frequent."""
    return row(
        number,
        opened_at=NOW - timedelta(days=365) * number / cases,
        reason=dealt.choice(("defective", "wrong_item", "late")),
        sku=f"SKU-{int(dealt.paretovariate(0.7)) % 2000}",
        settled=dealt.choice((0, 100, 2400)),
    )


def two_weeks() -> list[CaseRow]:
    return [row(number, opened_at=NOW - number * 13 * HOUR, reason=f"R{number % 3}") for number in range(26)]


def counts(made):
    return {row.key: row.cases for row in made.rows}
