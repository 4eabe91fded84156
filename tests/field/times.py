"""The times of an input: relative to a clock (`-5h` is five hours before it), or an instant of its own."""

import re
from datetime import datetime, timedelta

_RELATIVE = re.compile(r"([+-]?\d+)([smhd])")
_UNITS = {"s": timedelta(seconds=1), "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def instant_of(text: str, *, now: datetime, whole: bool = False) -> str:
    """Write a time as a marketplace does, cut to seconds if it is `whole`."""
    found = _RELATIVE.fullmatch(text)
    if found is None:
        return text
    at = moment_of(text, now=now)
    return at.isoformat(timespec="seconds" if whole else "auto").replace("+00:00", "Z")


def moment_of(text: str, *, now: datetime) -> datetime:
    """Read a relative time."""
    found = _RELATIVE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is no relative time")
    return now + int(found[1]) * _UNITS[found[2]]
