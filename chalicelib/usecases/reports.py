"""Reporting: what a merchant's returns have in common, and their records to keep; from the case rows (G3.1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.advice.case_record import CaseRecord
from chalicelib.advice.reasons_report import By, Row, report
from chalicelib.aws.case_rows import CaseFilter, CaseRow, CaseRows
from chalicelib.views.records import ExportedRecord, exported

MOST_CASES = 10_000  # of one report
_MOST_QUERIES = 20  # of one report, 1 MB each
_PAGE = 500  # records


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of a report, and whether there were more cases than it counts."""

    rows: tuple[Row, ...]
    truncated: bool


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """Some records, and the position to go on from; None at the end."""

    records: tuple[ExportedRecord, ...]
    position: str | None


class Reporting:
    """Reads case rows, never logs: as current as the lists, and a page of 1 MB for each few hundred cases."""

    def __init__(self, case_rows: CaseRows) -> None:
        self._case_rows = case_rows

    def reasons(self, merchant: str, by: By, wanted: CaseFilter) -> Report:
        """Count the merchant's newest cases by what they have in common."""
        page = self._case_rows.page(merchant, wanted, limit=MOST_CASES, queries=_MOST_QUERIES)
        return Report(report((record for _, record in _records(page.rows)), by), page.position is not None)

    def records(self, merchant: str, wanted: CaseFilter, position: str | None) -> RecordsPage:
        """A page of the merchant's records, newest change first; UnknownPosition for a forged one."""
        page = self._case_rows.page(merchant, wanted, limit=_PAGE, position=position)
        found = tuple(
            exported(row.case, record, status=row.status, changed_at=row.changed_at)
            for row, record in _records(page.rows)
        )
        return RecordsPage(found, page.position)


def _records(rows: tuple[CaseRow, ...]) -> Iterator[tuple[CaseRow, CaseRecord]]:
    for row in rows:
        if row.record is not None:  # a row of before there were records is made anew by the reconciler
            yield row, CaseRecord.model_validate_json(row.record)
