"""The properties of every history, however wild (numbers 57 and 58 of docs/reliability.md)."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.clock import DeadlinePassed
from chalicelib.domain.deadlines import deadlines, next_to_act
from chalicelib.domain.effects import effects
from chalicelib.domain.entries import Entry
from chalicelib.domain.events import Event
from chalicelib.domain.lifecycle import WITHOUT_DEADLINE
from chalicelib.domain.order import OrderFile
from chalicelib.domain.order_facts import OrderMoved, PolicyDisclosed
from chalicelib.domain.refund_facts import RefundSettled
from chalicelib.domain.ruling_facts import AppealDecided, MediationDecided
from chalicelib.values.states import PAID_ENDS, PENDING, RoundStatus
from chalicelib.values.vocabulary import EventType, Outcome, Party, Status
from tests.domain.generated import DATES, histories
from tests.domain.histories import Story, on

PROCEEDING = {Status.MEDIATION_REQUESTED, Status.IN_MEDIATION, Status.APPEAL_REQUESTED, Status.IN_APPEAL}


def told(events: list[Event], outbox: Outbox | None = None) -> Story:
    return Story(tuple(events), outbox=outbox or Outbox())


@given(histories(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_gives_the_same_file_and_the_same_effects(history, chance: random.Random):
    again = [*history, *chance.choices(history, k=3)] if history else []
    chance.shuffle(again)
    one, other = told(history).file(30), told(again).file(30)
    assert one == other
    assert effects(one) == effects(other)


@given(histories())
def test_freight_that_is_decided_at_every_event_is_what_new_grounds_alone_decide(history):
    with patch("chalicelib.domain.apply.has_new_grounds", return_value=True):
        always = told(history).file(30)
    assert told(history).file(30) == always


@given(histories(), st.randoms(use_true_random=False))
def test_earlier_messages_change_nothing_but_the_later_messages(history, chance: random.Random):
    ids = [effect.id for effect in effects(told(history).file(30))]
    outbox = Outbox(sent=frozenset(ids), withdrawn=frozenset(chance.sample(ids, k=len(ids) // 2)))
    before, after = told(history).file(30), told(history, outbox).file(30)
    for name, case in before.cases.items():
        assert (after.cases[name].status, after.cases[name].outcome) == (case.status, case.outcome)
        assert [found.number for found in after.cases[name].rounds] == [found.number for found in case.rounds]
    assert _waiting(after).isdisjoint(outbox.withdrawn)


@given(histories(), st.randoms(use_true_random=False))
def test_whatever_arrives_first_the_outside_is_left_with_what_stands(history, chance: random.Random):
    chance.shuffle(history)
    arrived: list[Event] = []
    outbox = Outbox()
    for event in history:
        arrived.append(event)
        outbox = _projected(told(arrived, outbox).file(30), outbox)
    left = told(history, outbox).file(30)
    last = effects(left)
    assert outbox.sent - outbox.withdrawn == {effect.id for effect in last} & outbox.sent - outbox.withdrawn
    assert _waiting(left).isdisjoint(outbox.withdrawn)
    assert all(effect.id in outbox.sent for effect in last if effect.wanted)
    asked = effects(told(history).file(30))
    assert [(e.case.key, e.round.kind, e.round.number) for e in last] == [
        (e.case.key, e.round.kind, e.round.number) for e in asked
    ]


def _waiting(file: OrderFile) -> set[str]:
    """Ids of what waits for the platform.

    What it heard or ruled on all the same keeps the withdrawn id.
    """
    heard = (RoundStatus.OPEN, RoundStatus.DECIDED)
    return {effect.id for effect in effects(file) if effect.round.status not in heard}


def _projected(file: OrderFile, outbox: Outbox) -> Outbox:
    """Do the projector's work twice: send what is wanted, and withdraw what is not wanted any more."""
    wanted = {effect.id for effect in effects(file) if effect.wanted}
    gone = outbox.sent - {effect.id for effect in effects(file)}
    return Outbox(sent=outbox.sent | wanted, withdrawn=outbox.withdrawn | gone)


@given(histories(), DATES)
def test_every_event_stands_in_its_timeline_once_with_an_effect_or_the_reason_for_none(history, as_of):
    file = told(history).file(as_of)
    for name, case in file.cases.items():
        heard = {
            event.id for event in history if event.return_id == name and event.kind is not EventType.DEADLINE_PASSED
        }
        lines = [entry.id for entry in case.timeline if entry.id in heard]
        assert sorted(lines) == sorted(heard)
        assert all((entry.effect is None) != (entry.no_effect_because is None) for entry in case.timeline)


@given(histories(), DATES)
def test_every_case_is_in_a_state_that_its_parts_agree_with(history, as_of):
    for case in told(history).file(as_of).cases.values():
        assert (case.outcome is None) == case.is_open
        assert sum(found.status in PENDING for found in case.rounds) == (case.status in PROCEEDING)
        assert len({(found.kind, found.number) for found in case.rounds}) == len(case.rounds)
        assert len({offer.offer_id for offer in case.offers}) == len(case.offers)
        assert len({offer.by for offer in case.open_offers()}) == len(case.open_offers())
        assert case.since >= case.opened_at


@given(histories(), DATES)
def test_every_open_case_has_a_deadline_or_a_named_reason_for_none(history, as_of):
    for case in told(history).file(as_of).cases.values():
        assert deadlines(case) or not case.is_open or WITHOUT_DEADLINE[case.status]


