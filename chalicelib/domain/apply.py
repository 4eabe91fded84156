"""Apply one event to a case, as the lifecycle table says, with one line in the timeline."""

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.entries import Entry
from chalicelib.domain.events import Event
from chalicelib.domain.flags import Review
from chalicelib.domain.freight import Freight, freight, has_new_grounds
from chalicelib.domain.guards import lost_grounds
from chalicelib.domain.lifecycle import NOTED_AFTER_THE_END, PROMISES, move_for
from chalicelib.domain.lifecycle_rows import Change, Move, NoEffect
from chalicelib.domain.next_status import advance
from chalicelib.domain.offer_facts import OfferAnswered, OfferWithdrawn
from chalicelib.domain.offers import lost_withdrawal
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.platform_words import hear_platform
from chalicelib.domain.request_facts import ReturnUpdated
from chalicelib.values.sentences import Sentence, Term, say
from chalicelib.values.states import OfferStatus
from chalicelib.values.vocabulary import EventType, Outcome, Party

_UNANSWERED = frozenset({OfferStatus.OPEN, OfferStatus.WITHDRAWN})


def apply(case: Case, event: Event, order: OrderRecord, repeat: NoEffect | None) -> Case:
    """Apply the next event of a case's history. `repeat` is set if the fact was told before."""
    if event.kind is EventType.DEADLINE_PASSED:
        return case
    case = hear_platform(case, event)
    if repeat is not None:
        return _keep(case, event, _flag_again(case, event, repeat))
    move = move_for(case.status, event.kind, event.by, outcome=case.outcome)
    if move is None:
        return _keep(case, event, _flag_promise(event, _not_counting(case, event)))
    change = _changed(case, event, move)
    if isinstance(change, NoEffect):
        return _keep(case, event, _flag_promise(event, change))
    for review in lost_grounds(case, event, order):
        change = change.flagged(review)
    moved = advance(change, move, max(event.counts_at, case.opened_at), order)
    return _note_freight(case, _note(moved, event, _did(case, moved, move.sentence)), event, order)


def _did(before: Case, after: Case, did: Sentence) -> Sentence:
    if after.status is before.status:
        return did
    return say("did-and-moved", "{did}: {before} → {after}", did=did, before=before.status, after=after.status)


def _changed(case: Case, event: Event, move: Move) -> Change:
    if move.outlasts:
        case = case.flagged(Review(move.rule, _outlasting(event, case.outcome), event.id))
    return move.change(case, event)


def _outlasting(event: Event, outcome: Outcome | None) -> Sentence:
    return say(
        "dated-after-the-end",
        "{event} is dated after the case had ended as {outcome}: it stands all the same",
        event=Term(event.type),
        outcome=Term(str(outcome)),
    )


def _not_counting(case: Case, event: Event) -> NoEffect:
    if event.kind is None:
        return NoEffect(say("unknown-type", "a type nobody knows: kept, changes nothing"))
    if case.is_open:
        return NoEffect(
            say("not-in-this-state", "it does not apply while the case is {status}", status=case.status),
            _lost_word(case, event),
        )
    lost = _after_the_end(case, event) or _lost_withdrawal(case, event)
    return NoEffect(
        say("closed-before", "the case had closed before it ({outcome})", outcome=case.outcome or Term("none")), lost
    )


def _after_the_end(case: Case, event: Event) -> Review | None:
    noted = event.kind in NOTED_AFTER_THE_END or _updates_details(event) or _withdraws(case, event)
    if event.ours or not noted:
        return None
    said = say(
        "came-after-the-end",
        "{event} came after the case had ended as {outcome}: it has no effect",
        event=Term(event.type),
        outcome=Term(str(case.outcome)),
    )
    return Review("after-the-end", said, event.id)


def _updates_details(event: Event) -> bool:
    fact = event.fact
    return isinstance(fact, ReturnUpdated) and any((fact.customer, fact.reason, fact.wants, fact.lines))


def _withdraws(case: Case, event: Event) -> bool:
    return event.kind is EventType.RETURN_WITHDRAWN and case.outcome is not Outcome.WITHDRAWN


def _flag_again(case: Case, event: Event, repeat: NoEffect) -> NoEffect:
    """Flag a request that comes again after the end: the customer waits for an answer."""
    if case.is_open or repeat.review is not None or event.kind is not EventType.RETURN_REQUESTED:
        return repeat
    return replace(repeat, review=_after_the_end(case, event))


def _lost_word(case: Case, event: Event) -> Review | None:
    return _lost_yes(case, event) or _lost_withdrawal(case, event)


def _lost_withdrawal(case: Case, event: Event) -> Review | None:
    return lost_withdrawal(case, event.fact, event.id) if isinstance(event.fact, OfferWithdrawn) else None


def _lost_yes(case: Case, event: Event) -> Review | None:
    """Flag the yes to an offer that has lost its ground by a fact that is dated before it."""
    offer = case.offer(event.fact.offer_id) if isinstance(event.fact, OfferAnswered) else None
    if event.kind is not EventType.OFFER_ACCEPTED or offer is None or offer.status not in _UNANSWERED:
        return None
    said = say(
        "accepted-too-late",
        "the {who} accepted {offer} when the case was {status} already: it has no effect",
        who=event.by,
        offer=offer.offer_id,
        status=case.status,
    )
    return Review("G2.3a", said, event.id)


def _flag_promise(event: Event, kept: NoEffect) -> NoEffect:
    """Flag a promise of the seller that no longer counts because of a late fact."""
    if kept.review is not None or event.kind not in PROMISES or event.by is not Party.SELLER:
        return kept
    said = say(
        "promise-lost",
        "{event} was promised and counts no more: {because}",
        event=Term(event.type),
        because=kept.sentence,
    )
    return NoEffect(kept.sentence, Review("G2.3a", said, event.id))


def _keep(case: Case, event: Event, kept: NoEffect) -> Case:
    case = kept.kept or case
    flagged = case.flagged(kept.review) if kept.review else case
    return _note(flagged, event, kept.sentence, counts=False)


def _note(case: Case, event: Event, sentence: Sentence, *, counts: bool = True) -> Case:
    entry = Entry(
        id=event.id,
        at=event.at,
        received_at=event.received_at,
        by=event.by,
        type=event.type,
        words=event.fact.words,
        sentence=sentence,
        counts=counts,
        person=event.person,
    )
    return replace(case, timeline=(*case.timeline, entry))


def _note_freight(before: Case, after: Case, event: Event, order: OrderRecord) -> Case:
    """Put a freight decision that has changed into the timeline, after the earlier one (G2.4)."""
    if not has_new_grounds(before, after):
        return after
    earlier, now = freight(before, order), freight(after, order)
    undecided = now.payer is None and now.travels
    if undecided or (earlier.payer, earlier.because) == (now.payer, now.because):
        return after
    entry = Entry(
        id=f"{event.id}.freight",
        at=event.at,
        received_at=event.received_at,
        by=Party.SYSTEM,
        type="freight.decided",
        words=now.sentence,
        sentence=_paying(now),
        counts=True,
    )
    return replace(after, timeline=(*after.timeline, entry))


def _paying(decided: Freight) -> Sentence:
    if decided.payer is None:
        words = "nobody pays the freight ({rule}, policy {policy})"
        return say("nobody-pays", words, rule=decided.rule, policy=decided.policy)
    words = "the {payer} pays the freight ({rule}, policy {policy})"
    return say("payer-pays", words, payer=decided.payer, rule=decided.rule, policy=decided.policy)
