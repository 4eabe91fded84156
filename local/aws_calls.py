"""Counts what goes over the wire to AWS while one request is answered: the number that Recourse is built around."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.httpsession import URLLib3Session

from chalicelib.aws.transport import Answer, Request, Transport

HEADER = "x-aws-calls"  # only here: what is deployed has no such header


@dataclass
class Count:
    """The number of requests that one thread has sent to AWS."""

    calls: int = 0


_of_thread = threading.local()
_send = URLLib3Session.send
_send_quickly = Transport.send


def _count() -> None:
    count = getattr(_of_thread, "count", None)
    if count is not None:
        count.calls += 1


def _counted_send(session: URLLib3Session, request: Any) -> Any:
    _count()
    return _send(session, request)


def _counted_send_quickly(transport: Transport, request: Request) -> Answer:
    _count()
    return _send_quickly(transport, request)


URLLib3Session.send = _counted_send
Transport.send = _counted_send_quickly  # type: ignore[assignment,method-assign] # the door's client has no botocore session


@contextmanager
def counted() -> Iterator[Count]:
    """Count what this thread sends inside the block, repetitions of the SDK included."""
    _of_thread.count = count = Count()
    try:
        yield count
    finally:
        _of_thread.count = None
