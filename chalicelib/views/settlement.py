"""The refund of a case: due, paid, failed, and paid in another currency."""

from chalicelib.domain.case import Case
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.views.shapes import Shape


class FailedRefundShape(Shape):
    """A refund that did not reach the customer, and when it failed."""

    amount: Money | None
    reference: str | None
    at: Instant


class RefundShape(Shape):
    """The amount to be paid in total, and the amount that was paid.

    `failed` did not arrive. `other` is in another currency than is due.
    """

    due: Money | None
    settled: Money | None
    failed: tuple[FailedRefundShape, ...]
    other: tuple[Money, ...]


def show_refund(case: Case) -> RefundShape:
    """Show the refund of a case."""
    failed = tuple(map(FailedRefundShape.model_validate, case.failed))
    return RefundShape(due=case.due, settled=case.settled, failed=failed, other=case.other)
