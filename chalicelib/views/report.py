"""The report on returns, as the sellers' API shows it."""

from pydantic import Field

from chalicelib.advice.case_record import Sum
from chalicelib.advice.reasons_report import By, ReasonsReport
from chalicelib.values.instants import AnyInstant
from chalicelib.views.shapes import Shape


class RowShape(Shape):
    """Returns with a common property.

    `key` is null if it is unknown. `others` is null, or the number of rare keys that this row sums up.
    """

    key: str | None
    cases: int
    quantity: int
    refunded: tuple[Sum, ...]
    others: int | None


class ReportShape(Shape):
    """Counts of the returns opened in a period, as of an instant.

    `as_of` is the present if the returns were counted one by one. A period with too many of them is added up from the
    sums of the last night: then `as_of` is when these were made, and `from` and `to` are widened to whole days in UTC.
    `truncated` is true if there are no such sums, or too many. Then the newest changes or days are counted.
    """

    by: By
    start: AnyInstant | None = Field(serialization_alias="from")
    end: AnyInstant | None = Field(serialization_alias="to")
    as_of: AnyInstant
    rows: tuple[RowShape, ...]
    truncated: bool


def show_report(by: By, report: ReasonsReport) -> ReportShape:
    """Show a report with its period."""
    rows = tuple(RowShape.model_validate(row) for row in report.rows)
    period = {"start": report.start, "end": report.end}
    return ReportShape(by=by, **period, as_of=report.as_of, rows=rows, truncated=report.truncated)
