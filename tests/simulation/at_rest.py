"""The end of a history: everything that was under way arrives, and the system is compared with its logs alone."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime

from chalicelib.dialects import TRANSLATORS
from chalicelib.dialects.delivery import NO_HEADERS
from chalicelib.domain.case_parts import Round
from chalicelib.domain.effects import effects
from chalicelib.domain.events import Event
from chalicelib.domain.fold import fold
from chalicelib.usecases.order_history import OrderHistory, outbox
from chalicelib.usecases.projector import messages_owed
from chalicelib.usecases.stale_cases import stale_cases
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.states import EvidenceStatus, RoundStatus
from tests.simulation.ledger import Delivery, Ledger, rows_on_disk
from tests.simulation.stage import Stage
from tests.simulation.told import ORDERS
from tests.world.planted import quoted
from tests.world.sources import event_of

_BY_OURSELVES = ("clock#", "desk#")


def come_to_rest(stage: Stage, ledger: Ledger, send: Callable[[Delivery], None]) -> None:
    """No more faults: marketplaces repeat what nobody acknowledged, sources deliver, the reconciler mends the rest."""
    stage.luck.plan, stage.platform.failures = None, 0
    stage.world.restart()
    for delivery in ledger.open:
        send(delivery)
    assert ledger.open == []
    stage.clock.forward(minutes=10)
    settle(stage)
    stage.world.call("expire_deadlines", event_of())
    settle(stage)
    report = stage.world.restart().reconciler.run()
    assert report.clean or stage.lost, f"nothing was lost for good, and yet {report}"
    settle(stage)


def settle(stage: Stage) -> None:
    """Deliver until every source is empty."""
    for _ in range(200):
        stage.fetch()
        if stage.stream:
            stage.project(list(stage.stream))
        elif stage.uploads:
            stage.inspect(stage.uploads.pop())
        elif not (stage.mediate() or stage.redrive()):
            return
    raise AssertionError("it never comes to rest")


def compare_with_the_log(stage: Stage, ledger: Ledger) -> None:
    """Lost, doubled and unexpected are nothing.

    What stands outside is what the logs fold to.
    """
    assert ledger.lost() == []
    assert quoted(stage.cloud.lines) == []
    _nothing_doubled_or_unexpected(ledger)
    process, now = stage.world.restart(), stage.clock.now
    for order_number in ORDERS:
        history = process.order_histories.of(OrderKey("demo", "alibaba", order_number), as_of=now)
        assert history.file == _model(history, ledger, order_number, now)
        assert list(stale_cases(history)) == []
        assert not messages_owed(history)
        _platform_agrees(stage, history)
        _uploads_have_verdicts(stage, history)
    before = rows_on_disk()
    assert process.reconciler.run().clean
    assert rows_on_disk() == before


def _nothing_doubled_or_unexpected(ledger: Ledger) -> None:
    rows = rows_on_disk()
    delivered = {key for key in rows if key[1].startswith("EVENT#delivery#")}
    assert delivered == set(ledger.accepted)
    keys = Counter(row["idempotency_key"] for row in rows.values() if "idempotency_key" in row)
    assert not [name for name, count in keys.items() if count > 1]
    assert set(keys) <= ledger.tried


def _model(history: OrderHistory, ledger: Ledger, order_number: str, now: datetime) -> object:
    """The fold of what outsiders remember and what we wrote ourselves, backwards and everything twice."""
    told = [*_told_by_outsiders(history, ledger, order_number), *_told_by_ourselves(history)]
    policies, sent = history.file.policies, outbox(history.rows.effects)
    return fold(history.file.key, [*reversed(told), *told], policies, as_of=now, outbox=sent)


def _told_by_outsiders(history: OrderHistory, ledger: Ledger, order_number: str) -> Iterator[Event]:
    received = {row.id: row.received_at for row in history.rows.events}
    for delivery in ledger.accepted.values():
        if delivery.order_number == order_number:
            row_id = f"delivery#demo#{delivery.id}"
            yield _event(row_id, "standard", delivery.body.encode(), received[row_id])


def _told_by_ourselves(history: OrderHistory) -> Iterator[Event]:
    for row in history.rows.events:
        if row.dialect == "recourse":
            yield _event(row.id, row.dialect, row.body, row.received_at)


def _event(row_id: str, dialect: str, body: bytes, received_at: datetime) -> Event:
    happening = TRANSLATORS[dialect](body, NO_HEADERS).happening
    name = row_id.replace("#", ".")
    return Event(
        id=name,
        type=happening.type,
        at=happening.at,
        received_at=received_at,
        by=happening.by,
        fact=happening.fact,
        ours=dialect == "recourse",
    )


def _platform_agrees(stage: Stage, history: OrderHistory) -> None:
    """One filing for each request that stands, none that was withdrawn.

    Without an endpoint a person has them all.
    """
    standing = {effect.id: effect.round for effect in effects(history.file)}
    ours = {row.effect_id for row in history.rows.effects}
    if not stage.has_endpoint:
        assert stage.platform.heard == []
        assert all(r.left_to_person or r.status is not RoundStatus.REQUESTED for r in _sent(history, standing))
        return
    filed = {key for key in stage.platform.filings if key in ours} - stage.platform.taken_back
    assert filed <= set(standing)
    assert all(r.status is not RoundStatus.REQUESTED or r.left_to_person for r in _sent(history, standing))
    recorded = {key: r.status for key, r in standing.items() if (r.reference or "").startswith("REF-")}
    assert set(recorded) <= set(stage.platform.filings)
    # A withdrawn request can still be heard and ruled on by a platform that had it.
    assert {recorded[key] for key in set(recorded) - filed} <= {RoundStatus.OPEN, RoundStatus.DECIDED}


def _sent(history: OrderHistory, standing: dict[str, Round]) -> list[Round]:
    held = {row.effect_id for row in history.rows.effects if row.held}
    return [found for key, found in standing.items() if key not in held]


def _uploads_have_verdicts(stage: Stage, history: OrderHistory) -> None:
    """A file that nobody uploaded stays announced.

    What arrived was looked at, event or not.
    """
    files = [file for case in history.file.cases.values() for file in case.evidence]
    arrived = {file for file in files if file.key in stage.arrived}
    assert not [file for file in arrived if file.status is EvidenceStatus.ANNOUNCED]
