"""Offers and agreements: how what both sides propose and answer changes a case (G2.3a).

The facts are in offer_facts, the commands in offer_commands and customers_word.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Agreement, Offer, Refusal
from chalicelib.domain.events import Event
from chalicelib.domain.flags import Review
from chalicelib.domain.lifecycle_rows import Change, NoEffect, applies_to
from chalicelib.domain.offer_facts import (
    OfferAnswered,
    OfferMade,
    OfferOnRecord,
    OfferTaken,
    OfferWithdrawn,
    ReturnAccepted,
)
from chalicelib.domain.rounds import withdraw
from chalicelib.values.sentences import say
from chalicelib.values.states import OfferStatus
from chalicelib.values.vocabulary import Party, Resolution, Status

MOST_OFFERS = 40  # of each side: nobody negotiates longer, and a case has to fit into one answer
_NO_LONGER = frozenset({OfferStatus.WITHDRAWN, OfferStatus.DECLINED})

_NO_OFFER = say("no-offer-before", "no such offer was made before it")


def made_by(case: Case, side: Party) -> int:
    """Count the offers that a side has made."""
    return sum(offer.by is side for offer in case.offers)


@applies_to(OfferMade)
def make(case: Case, event: Event[OfferMade]) -> Change:
    """Put an offer on the table. It replaces the open offer of the same side."""
    fact = event.fact
    if case.offer(fact.offer_id) is not None and event.by is not Party.SELLER:
        return NoEffect(
            say("id-of-our-offer", "the id is of an offer of the seller's"), _told_twice(fact.offer_id, event.id)
        )
    if made_by(case, event.by) >= MOST_OFFERS:
        return NoEffect(
            say("too-many-offers-made", "this side has made {most} offers, the most that count", most=MOST_OFFERS)
        )
    case = _without_namesake(case, fact.offer_id, event.id)
    offer = _offer(case, event)
    case = _replaced(case, event.by)
    if case.status is Status.REFUSED and case.refusal is not None:
        case = replace(case, refusal=answered(case.refusal, event.counts_at))
    return replace(case, offers=(*case.offers, offer), responded=case.responded or event.by is Party.SELLER)


def _replaced(case: Case, side: Party) -> Case:
    """Return the case without an open offer of a side that makes a new one."""
    for older in case.open_offers():
        if older.by is side:
            case = case.with_offer(replace(older, status=OfferStatus.REPLACED))
    return case


def _offer(case: Case, event: Event[OfferMade]) -> Offer:
    fact = event.fact
    terms = fact.model_dump(include={"offer_id", "resolution", "freight_payer", "expires_at", "text"})
    return Offer(
        **terms,
        amount=fact.amount,
        by=event.by,
        status=OfferStatus.OPEN if case.is_open else OfferStatus.WITHDRAWN,
        at=event.at,
        recorded_by=Party.SELLER if fact.is_recorded else None,
        goods=fact.goods if isinstance(fact, OfferOnRecord) else None,
    )


@applies_to(OfferAnswered)
def decline(case: Case, event: Event[OfferAnswered]) -> Change:
    """Decline an open offer of the other side."""
    offer = _open_offer(case, event)
    if isinstance(offer, NoEffect):
        return offer
    declined = case.with_offer(replace(offer, status=OfferStatus.DECLINED))
    return replace(declined, responded=case.responded or event.by is Party.SELLER)


@applies_to(OfferAnswered)
def accept(case: Case, event: Event[OfferAnswered]) -> Change:
    """Accept an open offer of the other side, which makes an agreement."""
    offer = _open_offer(case, event)
    if isinstance(offer, NoEffect):
        return _flag_yes(case, event, offer)
    accepted = case.with_offer(replace(offer, status=OfferStatus.ACCEPTED))
    return _agree(accepted, _agreement(case, offer, event))


def _agreement(case: Case, offer: Offer, event: Event[OfferAnswered]) -> Agreement:
    """Return what an accepted offer agrees on. The seller's yes names the amount and the goods as of its date."""
    own = event.fact if isinstance(event.fact, OfferTaken) else None
    amount, goods = (own.amount, own.goods) if own else (None, None)
    claim = None if offer.resolution is Resolution.EXCHANGE else case.claim
    return Agreement(
        resolution=offer.resolution,
        amount=offer.amount or amount or claim,
        freight_payer=offer.freight_payer,
        at=event.at,
        decided_at=offer.at if offer.by is Party.SELLER else event.at,
        goods=goods or offer.goods,
    )


