"""Typed reading for all translators.

Its errors name fields and rules, never values.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, ParamSpec, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError

from chalicelib.dialects.delivery import NotUnderstood, Translation
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Fact
from chalicelib.domain.reported import REPORTED, read_marketplace_fact
from chalicelib.values.identifiers import IDENTIFIER
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import EventType

P = ParamSpec("P")
T = TypeVar("T")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS_OF_2000, _MILLISECONDS_OF_2200 = 946_684_800_000, 7_258_118_400_000
_SECONDS_OF_2000, _SECONDS_OF_2200 = 946_684_800, 7_258_118_400
_DIGITS = re.compile(r"[0-9]{1,20}")
_TIME_IN_DIGITS = re.compile(r"2[01][0-9]{15}[+-][0-9]{4}")
_LONGEST_COUNT = 16  # digits
_MOST_FAULTS = 5


def understood(within: str, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a pydantic reader.

    Raises NotUnderstood with the names of the refused fields, inside the object `within`.
    """
    try:
        return read(*args, **kwargs)
    except ValidationError as error:
        # Why `from None`: the original error contains the values, and a trace would show them.
        raise NotUnderstood(_faults(within, error)) from None


def _faults(within: str, error: ValidationError) -> str:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    listed = [f"{_path(within, fault['loc'])}: {fault['msg']}" for fault in faults[:_MOST_FAULTS]]
    return "; ".join(listed) + (f"; and {len(faults) - len(listed)} more" if len(faults) > len(listed) else "")


def _path(within: str, location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, (within, *location) if within else location))


def translation(kind: str, data: Mapping[str, object], *, at: datetime, order_number: str) -> Translation:
    """Make the translation of a marketplace's fact.

    Raises NotUnderstood if `data` does not fit its type.
    """
    return Translation(order_number, (happening(kind, data, at=at),))


def happening(kind: str, data: Mapping[str, object], *, at: datetime) -> Happening:
    """Make one of the facts that a body says. Raises NotUnderstood if `data` does not fit its type."""
    fact, author = understood("data", read_marketplace_fact, kind, data)
    return Happening(type=kind, at=at, by=author, fact=fact)


def stated(kind: EventType, fact: Fact, *, at: datetime) -> Happening:
    """Make a happening of a fact that only this dialect states, by the author of its type."""
    return Happening(type=kind, at=at, by=REPORTED[kind][1], fact=fact)


def major(within: str, value: object, currency: str | None) -> Money:
    """Read an amount in major units. Raises NotUnderstood if it is none of this currency."""
    try:
        return Money.of_major(value, currency or "")
    except ValueError:
        raise NotUnderstood(f"{within}: not an amount of its currency") from None


def _id_as_text(value: object) -> object:
    # Platforms send the same id as a number or as text. Beyond 2^53 only an int keeps every digit.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _instant_of_epoch(value: object) -> datetime:
    digits = str(_id_as_text(value))
    count = int(digits) if _DIGITS.fullmatch(digits) else 0
    if _SECONDS_OF_2000 <= count < _SECONDS_OF_2200:
        return _EPOCH + timedelta(seconds=count)
    if _MILLISECONDS_OF_2000 <= count < _MILLISECONDS_OF_2200:
        return _EPOCH + timedelta(milliseconds=count)
    raise ValueError("a time is seconds or milliseconds since 1970, within the years 2000 to 2199")


def instant_of_digits(value: object) -> datetime:
    """Read a time as 1688's answers write it, such as `20180423171116000+0800`.

    Raises ValueError if it is none.
    """
    text = value if isinstance(value, str) and _TIME_IN_DIGITS.fullmatch(value) else ""
    return datetime.strptime(text, "%Y%m%d%H%M%S%f%z").astimezone(UTC)


def _count(value: object) -> object:
    digits = str(_id_as_text(value))
    return int(digits) if _DIGITS.fullmatch(digits) and len(digits) <= _LONGEST_COUNT else None


PlatformId = Annotated[str, BeforeValidator(_id_as_text), StringConstraints(strict=True, pattern=IDENTIFIER)]
EpochTime = Annotated[datetime, BeforeValidator(_instant_of_epoch)]
# An amount in minor units, or a number of pieces, as a number or as text.
Count = Annotated[int, BeforeValidator(_count), Field(strict=True)]
Kind = Annotated[str, StringConstraints(strict=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}$")]
