"""The types of every dialect: a request comes in, and a verified delivery or one error goes out."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final, Self, TypeAlias

from chalicelib.dialects.rsa import PublicKey
from chalicelib.domain.events import Happening

# The headers that a dialect reads, by their names in lower case.
Headers: TypeAlias = Mapping[str, str]
NO_HEADERS: Final[Headers] = MappingProxyType({})

_LONGEST_HEADER = 256


class NotAuthentic(Exception):
    """Nothing proves that this request comes from the connection's marketplace."""


class NotUnderstood(Exception):
    """An authentic delivery cannot be read.

    `reason` names fields and rules, never values.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AboutNoOrder(NotUnderstood):
    """An authentic delivery is about no order, such as a product or a token. Nothing is wrong with it."""


class KeyUnknown(Exception):
    """A request names a public key of its marketplace that the connection does not have yet."""


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

    def named(self, names: Iterable[str]) -> Headers:
        """Return the headers of these names, for the row. A header that is missing, doubled or too long is left out."""
        values = {name: self.headers.get(name, ()) for name in names}
        return {name: each[0] for name, each in values.items() if len(each) == 1 and len(each[0]) <= _LONGEST_HEADER}


@dataclass(frozen=True, slots=True)
class Credentials:
    """The secrets with which a connection signs now, in any order, and what its dialect needs besides.

    `secrets` is empty if all have ended. `public_keys` are by the URLs of their certificates.
    """

    app_key: str | None
    secrets: tuple[str, ...] = field(repr=False)
    settings: Mapping[str, str] = field(default_factory=dict)
    public_keys: Mapping[str, PublicKey] = field(default_factory=dict)

    def setting(self, name: str) -> str:
        """Return something else that the dialect needs. Raises Misconfigured if the connection does not have it."""
        value = self.settings.get(name)
        if not value:
            raise Misconfigured(f"the connection has no {name}")
        return value


@dataclass(frozen=True, slots=True)
class Translation:
    """A body read in its dialect: the number of an order, and what happened to that order.

    There is at least one happening. Their sequence never changes, because it numbers their events.
    """

    order_number: str
    happenings: tuple[Happening, ...]

    @property
    def happening(self) -> Happening:
        """The first happening, whose event has the id of the row."""
        return self.happenings[0]


Translate: TypeAlias = Callable[[bytes, Headers], Translation]


def by_body(translate: Callable[[bytes], Translation]) -> Translate:
    """Make the translator of a dialect that reads no header."""
    return lambda body, _headers: translate(body)


def body_hash(body: bytes) -> str:
    """Return the SHA-256 of a body in hex, the id of a delivery that has none."""
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The language of one kind of marketplace.

    `verify` returns the delivery id. It raises NotAuthentic for a fault of the request, and Misconfigured for ours.
    `identify` returns the same id, as far as a body tells it, for a delivery that was exported.
    `translate` reads a body that was verified once. For bytes it cannot read it raises NotUnderstood and nothing else.
    It gets the headers that `headers` names in lower case. They are stored with the row.
    `needs` names what a connection has to hold beside its secrets. `gives_secret` is False if the marketplace gives no
    secret, so that ours only signs our requests to it.
    `says_verdict` is True if the marketplace gets our verdict in the answer. All others count any 200 as received.
    """

    name: str
    content_type: str
    verify: Callable[[Request, Credentials, datetime], str]
    translate: Translate
    identify: Callable[[bytes], str] = body_hash
    headers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    gives_secret: bool = True
    says_verdict: bool = False
