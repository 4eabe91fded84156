"""The times of an input: relative to a clock, or an instant of its own."""

import re
from datetime import datetime, timedelta

from pydantic import JsonValue

_RELATIVE = re.compile(r"([+-]?\d+)([smhd])")
# The fields of deliveries and commands that hold a time.
_TIMES = {"at", "expires_at", "appeal_until", "evidence_due", "placed_at", "shipped_at", "delivered_at"}
_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def instant_of(text: str, *, now: datetime, whole: bool = False) -> str:
    """Write a time as a marketplace does, cut to seconds if it is `whole`."""
    relative = _RELATIVE.fullmatch(text)
    if relative is None:
        return text
    at = moment_of(text, now=now)
    return at.isoformat(timespec="seconds" if whole else "auto").replace("+00:00", "Z")


def moment_of(text: str, *, now: datetime) -> datetime:
    """Read a relative time."""
    relative = _RELATIVE.fullmatch(text)
    if relative is None:
        raise ValueError(f"{text} is no relative time")
    return now + int(relative[1]) * _UNITS[relative[2]]


def with_instants(data: JsonValue, *, now: datetime) -> JsonValue:
    """Write every relative time inside of a body as an instant."""
    if isinstance(data, list):
        return [with_instants(each, now=now) for each in data]
    if not isinstance(data, dict):
        return data
    return {name: _with_instant(name, value, now) for name, value in data.items()}


def _with_instant(name: str, value: JsonValue, now: datetime) -> JsonValue:
    is_time = name in _TIMES and isinstance(value, str)
    return instant_of(str(value), now=now) if is_time else with_instants(value, now=now)
