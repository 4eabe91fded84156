"""The delivery reader: the feed of a merchant, and single deliveries with the bytes that were delivered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from chalicelib.aws.feed import KEPT, Feed, FeedPage, FeedRow, FeedVerdict
from chalicelib.aws.keys import delivery_row
from chalicelib.aws.log import OrderLog
from chalicelib.aws.quarantine import Quarantine, QuarantineRow
from chalicelib.aws.quarantine_keys import read_quarantine_event_id
from chalicelib.aws.registry import ConnectionRegistry
from chalicelib.usecases.quarantine_reader import UnknownConnection
from chalicelib.values.instants import format_instant

_UNDER_WAY: Final = timedelta(minutes=1)  # a delivery is in the feed by then


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFilter:
    """The deliveries that a page shows. None means any."""

    connection: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery of the feed, and its body. None if the body is not there any more."""

    row: FeedRow
    body: bytes | None


class DeliveryReader:
    """Reads the deliveries of one merchant, and of no others."""

    def __init__(
        self,
        *,
        feed: Feed,
        log: OrderLog,
        quarantine: Quarantine,
        registry: ConnectionRegistry,
        clock: Callable[[], datetime],
    ) -> None:
        self._feed = feed
        self._log = log
        self._quarantine = quarantine
        self._registry = registry
        self._clock = clock

    def page(self, merchant: str, *, wanted: DeliveryFilter, after: str | None, limit: int) -> FeedPage:
        """Read a page after a position, or from the oldest that is kept. The position after it never ends.

        Raises UnknownConnection if the connection is not the merchant's.
        """
        if wanted.connection is not None and wanted.connection not in self._connections(merchant):
            raise UnknownConnection
        now = self._clock()
        start = max(after or "", format_instant(now - KEPT))
        attributes = {"connection": wanted.connection, "type": wanted.type}
        page = self._feed.page(
            merchant,
            after=start,
            until=now + _UNDER_WAY,
            limit=limit,
            wanted={name: value for name, value in attributes.items() if value is not None},
        )
        if page.position != start:
            return page
        return replace(page, position=max(start, format_instant(now - _UNDER_WAY)))

    def find(self, merchant: str, event_id: str) -> Delivered | None:
        """Find a delivery by the id that its answer had. One that was not understood is found for ever."""
        quarantined = self.quarantined(merchant, event_id)
        if quarantined is not None:
            return Delivered(_as_listed(merchant, quarantined), quarantined.body)
        row = self._feed.find(merchant, event_id, until=self._clock() + _UNDER_WAY)
        return None if row is None else Delivered(row, self._body(row))

    def quarantined(self, merchant: str, event_id: str) -> QuarantineRow | None:
        """Find a delivery that was not understood, replayed or not."""
        for connection in self._connections(merchant):
            parts = read_quarantine_event_id(connection, event_id)
            row = self._quarantine.find(connection, *parts) if parts else None
            if row is not None:
                return row
        return None

    def _body(self, row: FeedRow) -> bytes | None:
        delivery_id = row.event_id.removeprefix(f"delivery.{row.connection}.")
        stored = self._log.find(row.order, delivery_row(row.connection, delivery_id)) if row.order else None
        return None if stored is None else stored.body

    def _connections(self, merchant: str) -> frozenset[str]:
        return frozenset(each.name for each in self._registry.all() if each.merchant == merchant)


def _as_listed(merchant: str, row: QuarantineRow) -> FeedRow:
    return FeedRow(
        event_id=row.event_id,
        merchant=merchant,
        connection=row.connection,
        type=None,
        received_at=row.received_at,
        verdict=FeedVerdict.QUARANTINED,
        reason=row.reason,
    )
