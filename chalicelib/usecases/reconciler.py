"""The reconciler: folds every order again, compares the result with what is stored, and repairs it.

It finds lost stream records, messages that were put and never sent, stale or missing case rows, requests that nobody
filed, and uploads without an event. A second run finds nothing. Each night goes on where the last one stopped.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from chalicelib.aws.effect_rows import EffectRow, EffectRows
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.aws.order_budget import OrderFull
from chalicelib.aws.order_walk import OrderWalk, Place, Walked
from chalicelib.domain.effects import Effect, effects
from chalicelib.domain.events import UNREADABLE
from chalicelib.logbook import Logbook
from chalicelib.usecases.filing_rows import left_to_person_row
from chalicelib.usecases.order_history import OrderHistories, OrderHistory
from chalicelib.usecases.poison import POISON, report_poison
from chalicelib.usecases.projector import Projector, messages_owed
from chalicelib.usecases.stale_cases import stale_cases
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.views.messages import message_id

UNFILED: Final = timedelta(hours=1)
# Changes of the last minutes may still be under way on the stream, so they are no alarm.
_UNDER_WAY: Final = timedelta(minutes=5)
REPAIRS: Final = ("messages", "case_rows", "sent_again", "left_to_person", "uploads")
_NOTICED: Final = ("under_way", "unreachable", "unreadable", "poisoned", "full")
_KEPT_EACH: Final = 500  # orders, after which a night keeps its place
_LONGEST_WALK: Final = 7  # days
_ONE_ORDER: Final = 60.0  # seconds; no order needs so long


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The numbers of one run: the orders it read, and what it repaired or, on a dry run, would repair.

    `under_way` counts orders that changed too recently to say that something is lost. `unreachable` counts orders that
    AWS did not answer for, `poisoned` those that break our code, `full` those that are left alone, and `skipped` those
    that are closed and unchanged. `complete` if the walk came to its end.
    `unreadable` counts rows that no longer translate.
    """

    orders: int
    repaired: Counter[str]
    under_way: int
    unreachable: int
    unreadable: int
    poisoned: int
    full: int
    skipped: int
    complete: bool

    @property
    def clean(self) -> bool:
        """True if no person has to look."""
        amiss = self.unreachable or self.unreadable or self.poisoned
        return not (self.repaired.total() or amiss)


