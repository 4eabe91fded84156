"""Apply: an event to a case, as the lifecycle table says, with one line in the timeline.

A fact that comes twice has an effect once. Its identity is a method of its class. Example: a settlement with the
reference P-1 in a second delivery is the same settlement. If the second delivery states another amount, the first one
stays valid and the case is flagged.
"""

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Entry, Review
from chalicelib.domain.events import Event
from chalicelib.domain.facts import PlatformFact
from chalicelib.domain.freight import freight
from chalicelib.domain.guards import lost_grounds
from chalicelib.domain.lifecycle import HEARD_AFTER_THE_END, PROMISES, move_for
from chalicelib.domain.lifecycle_rows import Change, Move, NoEffect
from chalicelib.domain.next_status import advance
from chalicelib.domain.order import OrderRecord
from chalicelib.values.vocabulary import EventType, Party


def apply(case: Case, event: Event, order: OrderRecord, earlier: dict[str, Event]) -> Case:
    """Apply the next event of a case's history. `earlier` holds the facts so far, by their identity."""
    if event.kind is EventType.CLOCK_RANG:
        return case
    case = _with_platform_status(case, event)
    repeat = _repeat(event, earlier)
    if repeat is not None:
        return _keep(case, event, repeat)
    move = move_for(case.status, event.kind, event.by, outcome=case.outcome)
    if move is None:
        return _keep(case, event, _flag_promise(event, _not_counting(case, event)))
    change = _changed(case, event, move)
    if isinstance(change, NoEffect):
        return _keep(case, event, _flag_promise(event, change))
    for review in lost_grounds(case, event, order):
        change = change.flagged(review.rule, review.detail)
    moved = advance(change, move, max(event.at, case.opened_at), order)
    effect = f"{move.does}: {case.status} → {moved.status}" if moved.status is not case.status else move.does
    return _note_freight(case, _note(moved, event, effect=effect), event)


def _with_platform_status(case: Case, event: Event) -> Case:
    """Keep the platform's own word, even if its event changes nothing."""
    status = event.fact.platform_status if isinstance(event.fact, PlatformFact) else None
    return replace(case, platform_status=status) if status is not None and case.is_open else case


def _repeat(event: Event, earlier: dict[str, Event]) -> NoEffect | None:
    name = event.fact.identity(by=event.by, at=event.at)
    if name is None:
        return None
    first = earlier.setdefault(name, event)
    if first is event:
        return None
    if first.fact.contradicts(event.fact):
        otherwise = f"{event.type} was told again, and otherwise: the first stands"
        return NoEffect("it was told before, and otherwise: the first stands", Review("told-otherwise", otherwise))
    completed = first.fact.completed_by(event.fact)
    if completed is first.fact:
        return NoEffect("it was told before")
    earlier[name] = replace(first, fact=completed)
    return None


def _changed(case: Case, event: Event, move: Move) -> Change:
    if move.outlasts:
        ended = f"{event.type} is dated after the case had ended as {case.outcome}: it stands all the same"
        case = case.flagged(move.rule, ended)
    return move.change(case, event)


def _not_counting(case: Case, event: Event) -> NoEffect:
    if event.kind is None:
        return NoEffect("a type nobody knows: kept, changes nothing")
    if case.is_open:
        return NoEffect(f"it does not apply while the case is {case.status}")
    review = Review("G2.3b", f"the platform told {event.type} after the case had ended as {case.outcome}")
    because = f"the case had closed before it ({case.outcome})"
    return NoEffect(because, review if event.kind in HEARD_AFTER_THE_END else None)


def _flag_promise(event: Event, kept: NoEffect) -> NoEffect:
    """Flag a promise of the seller that no longer counts because of a late fact."""
    if kept.review is not None or event.kind not in PROMISES or event.by is not Party.SELLER:
        return kept
    return NoEffect(kept.because, Review("G2.3a", f"{event.type} was promised and counts no more: {kept.because}"))


def _keep(case: Case, event: Event, kept: NoEffect) -> Case:
    flagged = case.flagged(kept.review.rule, kept.review.detail) if kept.review else case
    return _note(flagged, event, because=kept.because)


def _note(case: Case, event: Event, *, effect: str | None = None, because: str | None = None) -> Case:
    entry = Entry(
        id=event.id,
        at=event.at,
        received_at=event.received_at,
        by=event.by,
        type=event.type,
        text=event.fact.words,
        effect=effect,
        no_effect_because=because,
    )
    return replace(case, timeline=(*case.timeline, entry))


def _note_freight(before: Case, after: Case, event: Event) -> Case:
    """Put a freight decision that has changed into the timeline, after the earlier one (G2.4)."""
    earlier, now = freight(before), freight(after)
    if now.payer is None or (earlier.payer, earlier.because) == (now.payer, now.because):
        return after
    entry = Entry(
        id=f"{event.id}.freight",
        at=event.at,
        received_at=event.received_at,
        by=Party.SYSTEM,
        type="freight.decided",
        text=now.because,
        effect=f"the {now.payer} pays the freight ({now.rule}, policy {now.policy})",
        no_effect_because=None,
    )
    return replace(after, timeline=(*after.timeline, entry))
