"""Times and spans: `24h`, `-2d`, and instants as the API writes them."""

import re
from datetime import UTC, datetime, timedelta

import click

_SPAN = re.compile(r"([+-]?)([0-9]{1,5})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


def now() -> datetime:
    """Return the present by this machine's clock."""
    return datetime.now(UTC)


def written(at: datetime) -> str:
    """Write an instant as the API takes it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read(text: str) -> datetime:
    """Read an instant of the API."""
    return datetime.fromisoformat(text)


def span(text: str) -> timedelta:
    """Read a span such as `24h` or `-2d`. Raises ValueError."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is no span: write 30m, 24h, 2d or 1w")
    sign, count, unit = match.groups()
    return timedelta(**{_UNITS[unit]: int(sign + count)})


def shown(text: str, *, at: datetime | None = None) -> str:
    """Write an instant for people, in UTC and by its distance."""
    instant = read(text)
    seconds = (instant - (at or now())).total_seconds()
    distance = _distance(abs(seconds))
    return f"{instant:%Y-%m-%d %H:%M} UTC ({f'in {distance}' if seconds >= 0 else f'{distance} ago'})"


def _distance(seconds: float) -> str:
    for size, name in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "less than a minute"


class Span(click.ParamType[timedelta]):
    """A span of time on the command line."""

    name = "span"

    def convert(self, value: str | timedelta, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read it, or say how one is written."""
        if isinstance(value, timedelta):
            return value
        try:
            return span(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
