"""Offers and agreements, the seller's side: which commands there are, and how they are decided (G2.3a)."""

from datetime import datetime
from typing import Literal

from chalicelib.domain.cancellation import plan_goods
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Offer
from chalicelib.domain.commands import Command, Flag, Refused, refuse_unless
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Payer, Text
from chalicelib.domain.lifecycle_rows import Guard
from chalicelib.domain.offer_facts import (
    OfferAnswered,
    OfferOnRecord,
    OfferTaken,
    OfferWithdrawn,
    ReturnAccepted,
    name_of_offer,
)
from chalicelib.domain.offers import MOST_OFFERS, made_by
from chalicelib.domain.reservations import amount_within, no_money
from chalicelib.domain.situation import Situation
from chalicelib.values.identifiers import OfferId
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.states import OfferStatus
from chalicelib.values.vocabulary import EventType, Party, Resolution


class AcceptReturn(Command):
    """Agree to what the customer wants (G2.3a)."""

    command: Literal["accept_return"]


class MakeOffer(Command):
    """Make an offer (G2.3a). `goodwill`: also above what the return's pieces are worth."""

    command: Literal["make_offer"]
    resolution: Resolution
    amount: Money | None = None
    freight_payer: Payer | None = None
    expires_at: Instant | None = None
    text: Text | None = None
    goodwill: Flag = False


class AcceptOffer(Command):
    """Accept an offer of the customer (G2.3a). `goodwill`: also above what the return's pieces are worth."""

    command: Literal["accept_offer"]
    offer_id: OfferId
    goodwill: Flag = False


class DeclineOffer(Command):
    """Decline an offer of the customer (G2.3a)."""

    command: Literal["decline_offer"]
    offer_id: OfferId
    text: Text | None = None


class WithdrawOffer(Command):
    """Withdraw an open offer of the seller (G2.3a)."""

    command: Literal["withdraw_offer"]
    offer_id: OfferId
    text: Text | None = None


def accept_return(situation: Situation, _command: AcceptReturn) -> Happening:
    """Agree to what the customer wants, for the full remaining value of the lines."""
    wants = situation.case.wants
    if wants is None:
        raise Refused("G1.1", say("wants-unknown", "what the customer wants is not known: complete the details first"))
    amount = None if wants is Resolution.EXCHANGE else amount_within(situation, None)
    goods = plan_goods(situation.case, situation.order)
    fact = ReturnAccepted(return_id=situation.return_id, resolution=wants, amount=amount, goods=goods)
    return situation.happening(EventType.RETURN_ACCEPTED, fact)


def make_offer(situation: Situation, command: MakeOffer) -> Happening:
    """Make an offer. Refuses if the order has no room for it, if it has expired, or if it is one too many."""
    amount = command.amount
    if command.resolution is Resolution.PARTIAL_REFUND:
        refuse_unless(amount is not None, "G2.3a", say("amount-missing", "a partial refund names its amount"))
    if amount is not None or command.resolution is not Resolution.EXCHANGE:
        amount = amount_within(situation, amount, goodwill=command.goodwill)
    late = command.expires_at is not None and command.expires_at <= situation.as_of
    refuse_unless(not late, "G2.3a", say("expires-before", "an offer expires after it is made"))
    fact = OfferOnRecord(
        return_id=situation.return_id,
        offer_id=next_offer_id(situation.case, Party.SELLER),
        amount=amount,
        goods=plan_goods(situation.case, situation.order),
        goodwill=command.goodwill or None,
        **command.model_dump(exclude={"command", "amount", "goodwill"}),
    )
    return situation.happening(EventType.OFFER_MADE, fact)


def accept_offer(situation: Situation, command: AcceptOffer) -> Happening:
    """Accept an open offer of the customer. Refuses if it is above what the order still has.

    Refuses also if it is above what the return's pieces are worth, unless it is goodwill.
    """
    offer = open_offer(situation, command.offer_id, of=Party.CUSTOMER, otherwise=_OWN)
    amount = offer.amount
    if amount is not None or offer.resolution is not Resolution.EXCHANGE:
        amount = amount_within(situation, amount or situation.case.claim, goodwill=command.goodwill)
    fact = OfferTaken(
        return_id=situation.return_id,
        offer_id=offer.offer_id,
        amount=amount,
        goods=plan_goods(situation.case, situation.order),
        goodwill=command.goodwill or None,
    )
    return situation.happening(EventType.OFFER_ACCEPTED, fact)


def decline_offer(situation: Situation, command: DeclineOffer) -> Happening:
    """Decline an open offer of the customer."""
    offer = open_offer(situation, command.offer_id, of=Party.CUSTOMER, otherwise=_OWN)
    fact = OfferAnswered(return_id=situation.return_id, offer_id=offer.offer_id, text=command.text)
    return situation.happening(EventType.OFFER_DECLINED, fact)


