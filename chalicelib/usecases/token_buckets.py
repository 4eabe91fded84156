"""Token buckets: each name may ask so often in one process, without a call of AWS.

A bucket holds tokens. It fills again at a steady rate, and each request takes one token. So a short burst passes, and a
flood waits, and no name takes the share of another one.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final

_MOST_NAMES: Final = 10_000  # in one process, so that requests with invented names need bounded memory


@dataclass(frozen=True, slots=True)
class Share:
    """The share of one name: so many requests at once, and so many a second after that."""

    at_once: int
    a_second: int


class TooMany(Exception):
    """A name has used its share. It may ask again after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: datetime


class TokenBuckets:
    """The buckets of one process."""

    def __init__(self, share: Share, *, clock: Callable[[], datetime]) -> None:
        self._share = share
        self._clock = clock
        self._taking = threading.Lock()
        self._buckets: dict[str, _Bucket] = {}

    def take(self, name: str) -> None:
        """Take a token. Raises TooMany if the bucket of that name is empty."""
        with self._taking:
            bucket = self._filled(name)
            if bucket.tokens < 1:
                raise TooMany(max(1, ceil((1 - bucket.tokens) / self._share.a_second)))
            bucket.tokens -= 1

    def _filled(self, name: str) -> _Bucket:
        now = self._clock()
        if name not in self._buckets and len(self._buckets) >= _MOST_NAMES:
            self._forget_full_ones(now)
        bucket = self._buckets.setdefault(name, _Bucket(self._share.at_once, now))
        seconds = max(0.0, (now - bucket.filled_at).total_seconds())
        bucket.tokens = min(self._share.at_once, bucket.tokens + seconds * self._share.a_second)
        bucket.filled_at = now
        return bucket

    def _forget_full_ones(self, now: datetime) -> None:
        """Forget the buckets that are full again, and all of them if none is."""
        seconds = self._share.at_once / self._share.a_second
        used = {name: each for name, each in self._buckets.items() if (now - each.filled_at).total_seconds() < seconds}
        self._buckets = used if len(used) < _MOST_NAMES else {}
