"""Instants: absolute points in time, always aware and in UTC."""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_RFC_3339 = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,18}))?([Zz]|[+-]\d{2}:[0-5]\d)", re.ASCII)


_YEARS = (2000, 2200)


def parse_instant(text: object) -> datetime:
    """Read an RFC 3339 instant.

    Raises ValueError if it is none or has no zone. Finer than a microsecond is cut off.
    """
    if isinstance(text, datetime) and text.tzinfo is not None:
        return text.astimezone(UTC)
    match = _RFC_3339.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError("an instant is RFC 3339 text with a zone, like 2026-03-01T12:00:00Z")
    day, clock, fraction, zone = match.groups()
    offset = "+00:00" if zone in "Zz" else zone
    try:
        return datetime.fromisoformat(f"{day}T{clock}.{(fraction or '0')[:6]:0<6}{offset}").astimezone(UTC)
    except OverflowError as error:
        raise ValueError("an instant lies within the years 1 to 9999") from error


def format_instant(at: datetime) -> str:
    """Write an instant as RFC 3339 in UTC with `Z`.

    It sorts as text, being always microseconds long.
    """
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _in_range(value: object) -> datetime:
    at = parse_instant(value)
    if not _YEARS[0] <= at.year < _YEARS[1]:
        raise ValueError("an instant lies within the years 2000 to 2199")
    return at


_AsText = PlainSerializer(format_instant, when_used="json")

_IN_SCHEMA = WithJsonSchema({"type": "string", "format": "date-time"})

Instant = Annotated[datetime, BeforeValidator(_in_range), _AsText, _IN_SCHEMA]
AnyInstant = Annotated[
    datetime, _AsText, _IN_SCHEMA
]  # what was asked for: people ask from 1970 on, though nothing happened then
