"""Filings: a request, or its withdrawal, told to the marketplace as a delivery of ours, signed like one of theirs.

The effect id is delivery id and idempotency key in one: a marketplace that hears it twice has one filing.
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from pydantic import BaseModel, ValidationError

from chalicelib.aws.registry import Connection, ConnectionRegistry
from chalicelib.aws.secrets import SecretStore
from chalicelib.dialects import standard
from chalicelib.dialects.delivery import Credentials, Misconfigured
from chalicelib.domain.facts import Name
from chalicelib.usecases.filing_endpoint import Answer, FilingEndpoint, NoAnswer
from chalicelib.values.identifiers import OrderKey
from chalicelib.views.messages import message_id

_FILED = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.CONFLICT}
# Also what it never had, or has forgotten, is taken back.
_TAKEN_BACK = _FILED | {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class NotFiled(Exception):
    """The marketplace is not known to have it; `code` says why, in words of ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Receipt(BaseModel):
    reference: Name


class Filings:
    """Tells marketplaces what Recourse asks of them."""

    def __init__(
        self,
        *,
        registry: ConnectionRegistry,
        secrets: SecretStore,
        endpoint: FilingEndpoint,
        clock: Callable[[], datetime],
    ) -> None:
        self._registry = registry
        self._secrets = secrets
        self._endpoint = endpoint
        self._clock = clock

    @property
    def longest(self) -> float:
        """Seconds that telling can take."""
        return self._endpoint.longest

    def connection(self, order: OrderKey) -> Connection | None:
        """The connection that an order's requests are filed over, first by name; None where a person files."""
        filing = (found for found in self._registry.all() if found.filing_url is not None)
        ours = [f for f in filing if (f.merchant, f.marketplace) == (order.merchant, order.marketplace)]
        return min(ours, key=lambda found: found.name, default=None)

    def file(self, connection: Connection, message: bytes) -> str:
        """File a request and return the marketplace's reference; NotFiled, also where it may have arrived."""
        answer = self._tell(connection, message)
        if answer.status not in _FILED:
            raise NotFiled(f"Status{answer.status}")
        try:
            return _Receipt.model_validate_json(answer.body).reference
        except ValidationError as error:
            raise NotFiled("NoReference") from error

    def withdraw(self, connection: Connection, message: bytes) -> None:
        """Take a request back; NotFiled where the marketplace may not know."""
        answer = self._tell(connection, message)
        if answer.status not in _TAKEN_BACK:
            raise NotFiled(f"Status{answer.status}")

    def _tell(self, connection: Connection, message: bytes) -> Answer:
        assert connection.filing_url is not None
        name, live = message_id(message), self._secrets.live(connection)
        try:
            signed = standard.sign(message, Credentials(live.app_key, live.secrets), delivery_id=name, at=self._clock())
            headers = {"content-type": "application/json", "idempotency-key": name, "user-agent": "recourse"}
            return self._endpoint.post(connection.filing_url, headers=headers | signed, body=message)
        except Misconfigured as error:
            raise NotFiled("SecretUnfit") from error
        except NoAnswer as error:
            raise NotFiled(error.code) from error
