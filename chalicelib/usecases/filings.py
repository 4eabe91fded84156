"""Filings: a request or its withdrawal goes to the marketplace as a signed delivery, like the deliveries to us.

The effect id is both the delivery id and the idempotency key, so that a marketplace that gets a request twice has one
filing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus

from pydantic import BaseModel, ValidationError

from chalicelib.aws.registry import Connection, ConnectionRegistry
from chalicelib.aws.secrets import SecretStore
from chalicelib.dialects import standard
from chalicelib.dialects.delivery import Misconfigured
from chalicelib.domain.facts import Name
from chalicelib.usecases.filing_endpoint import Answer, FilingEndpoint, NoAnswer
from chalicelib.values.identifiers import OrderKey
from chalicelib.views.messages import message_id

_FILED = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.CONFLICT}
# A request that the marketplace never got, or has deleted, is withdrawn too.
_WITHDRAWN = _FILED | {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class NotFiled(Exception):
    """The marketplace may not have the request.

    `code` is our own word for the reason.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Receipt(BaseModel):
    reference: Name


class Filings:
    """Files requests with marketplaces and withdraws them."""

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
        """The most seconds that one filing can need."""
        return self._endpoint.longest

    def connection(self, order: OrderKey, told_by: Iterable[str]) -> Connection | None:
        """Find the connection for an order's requests: the first one that delivered it and is still listed.

        Returns None if a person files them. A merchant can have two accounts on a marketplace, and only the account
        that sold the order may ask about it. If none of them is listed, an account alone on its marketplace counts,
        because it was given another name.
        """
        whose = (order.merchant, order.marketplace)
        ours = {each.name: each for each in self._registry.all() if (each.merchant, each.marketplace) == whose}
        only = next(iter(ours.values())) if len(ours) == 1 else None
        own = next((ours[name] for name in told_by if name in ours), only)
        return own if own and own.filing_url is not None else None

    def file(self, connection: Connection, message: bytes) -> str:
        """File a request and return the marketplace's reference.

        Raises NotFiled even if the request may have arrived.
        """
        answer = self._post(connection, message)
        if answer.status not in _FILED:
            raise NotFiled(f"Status{answer.status}")
        try:
            return _Receipt.model_validate_json(answer.body).reference
        except ValidationError as error:
            raise NotFiled("NoReference") from error

    def withdraw(self, connection: Connection, message: bytes) -> None:
        """Withdraw a request.

        Raises NotFiled if the marketplace may not know of the withdrawal.
        """
        answer = self._post(connection, message)
        if answer.status not in _WITHDRAWN:
            raise NotFiled(f"Status{answer.status}")

    def _post(self, connection: Connection, message: bytes) -> Answer:
        assert connection.filing_url is not None
        name, credentials = message_id(message), self._secrets.live(connection)
        try:
            signed = standard.sign(message, credentials, delivery_id=name, at=self._clock())
            headers = {"content-type": "application/json", "idempotency-key": name, "user-agent": "recourse"}
            return self._endpoint.post(connection.filing_url, headers=headers | signed, body=message)
        except Misconfigured as error:
            raise NotFiled("SecretUnfit") from error
        except NoAnswer as error:
            raise NotFiled(error.code) from error
