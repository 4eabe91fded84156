"""The types of every dialect: a request comes in, and a verified delivery or one error goes out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from chalicelib.domain.events import Happening


class NotAuthentic(Exception):
    """Nothing proves that this request comes from the connection's marketplace."""


class NotUnderstood(Exception):
    """An authentic delivery cannot be read.

    `reason` names fields and rules, never values.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Misconfigured(Exception):
    """The credentials of a connection cannot verify anything, and its operator has to correct them."""


@dataclass(frozen=True, slots=True)
class Request:
    """A POST as it arrived: every value under each header name in lower case, and the raw body."""

    headers: Mapping[str, tuple[str, ...]]
    body: bytes

    @classmethod
    def received(cls, headers: Iterable[tuple[str, str]], body: bytes) -> Self:
        """Collect headers by name in lower case.

        A name that comes twice keeps both values.
        """
        gathered: dict[str, list[str]] = {}
        for name, value in headers:
            gathered.setdefault(name.lower(), []).append(value)
        return cls({name: tuple(values) for name, values in gathered.items()}, body)

    @property
    def media_types(self) -> tuple[str, ...]:
        """The media types of its body in lower case, without their parameters. A request should have one."""
        return tuple(kind.partition(";")[0].strip().lower() for kind in self.headers.get("content-type", ()))


@dataclass(frozen=True, slots=True)
class Credentials:
    """The secrets with which a connection signs now, in any order.

    Empty if all have ended.
    """

    app_key: str | None
    secrets: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Translation:
    """A body read in its dialect: the number of an order, and what happened to that order."""

    order_number: str
    happening: Happening


@dataclass(frozen=True, slots=True)
class Dialect:
    """The language of one kind of marketplace.

    `verify` returns the delivery id. It raises NotAuthentic for a fault of the request, and Misconfigured for ours.
    `translate` reads a body that was verified once. For bytes it cannot read it raises NotUnderstood and nothing else.
    """

    name: str
    content_type: str
    verify: Callable[[Request, Credentials, datetime], str]
    translate: Callable[[bytes], Translation]
