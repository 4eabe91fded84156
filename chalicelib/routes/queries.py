"""Query parameters: each is known and comes once, and an error names the wrong one."""

import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from chalicelib.routes.problems import Problem
from chalicelib.routes.requests import Event
from chalicelib.values.instants import parse_instant
from chalicelib.values.sentences import Term, say

_MOST, _USUAL = 100, 50
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def query(event: Event, *names: str) -> dict[str, str]:
    """Read the query parameters with these names.

    Answers 400 if one comes twice or is empty, or if another one comes. A misspelled filter would otherwise show
    everything.
    """
    parameters = event.get("multiValueQueryStringParameters") or {}
    unknown = sorted(parameters.keys() - set(names))
    if unknown:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            say("unknown-parameter", "{names}: no such query parameter here", names=tuple(unknown)),
            parameter=unknown[0],
        )
    for name in names:
        if len(parameters.get(name, ())) > 1:
            raise Problem(
                HTTPStatus.BAD_REQUEST, say("given-twice", "{name}: given more than once", name=name), parameter=name
            )
        if parameters.get(name) == [""]:
            raise Problem(HTTPStatus.BAD_REQUEST, say("given-empty", "{name}: it is empty", name=name), parameter=name)
    return {name: parameters[name][0] for name in names if parameters.get(name)}


def limit(text: str | None) -> int:
    """Read the most rows of a page. Answers 400 if the text is no number from 1 to 100."""
    if text is None:
        return _USUAL
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST)) and 1 <= int(text) <= _MOST):
        raise Problem(
            HTTPStatus.BAD_REQUEST, say("limit", "limit: a number from 1 to {most}", most=_MOST), parameter="limit"
        )
    return int(text)


def instant(name: str, text: str) -> datetime:
    """Read an instant.

    Answers 400 if the text is not one.
    """
    try:
        return parse_instant(text)
    except ValueError as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            say("named-error", "{name}: {error}", name=name, error=Term(str(error))),
            parameter=name,
        ) from error


def period(parameters: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    """Read `from`, which is included, and `to`, which is not.

    A date without a time is the whole day in UTC. Answers 400 if one of them is neither an instant nor a day, or if
    `to` is not after `from`.
    """
    start, end = _bound(parameters, "from", days=0), _bound(parameters, "to", days=1)
    if start is not None and end is not None and start >= end:
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            say("period-backwards", "from, to: the period ends before it begins"),
            parameter="to",
        )
    return start, end


def _bound(parameters: dict[str, str], name: str, *, days: int) -> datetime | None:
    text = parameters.get(name)
    if text is None:
        return None
    if not _DAY.fullmatch(text):
        return instant(name, text)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC) + timedelta(days=days)
    except (ValueError, OverflowError) as error:
        raise Problem(
            HTTPStatus.BAD_REQUEST, say("no-such-day", "{name}: there is no such day", name=name), parameter=name
        ) from error
