"""A reason to look at a case, and who has done so."""

from chalicelib.domain.case import Case
from chalicelib.domain.flags import Review
from chalicelib.values.instants import Instant
from chalicelib.views.formats import Code, ReviewId
from chalicelib.views.said import Said
from chalicelib.views.shapes import Shape


class AcknowledgementShape(Shape):
    """Somebody has looked at it. `by` is the name of the person, or the party if its key has no name."""

    by: str
    at: Instant


class ReviewShape(Shape):
    """A reason for which a person has to look at the case. Its id stays, and `acknowledged` says if somebody did."""

    id: ReviewId
    rule: str
    code: Code
    detail: Said
    acknowledged: AcknowledgementShape | None


def show_review(case: Case, review: Review, *, named: bool = True) -> ReviewShape:
    """Show a review with who has acknowledged it. Not `named`: only the party."""
    seen = next((look for look in case.acknowledged if look.review_id == review.id), None)
    return ReviewShape(
        id=review.id,
        rule=review.rule,
        code=review.sentence.code,
        detail=review.sentence,
        acknowledged=AcknowledgementShape(by=(seen.person if named else None) or seen.by, at=seen.at) if seen else None,
    )
