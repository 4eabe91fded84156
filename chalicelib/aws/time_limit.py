"""A time limit for an answer: no attempt at AWS begins that could end after the limit."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from botocore.exceptions import BotoCoreError

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


class OutOfTime(BotoCoreError):  # type: ignore[misc] # botocore ships no types
    """An attempt was not made, because it could have ended too late."""

    fmt = "No time is left for another attempt"


@contextmanager
def answering_within(seconds: float) -> Iterator[None]:
    """Make all calls of the block end within so many seconds, if their clients keep to the time."""
    before = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(before)


def require_time(longest_attempt: float) -> None:
    """Raise OutOfTime if an attempt that takes as long could end after the limit."""
    ends_at = _ends_at.get()
    if ends_at is not None and time.monotonic() + longest_attempt > ends_at:
        raise OutOfTime
