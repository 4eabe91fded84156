"""The report on returns, as the sellers' API shows it."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from chalicelib.advice.case_record import Sum
from chalicelib.advice.reasons_report import By, Row
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
    """Counts of the returns opened in a period.

    `truncated` is true if there were too many to count in time: then the newest changes are counted.
    """

    by: By
    start: AnyInstant | None = Field(serialization_alias="from")
    end: AnyInstant | None = Field(serialization_alias="to")
    rows: tuple[RowShape, ...]
    truncated: bool


def show_report(
    by: By, rows: Iterable[Row], *, start: datetime | None, end: datetime | None, truncated: bool
) -> ReportShape:
    """Show a report with its period."""
    shown = tuple(RowShape.model_validate(row) for row in rows)
    return ReportShape(by=by, start=start, end=end, rows=shown, truncated=truncated)