@given(histories())
def test_no_ruling_and_no_settlement_is_ever_lost(history):
    for name, case in told(history).file(60).cases.items():
        ours = sorted(
            (event for event in history if event.return_id == name), key=lambda event: (event.received_at, event.id)
        )
        rulings = {_ruling(event) for event in ours if isinstance(event.fact, MediationDecided | AppealDecided)}
        assert rulings == {found.id for found in case.rounds if found.status is RoundStatus.DECIDED}
        paid = {
            event.fact.identity(by=event.by, at=event.at): str(event.fact.amount)
            for event in reversed(ours)
            if isinstance(event.fact, RefundSettled)
        }
        failed = {failure.name for failure in case.failed}
        assert Counter(str(payment.amount) for payment in case.payments) == Counter(
            amount for refund, amount in paid.items() if refund not in failed
        )
        counted = [amount.minor for amount in (case.settled, *case.other) if amount is not None]
        assert sum(counted) == sum(payment.amount.minor for payment in case.payments)


@given(histories())
def test_a_refund_that_failed_never_counts_and_closes_no_case(history):
    for case in told(history).file(60).cases.values():
        names = [payment.name for payment in case.payments]
        assert not {failure.name for failure in case.failed} & set(names)
        if case.outcome in PAID_ENDS - {Outcome.EXCHANGED}:
            assert case.settled is not None
            assert case.open_part(case.promised or case.claim) is None


def _ruling(event: Event) -> str:
    fact = event.fact
    assert isinstance(fact, MediationDecided | AppealDecided)
    return fact.mediation_id if isinstance(fact, MediationDecided) else fact.appeal_id


@given(histories(), st.lists(DATES, max_size=6))
def test_a_schedule_that_slept_changes_nothing(history, wakings):
    asleep, awake = told(history), told(history)
    for now in sorted(wakings):
        awake = awake.then(*_rings(awake.file(now), now))
    assert awake.file(60).cases == asleep.file(60).cases


def _rings(file: OrderFile, now: datetime) -> Iterator[Event]:
    """The rows of the deadline clerk."""
    for name, case in file.cases.items():
        due = next_to_act(case)
        if due is not None and due.acts_at <= now:
            fact = DeadlinePassed(return_id=name, deadline="next", instant=due.acts_at)
            row = f"clock#{name}#{due.acts_at}"
            kind, at = EventType.DEADLINE_PASSED, due.acts_at
            yield Event(id=row, type=kind, at=at, received_at=now, by=Party.CLOCK, fact=fact, ours=True)


@given(histories(), DATES, DATES)
def test_what_has_happened_by_an_instant_has_happened_at_every_later_one(history, one, other):
    first = max([one, *(event.received_at for event in history), *(event.at for event in history)])
    second = max(first, other + (on(21) - on(0)))
    earlier, later = told(history).file(first), told(history).file(second)
    for name, case in earlier.cases.items():
        assert later.cases[name].timeline[: len(case.timeline)] == case.timeline


@given(histories())
def test_a_file_is_the_same_whether_or_not_other_orders_facts_are_folded_with_it(history):
    """A case depends on its own events and its order's, never on those of another case."""
    alone = [event for event in history if event.return_id != "R-2"]
    if "R-1" in told(history).file(30).cases:
        case, solo = told(history).case(30, "R-1"), told(alone).case(30, "R-1")
        assert replace(case, reviews=()) == replace(solo, reviews=())


def _as_answers(history: list[Event]) -> list[Event]:
    """The first telling of each fact, without the facts that are dated after their receipt."""
    ahead = [event for event in history if event.at > event.received_at]
    first: dict[str, Event] = {}
    for event in sorted(history, key=lambda event: (event.received_at, event.id)):
        name = event.fact.identity(by=event.by, at=event.at) or _of_the_order(event) or event.id
        first.setdefault(f"{event.return_id} {name}", event)
    return [event for event in first.values() if event not in ahead]


def _of_the_order(event: Event) -> str | None:
    """Return what identifies a movement of the order, or a disclosure."""
    match event.fact:
        case OrderMoved(tracking=tracking):
            return f"{event.type} of {tracking.number if tracking else None}"
        case PolicyDisclosed():
            return f"{event.fact} at {event.at}"
        case _:
            return None


@given(histories(), st.randoms(use_true_random=False))
def test_another_order_of_arrival_gives_the_same_file_but_for_the_receipts(history, chance: random.Random):
    """An answer to an act of ours is received after it, and each fact has one telling only."""
    once = _as_answers(history)
    last = max([event.at for event in once if event.ours], default=on(0))
    one = [_received(event, last + (on(1 + place) - on(0))) for place, event in enumerate(once)]
    chance.shuffle(once)
    other = [_received(event, last + (on(1 + place) - on(0))) for place, event in enumerate(once)]
    assert _without_receipts(told(one).file(300)) == _without_receipts(told(other).file(300))


def _received(event: Event, at: datetime) -> Event:
    return event if event.ours else replace(event, received_at=max(at, event.at))


def _without_receipts(file: OrderFile) -> OrderFile:
    def bare(entries: Iterable[Entry]) -> tuple[Entry, ...]:
        return tuple(replace(entry, received_at=on(0)) for entry in entries)

    cases = {name: replace(case, timeline=bare(case.timeline)) for name, case in file.cases.items()}
    order = replace(
        file.order,
        entries=bare(file.order.entries),
        statements=tuple(replace(found, received_at=on(0)) for found in file.order.statements),
        arrivals=tuple(replace(found, received_at=on(0)) for found in file.order.arrivals),
    )
    return replace(file, cases=cases, order=order)
