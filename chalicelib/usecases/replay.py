"""Replay: an operator tries failed deliveries and filings again.

Every replay is safe to repeat. A quarantined delivery that can be read now joins its order's log under its own delivery
id. A request whose filing failed goes to the queue again in its exact bytes, and the desk files it only if it is still
wanted. A withdrawal that the marketplace did not receive goes to the queue again too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.damage import DamagedOrder
from chalicelib.aws.effect_rows import EffectRow, EffectRows
from chalicelib.aws.log import OrderLog
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.aws.order_budget import OrderFull
from chalicelib.aws.quarantine import Quarantine, QuarantineRow
from chalicelib.domain.effects import effects
from chalicelib.usecases.front_door import FrontDoor, Receipt, Verdict
from chalicelib.usecases.order_history import OrderHistories, OrderHistory
from chalicelib.values.identifiers import CaseKey
from chalicelib.values.states import RoundStatus
from chalicelib.views.messages import message_id


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """One delivery or filing that was tried again, or would be, and its outcome."""

    what: str
    outcome: str


class Replay:
    """Tries again what failed.

    Without `send` it only says what it would do.
    """

    def __init__(
        self,
        *,
        door: FrontDoor,
        quarantine: Quarantine,
        log: OrderLog,
        effect_rows: EffectRows,
        histories: OrderHistories,
        queue: MediationQueue,
        clock: Callable[[], datetime],
    ) -> None:
        self._clock = clock
        self._door = door
        self._quarantine = quarantine
        self._log = log
        self._effect_rows = effect_rows
        self._histories = histories
        self._queue = queue

    def quarantined(self, connection: str, *, send: bool) -> Iterator[ReplayResult]:
        """Try a connection's quarantined deliveries again.

        Those that are still not understood stay in quarantine.
        """
        for row in self._quarantine.rows(connection):
            receipt = self.delivery(row, send=send)
            outcome = receipt.verdict if receipt.verdict is not Verdict.QUARANTINED else f"still: {receipt.reason}"
            yield ReplayResult(row.event_id, outcome)

    def delivery(self, row: QuarantineRow, *, send: bool) -> Receipt:
        """Try one quarantined delivery again. If it is understood now, it does not wait any more."""
        receipt = self._door.receive_again(row, send=send)
        if send and receipt.verdict in _IN_THE_LOG:
            self._quarantine.mark_replayed(row, at=self._clock())
        return receipt

    def failed_filings(self, *, send: bool) -> Iterator[ReplayResult]:
        """Send again every wanted request whose filing failed, and every withdrawal that was not received."""
        for order in sorted(set(self._log.orders()), key=str):
            try:
                history = self._histories.of(order, as_of=self._clock())
            except OrderFull:
                yield ReplayResult(order.order_number, "the order is full")
                continue
            except DamagedOrder:
                yield ReplayResult(order.order_number, "the order has a damaged row")
                continue
            for row in _undelivered(history):
                if send:
                    self._send(CaseKey(order, row.return_id), row)
                yield ReplayResult(row.effect_id, _SENT[row.withdrawal, send])

    def _send(self, case: CaseKey, row: EffectRow) -> None:
        self._queue.send(case, row.message, deduplication_id=message_id(row.message))
        if row.withdrawal:
            self._effect_rows.clear_untold(case.order, row.effect_id)


_IN_THE_LOG = (Verdict.ACCEPTED, Verdict.DUPLICATE)
_SENT = {
    (False, True): "sent",
    (False, False): "would be sent",
    (True, True): "its withdrawal is sent",
    (True, False): "its withdrawal would be sent",
}


def _undelivered(history: OrderHistory) -> Iterator[EffectRow]:
    """Find the requests and withdrawals that the queue gave up and that the marketplace still needs."""
    failed = {effect.id for effect in effects(history.file) if effect.round.status is RoundStatus.FAILED}
    for row in history.rows.effects:
        if row.untold_at is not None if row.withdrawal else row.effect_id in failed:
            yield row
