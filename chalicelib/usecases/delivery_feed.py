"""The writer of the feed: after the stream, each new delivery becomes a row of its merchant's feed."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from chalicelib.aws import keys
from chalicelib.aws.event_rows import EventRow
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.feed import Feed, FeedRow, FeedVerdict
from chalicelib.aws.quarantine import QuarantineRow
from chalicelib.aws.registry import ConnectionRegistry
from chalicelib.aws.stream_changes import Change
from chalicelib.dialects.delivery import NotUnderstood
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.facts import CaseFact
from chalicelib.logbook import Logbook
from chalicelib.usecases.erased_rows import translated
from chalicelib.usecases.poison import POISON
from chalicelib.values.identifiers import CaseKey, OrderKey, is_identifier


class DeliveryFeed:
    """The only writer of feeds. Nothing of a delivery is read again: the stream brings the whole row."""

    def __init__(self, *, feed: Feed, registry: ConnectionRegistry, logbook: Logbook) -> None:
        self._feed = feed
        self._registry = registry
        self._logbook = logbook

    def write(self, changes: Sequence[Change]) -> tuple[str, ...]:
        """Write the new deliveries of a stream's batch, and return the sequence numbers to deliver again."""
        new = [change for change in changes if change.is_new]
        try:
            rows = [row for change in new for row in self._rows(change)]
            if rows:
                self._feed.write(rows)
        except StoreUnavailable as failure:
            self._logbook.failure("feed_delayed", code=failure.code, alarming=failure.needs_person)
            return (new[0].sequence,)  # the stream goes on from there
        return ()

    def _rows(self, change: Change) -> Iterator[FeedRow]:
        """Yield the row of a delivery, and none for a change of another kind. A damaged row is left out."""
        order = change.order
        with suppress(*POISON):
            if order is None:
                yield from self._quarantined(change.quarantined())
            else:
                yield from _accepted(order, change.event())

    def _quarantined(self, row: QuarantineRow | None) -> Iterator[FeedRow]:
        connection = self._registry.find(row.connection) if row else None
        if row is None or connection is None:
            return
        yield FeedRow(
            event_id=row.event_id,
            merchant=connection.merchant,
            connection=row.connection,
            type=_type_in(row.body),
            received_at=row.received_at,
            verdict=FeedVerdict.QUARANTINED,
            reason=row.reason,
        )


def _accepted(order: OrderKey, row: EventRow) -> Iterator[FeedRow]:
    connection = keys.read_delivery_row(row.id)
    if connection is None or row.damaged:
        return
    yield FeedRow(
        event_id=row.event_id,
        merchant=order.merchant,
        connection=connection,
        type=row.type,
        received_at=row.received_at,
        verdict=FeedVerdict.ACCEPTED,
        order=order,
        case_id=_case_id(order, row),
    )


def _case_id(order: OrderKey, row: EventRow) -> str | None:
    """Return the case that a delivery is about, or None if it is about the order."""
    translation = translated(row)
    facts = (happening.fact for happening in translation.happenings) if translation else ()
    returns = (fact.return_id for fact in facts if isinstance(fact, CaseFact))
    return next((CaseKey(order, return_id).case_id for return_id in returns), None)


def _type_in(body: bytes) -> str | None:
    """Read the type that a body names, if it can be one. It is shown only, and nothing is decided on it."""
    try:
        named = parse_object(body).get("type")
    except NotUnderstood:
        return None
    return named if isinstance(named, str) and is_identifier(named) else None
