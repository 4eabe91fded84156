"""The time of a fold, by the length of its history."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chalicelib.domain.event_types import read_marketplace_fact
from chalicelib.domain.events import Event
from chalicelib.domain.fold import fold
from chalicelib.policies import policy_book
from chalicelib.values.identifiers import OrderKey

_SIZES = (10, 100, 1_000, 2_000)
_START = datetime(2026, 3, 1, tzinfo=UTC)


def compare() -> list[str]:
    """Fold histories of growing size and return the lines that tell."""
    lines = [
        "fold of one case, by events in its log (a message a minute)",
        f"{'events':>24}{'fold':>10}{'per event':>14}",
    ]
    for size in _SIZES:
        history, book = _history(size), policy_book()
        started = time.process_time()
        fold(OrderKey("demo", "alibaba", "A-1"), history, book, as_of=_START + timedelta(days=1))
        spent = time.process_time() - started
        lines.append(f"{size:24}{spent * 1_000:7.1f} ms{spent / size * 1e6:11.0f} µs")
    return lines


def _history(size: int) -> list[Event]:
    opening = _event(0, "return.requested", {"return_id": "R-1"})
    said = ({"return_id": "R-1", "text": f"message {number}"} for number in range(1, size))
    return [opening, *(_event(number, "message.posted", data) for number, data in enumerate(said, 1))]


def _event(number: int, kind: str, data: Mapping[str, object]) -> Event:
    fact, by = read_marketplace_fact(kind, data)
    at = _START + timedelta(seconds=number)
    return Event(id=f"delivery.demo.{number}", type=kind, at=at, received_at=at, by=by, fact=fact)
