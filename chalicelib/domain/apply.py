"""Taking an event: what it makes of a case, as the lifecycle table says, with a line in the timeline."""

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Entry, Review
from chalicelib.domain.change import Change, NoEffect
from chalicelib.domain.changes import CHANGES
from chalicelib.domain.events import Event
from chalicelib.domain.guards import no_longer_held
from chalicelib.domain.lifecycle import HEARD_AFTER_THE_END, PROMISES, move_for
from chalicelib.domain.lifecycle_rows import Move
from chalicelib.domain.next_status import advance, note_freight
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.repeats import contradicts, fuller, identity
from chalicelib.domain.wording import words
from chalicelib.values.vocabulary import EventType, Party


def take(case: Case, event: Event, order: OrderRecord, told: dict[str, Event]) -> Case:
    """Take the next event of a case's history; `told` are the facts told so far, by their identity."""
    if event.kind is EventType.CLOCK_RANG:
        return case
    case = _with_platform_status(case, event)
    again = _told_before(event, told)
    if again is not None:
        return _kept(case, event, again)
    move = move_for(case.status, event.kind, event.by, outcome=case.outcome)
    change = _not_counting(case, event) if move is None else _changed(case, event, move)
    if isinstance(change, NoEffect):
        return _kept(case, event, _promised(event, change))
    assert move is not None
    for review in no_longer_held(case, event, order):
        change = change.flagged(review.rule, review.detail)
    moved = advance(change, move, max(event.at, case.opened_at), order)
    effect = f"{move.does}: {case.status} → {moved.status}" if moved.status is not case.status else move.does
    return note_freight(case, _noted(moved, event, effect=effect), event)


def _with_platform_status(case: Case, event: Event) -> Case:
    """A platform's own word is kept even where its event changes nothing."""
    status = getattr(event.fact, "platform_status", None)
    return replace(case, platform_status=status) if status is not None and case.is_open else case


def _told_before(event: Event, told: dict[str, Event]) -> NoEffect | None:
    name = identity(event.fact, by=event.by, at=event.at)
    if name is None or name not in told:
        if name is not None:
            told[name] = event
        return None
    first = told[name]
    if contradicts(first, event):
        otherwise = f"{event.type} was told again, and otherwise: the first stands"
        return NoEffect("it was told before, and otherwise: the first stands", Review("told-otherwise", otherwise))
    told[name] = fuller(first, event)
    return NoEffect("it was told before") if told[name] is first else None


def _changed(case: Case, event: Event, move: Move) -> Change:
    if move.outlasts:
        ended = f"{event.type} is dated after the case had ended as {case.outcome}: it stands all the same"
        case = case.flagged(move.rule, ended)
    return CHANGES[move.on](case, event)


def _not_counting(case: Case, event: Event) -> NoEffect:
    if event.kind is None:
        return NoEffect("a type nobody knows: kept, changes nothing")
    if case.is_open:
        return NoEffect(f"it does not apply while the case is {case.status}")
    heard = Review("G2.3b", f"the platform told {event.type} after the case had ended as {case.outcome}")
    return NoEffect(
        f"the case had closed before it ({case.outcome})", heard if event.kind in HEARD_AFTER_THE_END else None
    )


def _promised(event: Event, change: NoEffect) -> NoEffect:
    """What the seller promised, and what counts no more because of a late fact, is for a person to look at."""
    if change.review is not None or event.kind not in PROMISES or event.by is not Party.SELLER:
        return change
    return NoEffect(change.because, Review("G2.3a", f"{event.type} was promised and counts no more: {change.because}"))


def _kept(case: Case, event: Event, change: NoEffect) -> Case:
    flagged = case.flagged(change.review.rule, change.review.detail) if change.review else case
    return _noted(flagged, event, because=change.because)


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
