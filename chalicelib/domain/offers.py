"""What two sides make of a return between them: offers, answers, an agreement, a refusal (G2.2c, G2.3a)."""

from dataclasses import replace

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Agreement, Offer, OfferStatus, Refusal, Review
from chalicelib.domain.change import Change, NoEffect
from chalicelib.domain.events import Event
from chalicelib.domain.facts import OfferAnswered, OfferMade
from chalicelib.domain.own_facts import OfferTaken, ReturnAccepted, ReturnRefused
from chalicelib.domain.rounds import withdraw
from chalicelib.values.vocabulary import Party, Resolution, Status

MOST_OFFERS = 40  # of each side: nobody negotiates so long, and a case has to fit one answer


def make_offer(case: Case, event: Event) -> Change:
    """A side puts an offer on the table, in the place of its older one."""
    fact = event.fact
    assert isinstance(fact, OfferMade)
    if case.offer(fact.offer_id) is not None and event.by is not Party.SELLER:
        return NoEffect("the id is of an offer of the seller's", Review("told-otherwise", _TWICE.format(fact.offer_id)))
    if made_by(case, event.by) >= MOST_OFFERS:
        return NoEffect(f"this side has made {MOST_OFFERS} offers, the most that count")
    case = _without_namesake(case, fact.offer_id)
    terms = fact.model_dump(include={"offer_id", "resolution", "freight_payer", "expires_at", "text"})
    offer = Offer(**terms, amount=fact.amount, by=event.by, status=OfferStatus.OPEN, at=event.at)
    for older in case.open_offers():
        if older.by is event.by:
            case = case.with_offer(replace(older, status=OfferStatus.REPLACED))
    if case.status is Status.REFUSED:
        case = _talking_again(case, event)
    return replace(case, offers=(*case.offers, offer), responded=case.responded or event.by is Party.SELLER)


def made_by(case: Case, side: Party) -> int:
    """How many offers a side has made."""
    return sum(offer.by is side for offer in case.offers)


def decline_offer(case: Case, event: Event) -> Change:
    """A side declines the other's offer."""
    offer = _open_offer(case, event)
    if isinstance(offer, NoEffect):
        return offer
    answered = case.with_offer(replace(offer, status=OfferStatus.DECLINED))
    return replace(answered, responded=case.responded or event.by is Party.SELLER)


def accept_offer(case: Case, event: Event) -> Change:
    """A side accepts the other's offer."""
    offer = _open_offer(case, event)
    if isinstance(offer, NoEffect):
        return offer
    accepted = case.with_offer(replace(offer, status=OfferStatus.ACCEPTED))
    taken = event.fact.amount if isinstance(event.fact, OfferTaken) else None
    worth = None if offer.resolution is Resolution.EXCHANGE else case.claim
    agreement = Agreement(
        resolution=offer.resolution,
        amount=offer.amount or taken or worth,
        freight_payer=offer.freight_payer,
        at=event.at,
    )
    return _agree(accepted, agreement)


def accept_return(case: Case, event: Event) -> Change:
    """The seller agrees to what the customer wants."""
    fact = event.fact
    assert isinstance(fact, ReturnAccepted)
    terms = Agreement(resolution=fact.resolution, amount=fact.amount, freight_payer=fact.freight_payer, at=event.at)
    return _agree(case, terms)


def refuse(case: Case, event: Event) -> Change:
    """The seller refuses, which ends what was agreed."""
    fact = event.fact
    assert isinstance(fact, ReturnRefused)
    refusal = Refusal(reason=fact.reason, grounds=fact.grounds, at=event.at)
    return replace(case, refusal=refusal, agreement=None, responded=True)


def contest(case: Case, event: Event) -> Change:
    """The customer does not accept the refusal."""
    refusal = replace(case.refusal, contested_at=event.at) if case.refusal else None
    return _talking_again(replace(case, refusal=refusal), event)


_TWICE = "both sides told an offer {}: the seller's stands"


def _without_namesake(case: Case, offer_id: str) -> Case:
    """A promise of the seller's is not unmade by a late offer of the customer's under its id."""
    if case.offer(offer_id) is None:
        return case
    others = tuple(found for found in case.offers if found.offer_id != offer_id)
    return replace(case, offers=others).flagged("told-otherwise", _TWICE.format(offer_id))


def _talking_again(case: Case, event: Event) -> Case:
    refusal = replace(case.refusal, answered_at=event.at) if case.refusal else None
    return replace(case, refusal=refusal)


def _open_offer(case: Case, event: Event) -> Offer | NoEffect:
    fact = event.fact
    assert isinstance(fact, OfferAnswered)
    offer = case.offer(fact.offer_id)
    if offer is None:
        return NoEffect("no such offer was made before it")
    if offer.by is event.by:
        return NoEffect("nobody answers their own offer (G2.3a)")
    if offer.status is not OfferStatus.OPEN:
        return NoEffect(f"the offer is {offer.status} already")
    late = offer.expires_at is not None and offer.expires_at < event.at
    return NoEffect("the offer had expired before it") if late else offer


def _agree(case: Case, agreement: Agreement) -> Case:
    for other in case.open_offers():
        case = case.with_offer(replace(other, status=OfferStatus.REPLACED))
    return withdraw(replace(case, agreement=agreement, responded=True))
