"""Reports: counts of a merchant's returns, and records of them to keep, both from the case rows (rule G3.1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.advice.case_record import CaseRecord
from chalicelib.advice.reasons_report import By, Row, report
from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_lists import CaseFilter
from chalicelib.aws.case_rows import CaseRows
from chalicelib.views.records import ExportedRecord, exported
from chalicelib.views.summary import read_customer

MOST_CASES = 10_000  # of one report
_MOST_QUERIES = 20  # of one report, 1 MB each
_PAGE = 500  # records


@dataclass(frozen=True, slots=True)
class ReasonsReport:
    """The rows of a report. `truncated` is True if there are more cases than it counts."""

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

    def __init__(self, case_rows: CaseRows) -> None:
        self._case_rows = case_rows

    def reasons(self, merchant: str, by: By, wanted: CaseFilter) -> ReasonsReport:
        """Count the merchant's newest cases by what they have in common."""
        page = self._case_rows.page(merchant, wanted, limit=MOST_CASES, queries=_MOST_QUERIES)
        return ReasonsReport(report((record for _, record in _records(page.rows)), by), page.position is not None)

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
