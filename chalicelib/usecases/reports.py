"""Reports: counts of a merchant's returns, and records of them to keep, both from the case rows (rule G3.1).

A report is counted live if a bounded walk can count it. A longer one is added up from the daily sums of the last night.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib.advice.case_record import CaseRecord
from chalicelib.advice.reasons_report import MOST_ROWS, By, ReasonsReport, report
from chalicelib.advice.tally import Row, Tally
from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_lists import CaseFilter
from chalicelib.aws.case_rows import CaseRows
from chalicelib.aws.daily_sums import DailySums, DamagedSums, day_of
from chalicelib.views.records import ExportedRecord, exported
from chalicelib.views.summary import read_customer

MOST_CASES = 10_000  # of one report that is counted live
MOST_QUERIES: Final = 40  # of a live count, and as many of its sums
LONGEST: Final = timedelta(seconds=5)  # of each, so that both leave half of the function's time to write the answer
OLDEST_SUMS: Final = timedelta(days=7)
_STEP = 500  # cases of one query, under 1 MB
_PAGE = 500  # records
_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """A page of records. `position` is that of the next page, or None at the end."""

    records: tuple[ExportedRecord, ...]
    position: str | None


class Reports:
    """Makes reports from the case rows, so that they are as current as the lists, or from sums of them.

    Limits: the logs are never read. One query of 1 MB holds a few hundred cases.
    """

    def __init__(self, case_rows: CaseRows, sums: DailySums, *, clock: Callable[[], datetime]) -> None:
        self._case_rows = case_rows
        self._sums = sums
        self._clock = clock

    def reasons(self, merchant: str, by: By, wanted: CaseFilter) -> ReasonsReport:
        """Count the merchant's returns that were opened in a period by what they have in common.

        If a walk cannot count all of them, the sums are taken, for whole days. Without sums it is the newest changes.
        """
        live = self._live(merchant, by, wanted)
        if not live.truncated:
            return live
        with suppress(DamagedSums):
            return self._summed(merchant, by, wanted) or live
        return live

    def _live(self, merchant: str, by: By, wanted: CaseFilter) -> ReasonsReport:
        began, position, records = self._clock(), None, list[CaseRecord]()
        for _ in range(MOST_QUERIES):
            step = min(_STEP, MOST_CASES - len(records))
            page = self._case_rows.page(merchant, wanted, limit=step, position=position, queries=1)
            records += (record for _, record in records_of(page.rows))
            position = page.position
            if position is None or len(records) >= MOST_CASES or self._clock() >= began + LONGEST:
                break
        period = wanted.opened_from, wanted.opened_before
        return ReasonsReport(report(records, by), *period, as_of=began, truncated=position is not None)

    def _summed(self, merchant: str, by: By, wanted: CaseFilter) -> ReasonsReport | None:
        """Add up the sums of the days that the period touches. Returns None if there are no sums of it."""
        walk = self._sums.published(merchant)
        if walk is None or self._clock() - walk > OLDEST_SUMS:
            return None
        if wanted.opened_from is not None and wanted.opened_from >= walk:
            return None
        start, end = whole_days(wanted.opened_from, wanted.opened_before)
        first, last = day_of(start) if start else "", day_of(end - _INSTANT) if end else ""
        pages = self._sums.pages(merchant, walk=walk, by=by, first=first, last=last)
        tally, truncated = self._added_up(pages)
        return ReasonsReport(tally.rows(MOST_ROWS), start, end, as_of=walk, truncated=truncated)

    def _added_up(self, pages: Iterable[list[Row]]) -> tuple[Tally, bool]:
        """Add up pages of sums while there is time. The second value is True if some are left out."""
        tally, ends_at = Tally(), self._clock() + LONGEST
        for number, rows in enumerate(pages):
            if number >= MOST_QUERIES or self._clock() >= ends_at:
                return tally, True
            tally.add_all(rows)
        return tally, False

    def records(self, merchant: str, wanted: CaseFilter, position: str | None) -> RecordsPage:
        """Read a page of the merchant's records, newest change first.

        Raises UnknownPosition if the position is forged.
        """
        page = self._case_rows.page(merchant, wanted, limit=_PAGE, position=position)
        return RecordsPage(tuple(_export(row, record) for row, record in records_of(page.rows)), page.position)


def _export(row: CaseRow, record: CaseRecord) -> ExportedRecord:
    customer = read_customer(row.summary)
    return exported(row.case, record, customer=customer, status=row.status, changed_at=row.changed_at)


def records_of(rows: Iterable[CaseRow]) -> Iterator[tuple[CaseRow, CaseRecord]]:
    """Read the records of case rows.

    A row that is older than records, or has a damaged one, is skipped. The reconciler rewrites it.
    """
    for row in rows:
        with suppress(ValueError):
            if row.record is not None:
                yield row, CaseRecord.model_validate_json(row.record)


def whole_days(start: datetime | None, end: datetime | None) -> tuple[datetime | None, datetime | None]:
    """Widen a period to whole days in UTC."""
    first = None if start is None else _midnight(start)
    if end is None or end == _midnight(end):
        return first, end
    return first, None if end.date() == date.max else _midnight(end) + _DAY


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
