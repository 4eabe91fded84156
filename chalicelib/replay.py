"""Replay: what was set aside is tried again, by an operator's word; each is safe to repeat.

A quarantined delivery that can be read now joins its order's log under its own delivery id; a request whose filing
failed goes to the queue again in its exact bytes, and the desk files it only where it still stands.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.log import OrderLog
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.aws.quarantine import Quarantine
from chalicelib.deliveries import FrontDoor, Verdict
from chalicelib.domain.effects import effects
from chalicelib.domain.records import RoundStatus
from chalicelib.histories import Histories
from chalicelib.views.messages import message_id


@dataclass(frozen=True, slots=True)
class Replayed:
    """One thing that was, or would be, tried again, and what came of it."""

    what: str
    outcome: str


class Replay:
    """Tries again; without `send` it only tells what it would do."""

    def __init__(
        self,
        *,
        door: FrontDoor,
        quarantine: Quarantine,
        log: OrderLog,
        histories: Histories,
        queue: MediationQueue,
        clock: Callable[[], datetime],
    ) -> None:
        self._clock = clock
        self._door = door
        self._quarantine = quarantine
        self._log = log
        self._histories = histories
        self._queue = queue

    def quarantined(self, connection: str, *, send: bool) -> Iterator[Replayed]:
        """Try a connection's quarantined deliveries again; those still not understood stay where they are."""
        for row in self._quarantine.rows(connection):
            receipt = self._door.take_again(row, send=send)
            outcome = receipt.verdict if receipt.verdict is not Verdict.QUARANTINED else f"still: {receipt.reason}"
            yield Replayed(row.event_id, outcome)

    def failed_filings(self, *, send: bool) -> Iterator[Replayed]:
        """Send every request again whose filing failed and that still stands."""
        for order in sorted(set(self._log.orders()), key=str):
            history = self._histories.of(order, as_of=self._clock())
            rows = {row.effect_id: row for row in history.rows.effects if not row.withdrawal}
            for effect in effects(history.file):
                if effect.round.status is not RoundStatus.FAILED or effect.id not in rows:
                    continue
                if send:
                    message = rows[effect.id].message
                    self._queue.send(effect.case.key, message, deduplication_id=message_id(message))
                yield Replayed(effect.id, "sent" if send else "would be sent")
