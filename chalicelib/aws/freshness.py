"""Cached values from a store, so that a warm front door needs no call for them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Generic, TypeVar

from chalicelib.aws.failures import Absent, StoreUnavailable
from chalicelib.logbook import Logbook

T = TypeVar("T")

FRESH: Final = timedelta(seconds=60)
STALE: Final = timedelta(minutes=10)
_PAUSE: Final = timedelta(seconds=5)  # between attempts at a failing store


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    value: T
    fetched_at: datetime
    ask_again_at: datetime


class Kept(Generic[T]):
    """A value that is fetched at most once a minute, and used for 10 minutes while its store fails.

    ```
    fetched      60 s                                   10 min
       |--fresh---|--stale: one thread fetches, others use-|--gone: all threads fetch and wait-->
    ```
    After a failure nobody fetches for five seconds, so that a hundred processes do not keep a failing store down.
    """

    def __init__(self, fetch: Callable[[], T], *, clock: Callable[[], datetime], logbook: Logbook) -> None:
        self._fetch = fetch
        self._clock = clock
        self._logbook = logbook
        self._asking = threading.Lock()
        self._attempts = 0
        self._failure: StoreUnavailable | None = None
        self._pause_ends: datetime | None = None
        self._kept: _Kept[T] | None = None

    def get(self) -> T:
        """Return the value.

        Raises StoreUnavailable if it cannot be fetched and no cached value may be used.
        """
        attempts, now, kept = self._attempts, self._clock(), self._kept
        if kept is not None and now < kept.ask_again_at:
            return kept.value
        if kept is not None and now < kept.fetched_at + STALE:
            return self._refresh(kept, now, attempts)
        with self._asking:
            pausing = self._pause_ends is not None and now < self._pause_ends
            return self._shared() if pausing or self._attempts != attempts else self._ask(now)

    def put(self, value: T) -> None:
        """Keep a value that was just fetched together with others."""
        with self._asking:
            self._keep(value, self._clock())

    def pause(self, failure: StoreUnavailable) -> None:
        """Fetch nothing during the pause after a failure, which a fetch together with others met."""
        with self._asking:
            self._note(failure, self._clock())

    def _refresh(self, kept: _Kept[T], now: datetime, attempts: int) -> T:
        if not self._asking.acquire(blocking=False):
            return kept.value
        try:
            return self._ask(now) if self._attempts == attempts else kept.value
        except Absent:
            self._kept = None
            raise
        except StoreUnavailable as failure:
            self._kept = replace(kept, ask_again_at=min(now + _PAUSE, kept.fetched_at + STALE))
            self._logbook.alarm("serving_stale", code=failure.code)
            return kept.value
        finally:
            self._asking.release()

    def _shared(self) -> T:
        """Return the answer that another thread got while this one waited."""
        if self._failure is not None:
            raise self._failure
        assert self._kept is not None
        return self._kept.value

    def _ask(self, now: datetime) -> T:
        try:
            value = self._fetch()
        except StoreUnavailable as failure:
            self._note(failure, now)
            raise
        self._keep(value, now)
        return value

    def _keep(self, value: T, now: datetime) -> None:
        self._failure, self._pause_ends = None, None
        self._kept = _Kept(value, now, now + FRESH)
        self._attempts += 1

    def _note(self, failure: StoreUnavailable, now: datetime) -> None:
        self._failure = failure
        self._attempts += 1
        self._pause_ends = now + _PAUSE if failure.was_asked else None
