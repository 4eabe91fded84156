"""The summary of a case for lists, always small, so that an ordinary case row stays under 1 KB."""

from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.freight import fault
from chalicelib.domain.order import OrderFile
from chalicelib.values.instants import Instant
from chalicelib.values.shortening import shortened
from chalicelib.views import shapes as s
from chalicelib.views.case import changed_at, show_deadline

# Sizes in bytes of JSON.
_LONGEST_TEXT = 200
_LONGEST_NAME = 120
_LONGEST_WORD = 64
_MOST_REVIEWS = 3


class Summary(s.Shape):
    """The part of a case that lists show."""

    case_id: str
    order_number: str
    return_id: str
    status: str
    outcome: str | None
    reason: s.ReasonShape
    customer: s.CustomerShape | None
    deadline: s.DeadlineShape | None
    needs_review: tuple[s.ReviewShape, ...]
    changed_at: Instant


def write_summary(file: OrderFile, case: Case) -> str:
    """Write a case's summary as JSON."""
    running = deadlines(case)
    reason = case.reason
    summary = Summary(
        case_id=case.key.case_id,
        order_number=case.key.order.order_number,
        return_id=case.key.return_id,
        status=case.status,
        outcome=case.outcome,
        reason=s.ReasonShape(
            code=case.reason_code,
            fault=fault(case),
            text=shortened(reason.text, _LONGEST_TEXT) if reason and reason.text else None,
            original=shortened(reason.code, _LONGEST_WORD) if reason and reason.code else None,
        ),
        customer=s.CustomerShape(name=shortened(case.customer.name, _LONGEST_NAME)) if case.customer else None,
        deadline=show_deadline(running[0], case.policy.policy.burning, file.as_of) if running else None,
        needs_review=tuple(
            s.ReviewShape(rule=review.rule, detail=shortened(review.detail, _LONGEST_TEXT))
            for review in case.reviews[:_MOST_REVIEWS]
        ),
        changed_at=changed_at(case),
    )
    return summary.model_dump_json()
