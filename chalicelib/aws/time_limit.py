"""How long somebody waits: no attempt at AWS is begun that could end after it, however many calls came before."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError

_ends_at: ContextVar[float | None] = ContextVar("ends_at", default=None)


class OutOfTime(BotoCoreError):  # type: ignore[misc] # botocore ships no types
    """No attempt was made: it could have ended too late."""

    fmt = "No time is left for another attempt"


@contextmanager
def answering_within(seconds: float) -> Iterator[None]:
    """Make the calls of the block end within so many seconds together, if their clients keep to time."""
    before = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(before)


def keep_to_time(client: BaseClient, *, longest_attempt: float) -> BaseClient:
    """Let a client begin no attempt, of its first ones and of its repetitions, that the time is too short for."""

    def refuse_what_is_late(**_: object) -> None:
        ends_at = _ends_at.get()
        if ends_at is not None and time.monotonic() + longest_attempt > ends_at:
            raise OutOfTime

    client.meta.events.register_first("before-send", refuse_what_is_late)
    return client
