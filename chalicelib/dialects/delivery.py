"""What every dialect deals in: a request comes in, a delivery that can be believed goes out, or one error."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from chalicelib.domain.facts import Fact
from chalicelib.values.vocabulary import Party


class NotAuthentic(Exception):
    """Nothing proves that this request comes from the connection's marketplace."""


class NotUnderstood(Exception):
    """An authentic delivery that cannot be read; `reason` names fields and rules, never values."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Misconfigured(Exception):
    """A connection's credentials can verify nothing: its operator has to mend them."""


@dataclass(frozen=True, slots=True)
class Request:
    """A POST as it arrived: header names in lower case with every value that was sent, and the raw body."""

    headers: Mapping[str, tuple[str, ...]]
    body: bytes

    @classmethod
    def received(cls, headers: Iterable[tuple[str, str]], body: bytes) -> Self:
        """Gather headers, given one by one in any case; a name that comes twice keeps both values."""
        gathered: dict[str, list[str]] = {}
        for name, value in headers:
            gathered.setdefault(name.lower(), []).append(value)
        return cls({name: tuple(values) for name, values in gathered.items()}, body)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a connection verifies with: the secrets that are live now, in any order."""

    app_key: str | None
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """A body read in its dialect: which order it is about, and what happened to it."""

    type: str
    at: datetime
    order_number: str
    by: Party
    fact: Fact


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one kind of marketplace speaks.

    `verify` gives the delivery id; NotAuthentic for any fault of the request, Misconfigured for one of ours.
    `translate` reads a body that was verified once; NotUnderstood, and nothing else, for any other bytes.
    """

    name: str
    content_type: str
    verify: Callable[[Request, Credentials, datetime], str]
    translate: Callable[[bytes], Translation]
