"""Counts what goes over the wire to AWS while one request is answered: the number that Recourse is built around."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.httpsession import URLLib3Session

HEADER = "x-aws-calls"  # only here: what is deployed has no such header


@dataclass
class Count:
    """The number of requests that one thread has sent to AWS."""

    calls: int = 0


_of_thread = threading.local()
_send = URLLib3Session.send


def _counted_send(session: URLLib3Session, request: Any) -> Any:
    count = getattr(_of_thread, "count", None)
    if count is not None:
        count.calls += 1
    return _send(session, request)


URLLib3Session.send = _counted_send


@contextmanager
def counted() -> Iterator[Count]:
    """Count what this thread sends inside the block, repetitions of the SDK included."""
    _of_thread.count = count = Count()
    try:
        yield count
    finally:
        _of_thread.count = None