class Reconciler:
    """Compares effect rows, case rows and uploads with the logs."""

    def __init__(
        self,
        *,
        histories: OrderHistories,
        log: OrderLog,
        walk: OrderWalk,
        projector: Projector,
        effect_rows: EffectRows,
        queue: MediationQueue,
        sweep_uploads: Callable[[OrderHistory], int],
        count_quarantined: Callable[[], int],
        clock: Callable[[], datetime],
        logbook: Logbook,
    ) -> None:
        self._histories = histories
        self._log = log
        self._walk = walk
        self._projector = projector
        self._effect_rows = effect_rows
        self._queue = queue
        self._sweep_uploads = sweep_uploads
        self._count_quarantined = count_quarantined
        self._clock = clock
        self._logbook = logbook

    def run(self, *, repair: bool = True, segment: int = 0, segments: int = 1) -> Reconciliation:
        """Check every order of a segment of the table once, from its beginning."""
        now = self._clock()
        counts: Counter[str] = Counter()
        for walked in self._walk.orders(segment=segment, segments=segments, after=None, now=now):
            counts += self._counted(walked, repair=repair)
        return self._report(counts, since=now, complete=True, segment=segment, repair=repair)

    def run_nightly(self, *, segment: int = 0, segments: int = 1, seconds_left: Callable[[], float]) -> Reconciliation:
        """Continue the walk of the last night while there is time, and skip what is closed and unchanged."""
        counts: Counter[str] = Counter()
        since, complete = self._clock(), False
        try:
            place = self._walk.place(segment=segment, segments=segments, now=since)
            since = place.since
            complete = self._walk_on(place, counts, segment=segment, segments=segments, seconds_left=seconds_left)
        except StoreUnavailable as failure:
            self._logbook.failure("reconciliation_delayed", code=failure.code, alarming=failure.needs_person)
            counts["unreachable"] += 1
        return self._report(counts, since=since, complete=complete, segment=segment, repair=True)

    def _walk_on(
        self, place: Place, counts: Counter[str], *, segment: int, segments: int, seconds_left: Callable[[], float]
    ) -> bool:
        """Walk on from a place and keep the next one. Returns True at the end of the walk."""
        walk = self._walk.orders(segment=segment, segments=segments, after=place.last, now=self._clock())
        for walked in walk:
            counts.update(Counter(orders=1, skipped=1) if walked.settled else self._counted(walked, repair=True))
            in_time = seconds_left() >= _ONE_ORDER
            if not in_time or counts["orders"] % _KEPT_EACH == 0:
                self._walk.keep(replace(place, last=walked.last), segment=segment, segments=segments)
            if not in_time:
                return False
        self._walk.keep(replace(place, last=None), segment=segment, segments=segments)
        return True

    def _counted(self, walked: Walked, *, repair: bool) -> Counter[str]:
        return Counter(orders=1) + self._try_to_reconcile(walked.order, repair=repair)

    def _report(
        self, counts: Counter[str], *, since: datetime, complete: bool, segment: int, repair: bool
    ) -> Reconciliation:
        """Write the line of a run. It is an alarm if a person has to look, or if the walk takes too many nights."""
        noticed = {name: counts[name] for name in _NOTICED}
        repaired = {name: counts[name] for name in REPAIRS}
        result = Reconciliation(
            counts["orders"], Counter(repaired), **noticed, skipped=counts["skipped"], complete=complete
        )
        days = (self._clock() - since).days
        log = self._logbook.note if result.clean and days < _LONGEST_WALK else self._logbook.alarm
        where = {"complete": str(complete).lower(), "dry": str(not repair).lower()}
        fields = {"quarantined": self._quarantined(segment), "days": days, "skipped": result.skipped}
        if repair:
            self._logbook.count("repairs", kind="repairs", amount=sum(repaired.values()))
        log("reconciled", orders=result.orders, **where, **fields, **noticed, **repaired)
        return result

    def _quarantined(self, segment: int) -> int | None:
        """Count what waits in quarantine, in the first segment only. None if AWS does not answer.

        It makes no alarm of the run, because each delivery raised one when it came.
        """
        if segment:
            return 0
        try:
            return self._count_quarantined()
        except StoreUnavailable as failure:
            self._logbook.failure("reconciliation_delayed", code=failure.code, alarming=failure.needs_person)
            return None

    def _try_to_reconcile(self, order: OrderKey, *, repair: bool) -> Counter[str]:
        """Check one order.

        If AWS does not answer or our code breaks, the other orders are still checked.
        """
        try:
            self._log.require_room(order)
            history = self._histories.of(order, as_of=self._clock())
            counts = self._reconcile(history, repair=repair)
        except OrderFull:
            return Counter(full=1)
        except StoreUnavailable as failure:
            self._logbook.failure("reconciliation_delayed", code=failure.code, alarming=failure.needs_person)
            return Counter(unreachable=1)
        except POISON as error:
            report_poison(self._logbook, order, error)
            return Counter(poisoned=1)
        if counts and self._is_fresh(history):
            counts = Counter(under_way=1)
        counts["unreadable"] = sum(entry.type == UNREADABLE for entry in history.file.order.entries)
        return counts

    def _is_fresh(self, history: OrderHistory) -> bool:
        return any(self._clock() - row.received_at < _UNDER_WAY for row in history.rows.events)

    def _reconcile(self, history: OrderHistory, *, repair: bool) -> Counter[str]:
        unfiled = list(self._unfiled(history))
        counts = Counter(
            messages=len(messages_owed(history)),
            case_rows=sum(1 for _ in stale_cases(history)),
            sent_again=sum(row.sent_again_at is None for _, row in unfiled),
            left_to_person=sum(row.sent_again_at is not None for _, row in unfiled),
        )
        if repair:
            counts["uploads"] = self._sweep_uploads(history)
            for effect, row in unfiled:
                self._send_again(history, effect, row)
            if counts.total():
                self._projector.project(history.file.key)
        return +counts

    def _unfiled(self, history: OrderHistory) -> Iterator[tuple[Effect, EffectRow]]:
        """Find requests that were sent over an hour ago and that neither a desk nor a person has filed."""
        rows = {row.effect_id: row for row in history.rows.effects if not row.withdrawal and not row.held}
        for effect in effects(history.file):
            row = rows.get(effect.id)
            if row is not None and _waits(effect) and self._is_late(row):
                yield effect, row

    def _is_late(self, row: EffectRow) -> bool:
        since = row.sent_again_at or row.sent_at
        return since is not None and self._clock() - since > UNFILED

    def _send_again(self, history: OrderHistory, effect: Effect, row: EffectRow) -> None:
        """Send an unfiled request once more.

        The next time, leave it to a person. The mark is written after the queue has the message. Otherwise a message
        that the queue refused would count as sent.
        """
        order = history.file.key
        if row.sent_again_at is None:
            self._queue.send(CaseKey(order, row.return_id), row.message, deduplication_id=message_id(row.message))
            self._effect_rows.mark_sent_again(order, row.effect_id, at=self._clock())
            return
        why = "sent twice, and no desk has filed it"
        self._log.append(order, left_to_person_row(history.file, effect, now=self._clock(), why=why))


def _waits(effect: Effect) -> bool:
    return effect.wanted and not effect.round.left_to_person
