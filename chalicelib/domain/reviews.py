"""Reviews: the seller says that somebody has looked at what a case was flagged for.

A review that comes back with other values is another one, and nobody has looked at it yet.
"""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.case import Case
from chalicelib.domain.commands import Command, refuse_unless
from chalicelib.domain.events import Event, Happening
from chalicelib.domain.facts import CaseFact, Text
from chalicelib.domain.flags import Acknowledgement
from chalicelib.domain.lifecycle_rows import Guard, applies_to
from chalicelib.domain.situation import Situation
from chalicelib.values.identifiers import Identifier
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.vocabulary import EventType

_RULE = "G3.1"
ReviewIds = Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=100)]


class ReviewAcknowledged(CaseFact):
    """The seller has looked at reviews of a case."""

    ids: ReviewIds
    note: Text | None = None

    @property
    def words(self) -> str | None:
        """The note."""
        return self.note


class AcknowledgeReview(Command):
    """Say that somebody has looked at reviews of a case."""

    command: Literal["acknowledge_review"]
    ids: ReviewIds
    note: Text | None = None


@applies_to(ReviewAcknowledged)
def acknowledge(case: Case, event: Event[ReviewAcknowledged]) -> Case:
    """Keep who has looked at which reviews, and when. The first look stays."""
    known = {found.review_id for found in case.acknowledged}
    new = (review_id for review_id in dict.fromkeys(event.fact.ids) if review_id not in known)
    look = Acknowledgement(review_id="", by=event.by, person=event.person, at=event.at)
    looks = (replace(look, review_id=review_id) for review_id in new)
    return replace(case, acknowledged=(*case.acknowledged, *looks))


def acknowledge_review(situation: Situation, command: AcknowledgeReview) -> Happening:
    """Acknowledge reviews. Refuses if one is not of this case, or if somebody has looked at all of them before."""
    case = situation.case
    known = {review.id for review in case.reviews}
    for review_id in command.ids:
        refuse_unless(
            review_id in known,
            _RULE,
            say("foreign-review", "{review} is no review of this case as it is now", review=review_id),
        )
    unseen = {review.id for review in case.unseen}
    refuse_unless(
        any(found in unseen for found in command.ids),
        _RULE,
        say("acknowledged-already", "these reviews are acknowledged already"),
    )
    fact = ReviewAcknowledged(return_id=situation.return_id, ids=command.ids, note=command.note)
    return situation.happening(EventType.REVIEW_ACKNOWLEDGED, fact)


def _nothing_unseen(situation: Situation) -> Sentence | None:
    return (
        None
        if situation.case.unseen
        else say("nothing-to-look-at", "nothing waits for a look: every review is acknowledged")
    )


UNSEEN = Guard(_RULE, "review-unseen", "nobody has acknowledged one of the reviews", _nothing_unseen)