@applies_to(ReturnAccepted)
def accept_request(case: Case, event: Event[ReturnAccepted]) -> Case:
    """Agree to what the customer wants."""
    fact = event.fact
    agreement = Agreement(
        resolution=fact.resolution,
        amount=fact.amount,
        freight_payer=fact.freight_payer,
        at=event.at,
        decided_at=event.at,
        goods=fact.goods,
    )
    return _agree(case, agreement)


@applies_to(OfferWithdrawn)
def withdraw_one(case: Case, event: Event[OfferWithdrawn]) -> Change:
    """Withdraw an open offer of the seller."""
    offer = case.offer(event.fact.offer_id)
    if offer is None or offer.by is not event.by:
        return NoEffect(_NO_OFFER)
    if offer.status is not OfferStatus.OPEN:
        return NoEffect(
            say("offer-already", "the offer is {status} already", status=offer.status),
            lost_withdrawal(case, event.fact, event.id),
        )
    return case.with_offer(replace(offer, status=OfferStatus.WITHDRAWN))


def lost_withdrawal(case: Case, fact: OfferWithdrawn, cause: str) -> Review | None:
    """Flag a withdrawal of an offer that the customer had accepted before."""
    offer = case.offer(fact.offer_id)
    if offer is None or offer.status is not OfferStatus.ACCEPTED:
        return None
    said = say(
        "accepted-before-withdrawal",
        "the customer had accepted {offer} before you withdrew it: the acceptance counts",
        offer=offer.offer_id,
    )
    return Review("G2.3a", said, cause)


def withdraw_offers(case: Case) -> Case:
    """Withdraw our open offers, because nobody can accept them any more."""
    for offer in case.open_offers():
        if offer.by is Party.SELLER:
            case = case.with_offer(replace(offer, status=OfferStatus.WITHDRAWN))
    return case


def answered(refusal: Refusal, at: datetime) -> Refusal:
    """Note that both sides negotiate again after a refusal."""
    return replace(refusal, answered_at=at)


def _told_twice(offer_id: str, cause: str) -> Review:
    said = say("offer-told-twice", "both sides told an offer {offer}: the seller's stands", offer=offer_id)
    return Review("told-otherwise", said, cause)


def _without_namesake(case: Case, offer_id: str, cause: str) -> Case:
    """Remove the customer's offer of this id, because it does not undo a promise of the seller."""
    if case.offer(offer_id) is None:
        return case
    others = tuple(found for found in case.offers if found.offer_id != offer_id)
    return replace(case, offers=others).flagged(_told_twice(offer_id, cause))


def _open_offer(case: Case, event: Event[OfferAnswered]) -> Offer | NoEffect:
    offer = case.offer(event.fact.offer_id)
    if offer is None:
        return NoEffect(_NO_OFFER)
    if offer.by is event.by:
        return NoEffect(say("own-offer", "nobody answers their own offer (G2.3a)"))
    if offer.status is not OfferStatus.OPEN:
        return NoEffect(say("offer-already", "the offer is {status} already", status=offer.status))
    late = offer.expires_at is not None and offer.expires_at < event.counts_at
    return NoEffect(say("expired-before", "the offer had expired before it")) if late else offer


def _flag_yes(case: Case, event: Event[OfferAnswered], kept: NoEffect) -> NoEffect:
    """Flag a yes of the customer to an offer that was withdrawn or declined before: they rely on it."""
    offer = case.offer(event.fact.offer_id)
    if offer is None or event.by is not Party.CUSTOMER or offer.status not in _NO_LONGER:
        return kept
    said = say(
        "accepted-closed-offer",
        "the customer accepted {offer} when it was {status} already: it has no effect",
        offer=offer.offer_id,
        status=offer.status,
    )
    return replace(kept, review=Review("G2.3a", said, event.id))


def _agree(case: Case, agreement: Agreement) -> Case:
    for other in case.open_offers():
        case = case.with_offer(replace(other, status=OfferStatus.REPLACED))
    return withdraw(replace(case, agreement=agreement, responded=True))
