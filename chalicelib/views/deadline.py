"""A deadline, as the API shows it, and how much of its time is over now."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.lifecycle_rows import Deadline
from chalicelib.domain.policy import Burning
from chalicelib.values.instants import Instant
from chalicelib.values.vocabulary import Party
from chalicelib.views.formats import DeadlineName, SilenceCode
from chalicelib.views.said import Said
from chalicelib.views.shapes import Shape

_WHOLE = 100.0


class Urgency(StrEnum):
    """The part of a deadline's time that is over."""

    NONE = "none"
    HALF = "half"
    NEARLY = "nearly"
    OVER = "over"


class DeadlineShape(Shape):
    """A deadline since `since`, its party, what happens after it, and how much of its time is over.

    `silence` is the code of what happens, which stays the same in every language.
    """

    name: DeadlineName
    at: Instant
    since: Instant
    who: Party
    if_silent: Said
    silence: SilenceCode
    rule: str
    burning: Urgency


def show_deadline(deadline: Deadline, burning: Burning, now: datetime) -> DeadlineShape:
    """Show a deadline and the part of its time that is over now."""
    return DeadlineShape(
        name=deadline.name,
        at=deadline.at,
        since=deadline.since,
        who=deadline.who,
        if_silent=deadline.sentence,
        silence=deadline.silence.code,
        rule=deadline.rule,
        burning=urgency(deadline.since, deadline.at, now, half=burning.half, nearly=burning.nearly),
    )


def urgency(since: datetime, at: datetime, now: datetime, *, half: int, nearly: int) -> Urgency:
    """Return the word for the part of a deadline's time that is over: none, half, nearly or over.

    `half` and `nearly` are the per cents of the time from which they count.
    """
    whole = at - since
    gone = (now - since) / whole * _WHOLE if whole else _WHOLE
    steps = ((_WHOLE, Urgency.OVER), (nearly, Urgency.NEARLY), (half, Urgency.HALF))
    return next((name for start, name in steps if gone >= start), Urgency.NONE)
