"""The fold: a log is a set of events; sorted by its own dates it becomes one file, whatever the order of arrival.

It never raises on valid events: what does not apply stays in the timeline with the reason. Deadlines that have passed
act inside it, at their own instants, so that nobody has to have been awake then.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.changes import CHANGES, Change, NoEffect
from chalicelib.domain.clockwork import run_clock
from chalicelib.domain.events import Event
from chalicelib.domain.identifiers import CaseKey, OrderKey
from chalicelib.domain.identity import contradicts, identity
from chalicelib.domain.lifecycle import OPENING, OUTLASTS_AN_END, OUTLASTS_AN_END_BY_SELLER, Move, move_for
from chalicelib.domain.order import OrderFile, OrderRecord, order_record
from chalicelib.domain.policy import PolicyBook
from chalicelib.domain.progress import advance, note_freight
from chalicelib.domain.records import Entry, Outbox
from chalicelib.domain.reviews import reviewed
from chalicelib.domain.vocabulary import EventType, Outcome, Party, Status
from chalicelib.domain.wording import words

_SOFT_ENDS = frozenset({Outcome.WITHDRAWN, Outcome.EXPIRED, Outcome.REFUSED})


def fold(
    key: OrderKey, events: Iterable[Event], policies: PolicyBook, *, as_of: datetime, outbox: Outbox | None = None
) -> OrderFile:
    """Fold an order's events into its file as of an instant; the same set gives the same file in any order."""
    history = sorted({event.id: event for event in events}.values(), key=lambda event: event.place)
    order = order_record(history)
    known = outbox or Outbox()
    names = {event.return_id for event in history if _opens(event) and event.return_id}
    cases = {
        name: _case(CaseKey(key, name), [e for e in history if e.return_id == name], order, policies, as_of, known)
        for name in sorted(names)
    }
    file = OrderFile(
        key=key,
        order=order,
        cases=cases,
        as_of=as_of,
        latest=max((event.at for event in history), default=None),
        policies=policies,
        outbox=known,
    )
    return replace(file, cases={name: reviewed(file, case) for name, case in cases.items()})


def _case(
    key: CaseKey, events: list[Event], order: OrderRecord, policies: PolicyBook, as_of: datetime, outbox: Outbox
) -> Case:
    opened_at = next(event.at for event in events if _opens(event))
    case = Case(key=key, policy=policies.in_force(opened_at), opened_at=opened_at, since=opened_at, outbox=outbox)
    told: dict[str, Event] = {}
    # What is dated before the request has waited in the log for it, and counts right after it.
    for event in sorted(
        events, key=lambda event: (max(event.at, opened_at), event.at <= opened_at and not _opens(event), event.place)
    ):
        case = run_clock(case, before=max(event.at, opened_at))
        case = _take(case, event, order, told)
    return run_clock(case, until=as_of)


def _opens(event: Event) -> bool:
    return event.type in OPENING


def _take(case: Case, event: Event, order: OrderRecord, told: dict[str, Event]) -> Case:
    if event.type == EventType.CLOCK_RANG:
        return case
    status = getattr(event.fact, "platform_status", None)
    if status is not None and case.is_open:  # a platform's own word is kept even where its event changes nothing
        case = replace(case, platform_status=status)
    name = identity(event)
    first = told.setdefault(name, event) if name else event
    if first is not event:
        return _told_again(case, first, event)
    move = move_for(case.status, event.type, event.by) or _outlasting(case, event)
    change = _changed(case, event, move)
    if not isinstance(change, Case):
        return _noted(case, event, because=change.because if change else "what it tells stands already")
    assert move is not None
    moved = advance(change, move, event.at, order)
    effect = f"{move.does}: {case.status} → {moved.status}" if moved.status is not case.status else move.does
    return note_freight(case, _noted(moved, event, effect=effect), event)


def _changed(case: Case, event: Event, move: Move | None) -> Change:
    if move is None:
        return NoEffect(_why_not(case, event))
    if not case.is_open and event.type in OUTLASTS_AN_END | OUTLASTS_AN_END_BY_SELLER:
        case = case.flagged(
            move.rule, f"{event.type} is dated after the case had ended as {case.outcome}: it stands all the same"
        )
        case = replace(case, status=Status.REQUESTED, outcome=None)
    return CHANGES[EventType(event.type)](case, event)


def _outlasting(case: Case, event: Event) -> Move | None:
    """A promise, a ruling or a settlement is not unmade by an end that is dated before it."""
    if case.is_open or case.outcome not in _SOFT_ENDS:
        return None
    outlasts = event.type in OUTLASTS_AN_END or (event.type in OUTLASTS_AN_END_BY_SELLER and event.by is Party.SELLER)
    return move_for(Status.REQUESTED, event.type, event.by) if outlasts else None


def _why_not(case: Case, event: Event) -> str:
    if event.type not in set(EventType):
        return "a type nobody knows: kept, changes nothing"
    if not case.is_open:
        return f"the case had closed before it ({case.outcome})"
    return f"it does not apply while the case is {case.status}"


def _told_again(case: Case, first: Event, again: Event) -> Case:
    if not contradicts(first, again):
        known = CHANGES[EventType.RETURN_REQUESTED](case, again) if again.type == EventType.RETURN_REQUESTED else case
        return _noted(known if isinstance(known, Case) else case, again, because="it was told before")
    flagged = case.flagged("told-otherwise", f"{again.type} was told again, and otherwise: the first stands")
    return _noted(flagged, again, because="it was told before, and otherwise: the first stands")


def _noted(case: Case, event: Event, *, effect: str | None = None, because: str | None = None) -> Case:
    entry = Entry(
        id=event.id,
        at=event.at,
        received_at=event.received_at,
        by=event.by,
        type=event.type,
        text=words(event.fact),
        effect=effect,
        no_effect_because=because,
    )
    return replace(case, timeline=(*case.timeline, entry))
