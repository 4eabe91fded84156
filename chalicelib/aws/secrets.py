"""The secrets of connections and of sessions, read once a minute and never used after their end."""

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from botocore.exceptions import ClientError

from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import Absent, StoreUnavailable, error_code, named_failures
from chalicelib.aws.freshness import Kept
from chalicelib.aws.registry import Connection
from chalicelib.dialects.delivery import Credentials
from chalicelib.dialects.rsa import PublicKey
from chalicelib.logbook import Logbook
from chalicelib.values.instants import parse_instant

_MOST_AT_ONCE: Final = 10  # names that one call of the parameter store takes


@dataclass(frozen=True, slots=True)
class _Secret:
    value: str = field(repr=False)
    until: datetime | None


@dataclass(frozen=True, slots=True)
class _Stored:
    app_key: str | None
    secrets: tuple[_Secret, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    public_keys: Mapping[str, PublicKey] = field(default_factory=dict)


class SecretStore:
    """The SSM parameters with secrets: one for each connection, and one for all sessions.

    Their names are `<prefix>connections/<name>` and `<prefix>sessions`.
    """

    def __init__(self, client: AwsClient, prefix: str, *, clock: Callable[[], datetime], logbook: Logbook) -> None:
        self._client = client
        self._prefix = prefix
        self._clock = clock
        self._logbook = logbook
        self._adding = threading.Lock()
        self._kept: dict[str, Kept[_Stored]] = {}

    def live(self, connection: Connection) -> Credentials:
        """Return the secrets of a listed connection that have not ended.

        Raises StoreUnavailable if they cannot be read.
        """
        stored = self._of(f"connections/{connection.name}").get()
        return Credentials(stored.app_key, self._live(stored), stored.settings, stored.public_keys)

    def read_ahead(self, connections: Iterable[Connection]) -> None:
        """Read the secrets of the first connections in one call, before a marketplace waits for them.

        A secret that is missing or damaged waits for its first delivery. Raises StoreUnavailable if the call fails.
        Then nobody asks for these secrets during the pause after a failure.
        """
        names = [f"connections/{connection.name}" for connection in connections][:_MOST_AT_ONCE]
        if not names:
            return
        try:
            values = self._fetch_several(names)
        except StoreUnavailable as failure:
            for name in names:
                self._of(name).pause(failure)
            raise
        for name, value in values.items():
            with suppress(StoreUnavailable):
                self._of(name).put(_read(value))

    def of_sessions(self) -> tuple[str, ...]:
        """Return the secrets of sessions that have not ended. The first of them signs, and all of them verify.

        Raises StoreUnavailable if they cannot be read.
        """
        return self._live(self._of("sessions").get())

    def _live(self, stored: _Stored) -> tuple[str, ...]:
        now = self._clock()
        return tuple([secret.value for secret in stored.secrets if secret.until is None or now < secret.until])

    def _of(self, name: str) -> Kept[_Stored]:
        with self._adding:
            if name not in self._kept:
                self._kept[name] = Kept(partial(self._fetch, name), clock=self._clock, logbook=self._logbook)
            return self._kept[name]

    def _fetch_several(self, names: list[str]) -> Mapping[str, str]:
        with named_failures():
            response = self._client.get_parameters(Names=[self._prefix + name for name in names], WithDecryption=True)
        return {each["Name"].removeprefix(self._prefix): each["Value"] for each in response["Parameters"]}

    def _fetch(self, name: str) -> _Stored:
        parameter = f"{self._prefix}{name}"
        with named_failures():
            try:
                response = self._client.get_parameter(Name=parameter, WithDecryption=True)
            except ClientError as error:
                if error_code(error) == "ParameterNotFound":
                    raise Absent("SecretMissing") from error
                raise
        return _read(response["Parameter"]["Value"])


def _read(value: str) -> _Stored:
    try:
        content = json.loads(value)
        secrets = tuple(_secret(entry["secret"], entry.get("until")) for entry in content["secrets"])
        settings = {name: str(value) for name, value in content.get("settings", {}).items()}
        public_keys = {url: _public_key(key) for url, key in content.get("public_keys", {}).items()}
        stored = _Stored(content.get("app_key"), secrets, settings, public_keys)
    except (ValueError, KeyError, TypeError, AttributeError):
        stored = _Stored(None, ())
    if not stored.secrets:
        # The cause is left out, because a JSON error would contain the text of the secret.
        raise StoreUnavailable("SecretUnreadable", needs_person=True)
    return stored


def _public_key(stored: Mapping[str, object]) -> PublicKey:
    return PublicKey(int(str(stored["modulus"]), 16), int(str(stored["exponent"])))


def _secret(value: object, until: object) -> _Secret:
    if not isinstance(value, str) or not value:
        raise ValueError("a secret is a text")
    return _Secret(value, None if until is None else parse_instant(until))
