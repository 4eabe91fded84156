"""The front door: a marketplace's delivery becomes one durable row, or the marketplace has to send it again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from chalicelib.aws import keys
from chalicelib.aws.event_rows import EventRow
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.order_budget import OrderFull
from chalicelib.aws.quarantine import Quarantine, QuarantineRow
from chalicelib.aws.registry import Connection, ConnectionRegistry
from chalicelib.aws.secrets import SecretStore
from chalicelib.dialects.delivery import (
    AboutNoOrder,
    Dialect,
    Headers,
    KeyUnknown,
    Misconfigured,
    NotAuthentic,
    NotUnderstood,
    Request,
    Translation,
)
from chalicelib.logbook import Logbook
from chalicelib.usecases.token_buckets import TokenBuckets, TooMany
from chalicelib.values.identifiers import OrderKey

_AHEAD: Final = timedelta(minutes=5)  # clocks differ; a fact further ahead would sort after all that follows
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_FULL: Final = "order-full: the order holds as much as an order can hold"
_OTHER_BODY: Final = "this delivery id came before with another body"


class Verdict(StrEnum):
    """The result of a delivery."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    NO_ORDER = "no_order"
    CONFLICT = "conflict"
    NOT_AUTHENTIC = "not_authentic"
    OTHER_CONTENT = "other_content"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a delivery: its event id if it was stored, and the reason if it was not accepted.

    `says_verdict` is False if the marketplace counts a plain 200 as received.
    """

    verdict: Verdict
    event: str | None = None
    reason: str | None = None
    says_verdict: bool = True


@dataclass(frozen=True, slots=True)
class _Authentic:
    """A delivery with a valid signature.

    Only the verification makes one.
    """

    connection: Connection
    id: str
    body: bytes
    headers: Headers
    received_at: datetime


class FrontDoor:
    """Receives deliveries: with warm caches, one AWS call for a genuine one and none for a forged one."""

    def __init__(
        self,
        *,
        registry: ConnectionRegistry,
        secrets: SecretStore,
        log: OrderLog,
        quarantine: Quarantine,
        dialects: Mapping[str, Dialect],
        shares: TokenBuckets,
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._registry = registry
        self._secrets = secrets
        self._log = log
        self._quarantine = quarantine
        self._dialects = dialects
        self._shares = shares
        self._clock = clock
        self._logbook = logbook

    def receive(self, name: str, request: Request) -> Receipt:
        """Receive one delivery of the named connection.

        Nothing that a stranger or AWS does makes it raise. The media type counts after the signature. Otherwise its
        answer would tell a stranger which connections exist and what they speak.
        """
        try:
            connection = self._registry.find(name)
            delivery = self._verify(connection, request)
            content_type = self._dialect(delivery.connection).content_type
            if request.media_types != (content_type,):
                return Receipt(Verdict.OTHER_CONTENT, reason=f"the content type is {content_type}")
            self._shares.take(name)  # after the signature, so that a forgery never spends the marketplace's share
            receipt = self._answered(delivery)
        except NotAuthentic:
            return Receipt(Verdict.NOT_AUTHENTIC)
        except TooMany:
            self._logbook.count("delivery_refused", kind="refused.too_many", code="TooMany", connection=name)
            return Receipt(Verdict.UNAVAILABLE)
        except KeyUnknown:  # no alarm, because a stranger can name a key too
            self._logbook.count("delivery_refused", kind="refused.key_unknown", code="KeyUnknown", connection=name)
            return Receipt(Verdict.UNAVAILABLE)
        except StoreUnavailable as failure:
            self._logbook.failure("delivery_refused", code=failure.code, alarming=failure.needs_person)
            return Receipt(Verdict.UNAVAILABLE)
        verdict = receipt.verdict
        self._logbook.count("delivery", kind=verdict, verdict=verdict, connection=name, event=receipt.event)
        return receipt

    def receive_again(self, row: QuarantineRow, *, send: bool) -> Receipt:
        """Try a quarantined delivery again under its own id and date. It is received when it is tried again.

        Without `send`, only say what would happen.
        """
        connection = self._registry.find(row.connection)
        if connection is None:
            return Receipt(Verdict.QUARANTINED, row.event_id, "its connection is not listed any more")
        delivery = _Authentic(connection, row.delivery_id, row.body, row.headers, self._clock())
        try:
            translation = self._translate(delivery)
        except NotUnderstood as error:
            return Receipt(Verdict.QUARANTINED, row.event_id, error.reason)
        return self._append(delivery, translation) if send else self._predict(delivery, translation)

    def _verify(self, connection: Connection | None, request: Request) -> _Authentic:
        if connection is None:
            raise NotAuthentic
        credentials = self._secrets.live(connection)
        received_at = self._clock()
        dialect = self._dialect(connection)
        try:
            delivery_id = dialect.verify(request, credentials, received_at)
        except Misconfigured as error:
            raise StoreUnavailable("SecretUnusable", needs_person=True) from error
        return _Authentic(connection, delivery_id, request.body, request.named(dialect.headers), received_at)

    def _answered(self, delivery: _Authentic) -> Receipt:
        return replace(self._keep(delivery), says_verdict=self._dialect(delivery.connection).says_verdict)

    def _keep(self, delivery: _Authentic) -> Receipt:
        try:
            translation = self._translate(delivery)
        except AboutNoOrder as error:
            return self._put_aside(delivery, error.reason)
        except NotUnderstood as error:
            return self._quarantine_it(delivery, error.reason)
        return self._append(delivery, translation)

    def _translate(self, delivery: _Authentic) -> Translation:
        translation = self._dialect(delivery.connection).translate(delivery.body, delivery.headers)
        for happening in translation.happenings:
            _require_plausible_date(happening.at, delivery.received_at)
        return translation

    def _append(self, delivery: _Authentic, translation: Translation) -> Receipt:
        order, row = _row(delivery, translation)
        try:
            earlier = self._log.append(order, row)
        except OrderFull:
            earlier = self._log.find(order, row.id)
            if earlier is None:
                return self._quarantine_it(delivery, _FULL)
        verdict = _verdict(row, earlier)
        if verdict is Verdict.CONFLICT:
            return Receipt(verdict, self._quarantine_it(delivery, _OTHER_BODY).event, _OTHER_BODY)
        return Receipt(verdict, row.event_id)

    def _predict(self, delivery: _Authentic, translation: Translation) -> Receipt:
        order, row = _row(delivery, translation)
        return Receipt(_verdict(row, self._log.find(order, row.id)), row.event_id)

    def _put_aside(self, delivery: _Authentic, reason: str) -> Receipt:
        row = _set_aside(delivery, reason)
        earlier = self._quarantine.put_aside(row)
        return Receipt(Verdict.NO_ORDER if earlier is None else Verdict.DUPLICATE, row.event_id)

    def _quarantine_it(self, delivery: _Authentic, reason: str) -> Receipt:
        row = _set_aside(delivery, reason)
        earlier = self._quarantine.put(row)
        if earlier is not None:
            return Receipt(Verdict.DUPLICATE, row.event_id)
        self._logbook.alarm("delivery_quarantined", connection=row.connection, event=row.event_id, reason=reason)
        return Receipt(Verdict.QUARANTINED, row.event_id, reason)

    def _dialect(self, connection: Connection) -> Dialect:
        if connection.dialect not in self._dialects:
            raise StoreUnavailable("DialectUnknown", needs_person=True)
        return self._dialects[connection.dialect]


def _set_aside(delivery: _Authentic, reason: str) -> QuarantineRow:
    return QuarantineRow(
        connection=delivery.connection.name,
        delivery_id=delivery.id,
        dialect=delivery.connection.dialect,
        body=delivery.body,
        headers=delivery.headers,
        received_at=delivery.received_at,
        reason=reason,
    )


def _row(delivery: _Authentic, translation: Translation) -> tuple[OrderKey, EventRow]:
    connection, happening = delivery.connection, translation.happening
    row = EventRow(
        id=keys.delivery_row(connection.name, delivery.id),
        dialect=connection.dialect,
        body=delivery.body,
        headers=delivery.headers,
        received_at=delivery.received_at,
        occurred_at=happening.at,
        type=happening.type,
        by=happening.by,
    )
    return OrderKey(connection.merchant, connection.marketplace, translation.order_number), row


def _verdict(row: EventRow, earlier: EventRow | None) -> Verdict:
    if earlier is None:
        return Verdict.ACCEPTED
    return Verdict.DUPLICATE if earlier.sha256 == row.sha256 else Verdict.CONFLICT


def _require_plausible_date(at: datetime, received_at: datetime) -> None:
    if at > received_at + _AHEAD:
        raise NotUnderstood("timestamp: more than 5 minutes after receipt")
    if at < _EARLIEST:
        raise NotUnderstood("timestamp: before the year 2000")
