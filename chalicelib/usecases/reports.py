"""Reports: counts of a merchant's returns, and records of them to keep, both from the case rows (rule G3.1)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.advice.case_record import CaseRecord
from chalicelib.advice.reasons_report import By, Row, report
from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_lists import CaseFilter
from chalicelib.aws.case_rows import CaseRows
from chalicelib.views.records import ExportedRecord, exported
from chalicelib.views.summary import read_customer

MOST_CASES = 10_000  # of one report
LONGEST = timedelta(seconds=8)  # under half of the function's time, because the answer has to be written too
_STEP = 500  # cases of one query, under 1 MB
_PAGE = 500  # records


@dataclass(frozen=True, slots=True)
class ReasonsReport:
    """The rows of a report. `truncated` is True if there are more cases than it counts, or had time for."""

    rows: tuple[Row, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """A page of records. `position` is that of the next page, or None at the end."""

    records: tuple[ExportedRecord, ...]
    position: str | None


class Reports:
    """Makes reports from the case rows, so that they are as current as the lists.

    Limits: the logs are never read. One query of 1 MB holds a few hundred cases.
    """

    def __init__(self, case_rows: CaseRows, *, clock: Callable[[], datetime]) -> None:
        self._case_rows = case_rows
        self._clock = clock

    def reasons(self, merchant: str, by: By, wanted: CaseFilter) -> ReasonsReport:
        """Count the merchant's newest cases by what they have in common, as many as there is time for."""
        ends_at, position, records = self._clock() + LONGEST, None, list[CaseRecord]()
        while True:
            step = min(_STEP, MOST_CASES - len(records))
            page = self._case_rows.page(merchant, wanted, limit=step, position=position, queries=1)
            records += (record for _, record in _records(page.rows))
            position = page.position
            if position is None or len(records) >= MOST_CASES or self._clock() >= ends_at:
                return ReasonsReport(report(records, by), position is not None)

    def records(self, merchant: str, wanted: CaseFilter, position: str | None) -> RecordsPage:
        """Read a page of the merchant's records, newest change first.

        Raises UnknownPosition if the position is forged.
        """
        page = self._case_rows.page(merchant, wanted, limit=_PAGE, position=position)
        return RecordsPage(tuple(_export(row, record) for row, record in _records(page.rows)), page.position)


def _export(row: CaseRow, record: CaseRecord) -> ExportedRecord:
    customer = read_customer(row.summary)
    return exported(row.case, record, customer=customer, status=row.status, changed_at=row.changed_at)


def _records(rows: tuple[CaseRow, ...]) -> Iterator[tuple[CaseRow, CaseRecord]]:
    for row in rows:
        if row.record is not None:  # the reconciler rewrites rows that are older than records
            yield row, CaseRecord.model_validate_json(row.record)