def withdraw_offer(situation: Situation, command: WithdrawOffer) -> Happening:
    """Withdraw an open offer of the seller."""
    offer = open_offer(
        situation,
        command.offer_id,
        of=Party.SELLER,
        otherwise=say("not-our-offer", "only its own side withdraws an offer"),
    )
    fact = OfferWithdrawn(return_id=situation.return_id, offer_id=offer.offer_id, text=command.text)
    return situation.happening(EventType.OFFER_WITHDRAWN, fact)


def open_offer(
    situation: Situation, offer_id: str, *, of: Party, otherwise: Sentence, at: datetime | None = None
) -> Offer:
    """Return an offer of a side that is open now, or that expired after `at`.

    Refuses if it is another side's, saying `otherwise`, or if it was not open.
    """
    offer = situation.case.offer(offer_id)
    if offer is None:
        raise Refused("G2.3a", say("no-such-offer", "no such offer"))
    refuse_unless(offer.by is of, "G2.3a", otherwise)
    expired = offer.expires_at is not None and offer.expires_at <= (at or situation.as_of)
    was_open = offer.status is OfferStatus.OPEN or (at is not None and offer.status is OfferStatus.EXPIRED)
    refuse_unless(
        was_open and not expired,
        "G2.3a",
        say("offer-not-open", "the offer is {status} and no longer open", status=offer.status),
    )
    return offer


def next_offer_id(case: Case, side: Party) -> str:
    """Return the next id of a side's offers that nobody has used."""
    number = made_by(case, side) + 1
    used = {offer.offer_id for offer in case.offers}
    letter = "s" if side is Party.SELLER else "c"
    while (name := f"{case.key.return_id}-{letter}{number}") in used or _was_told(case, name):
        number += 1
    return name


def _was_told(case: Case, offer_id: str) -> bool:
    return any(name_of_offer(offer_id, side) in case.identities for side in (Party.SELLER, Party.CUSTOMER))


def _too_many_of_ours(situation: Situation) -> Sentence | None:
    return _too_many(situation.case, Party.SELLER)


def _too_many_of_theirs(situation: Situation) -> Sentence | None:
    return _too_many(situation.case, Party.CUSTOMER)


def _too_many(case: Case, side: Party) -> Sentence | None:
    full = say("too-many-offers", "{most} offers are made already: accept one, or escalate", most=MOST_OFFERS)
    return full if made_by(case, side) >= MOST_OFFERS else None


def _too_expensive(situation: Situation) -> Sentence | None:
    """Return why no open offer of the customer can be accepted, not even as goodwill."""
    theirs = [offer for offer in situation.case.open_offers() if offer.by is Party.CUSTOMER]
    why = [_no_money_for(situation, offer) for offer in theirs]
    return None if None in why else next(iter(why), None)


def _no_money_for(situation: Situation, offer: Offer) -> Sentence | None:
    if offer.amount is None and offer.resolution is Resolution.EXCHANGE:
        return None
    return no_money(situation, offer.amount or situation.case.claim, goodwill=True)


def _nothing_to_answer(situation: Situation) -> Sentence | None:
    answerable = any(offer.by is Party.CUSTOMER for offer in situation.case.open_offers())
    return None if answerable else say("no-offer-of-theirs", "no offer of the customer is open")


def _nothing_of_ours(situation: Situation) -> Sentence | None:
    is_open = any(offer.by is Party.SELLER for offer in situation.case.open_offers())
    return None if is_open else say("no-offer-of-ours", "no offer of ours is open")


def _nothing_was_offered(situation: Situation) -> Sentence | None:
    answerable = {OfferStatus.OPEN, OfferStatus.EXPIRED}
    was_open = any(offer.by is Party.SELLER and offer.status in answerable for offer in situation.case.offers)
    return None if was_open else say("no-offer-was-ours", "no offer of ours is open or has expired")


_OWN = say("own-offer", "nobody answers their own offer")
OFFER_TO_ANSWER = Guard("G2.3a", "offer-to-answer", "an offer of the customer is open", _nothing_to_answer)
OUR_OFFER_MADE = Guard(
    "G2.3a",
    "our-offer-made",
    "an offer of ours is open, or expired after the customer's answer",
    _nothing_was_offered,
)
OUR_OFFER_OPEN = Guard("G2.3a", "our-offer-open", "an offer of ours is open", _nothing_of_ours)
OFFER_WITHIN_ORDER = Guard(
    "G2.3a", "offer-within-order", "the order has money for the customer's offer", _too_expensive
)
ROOM_FOR_OURS = Guard("G2.3a", "room-for-our-offer", "our side has not made the most offers yet", _too_many_of_ours)
ROOM_FOR_THEIRS = Guard(
    "G2.3a", "room-for-their-offer", "the customer has not made the most offers yet", _too_many_of_theirs
)
