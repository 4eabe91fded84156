"""A time limit for an answer: no attempt at AWS begins that could end after the limit."""

import time
from contextvars import ContextVar

from botocore.exceptions import BotoCoreError

from chalicelib.values.during import During

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


class OutOfTime(BotoCoreError):  # type: ignore[misc] # botocore ships no types
    """An attempt was not made, because it could have ended too late."""

    fmt = "No time is left for another attempt"


def answering_within(seconds: float) -> During[float | None]:
    """Make all calls of the block end within so many seconds, if their clients keep to the time."""
    return During(_ends_at, time.monotonic() + seconds)


def require_time(longest_attempt: float) -> None:
    """Raise OutOfTime if an attempt that takes as long could end after the limit."""
    ends_at = _ends_at.get()
    if ends_at is not None and time.monotonic() + longest_attempt > ends_at:
        raise OutOfTime
