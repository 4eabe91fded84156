"""The customer's word: the seller records it if no webhook tells it, such as after a phone call (G2.3a).

The fact is the customer's. It is stored in a row of our own, marked as recorded by the seller. It counts like a fact
of a marketplace: at the date of the customer's act, but never later than its row and never before what it answers.
"""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from chalicelib.domain.causes import CLOCKS_DIFFER
from chalicelib.domain.commands import Command, refuse_unless
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Payer, Text
from chalicelib.domain.offer_commands import next_offer_id, open_offer
from chalicelib.domain.offer_facts import AnswerOnRecord, OfferOnRecord, OfferTaken
from chalicelib.domain.situation import Situation
from chalicelib.values.identifiers import OfferId
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.sentences import say
from chalicelib.values.vocabulary import EventType, Party, Resolution


class Answer(StrEnum):
    """The two answers to an offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class RecordCustomerOffer(Command):
    """Record an offer of the customer. `at` is when they made it (G2.3a)."""

    command: Literal["record_customer_offer"]
    resolution: Resolution
    amount: Money | None = None
    freight_payer: Payer | None = None
    expires_at: Instant | None = None
    text: Text | None = None
    at: Instant | None = None


class RecordCustomerAnswer(Command):
    """Record the customer's answer to an offer of the seller. `at` is when they gave it (G2.3a)."""

    command: Literal["record_customer_answer"]
    offer_id: OfferId
    answer: Answer
    text: Text | None = None
    at: Instant | None = None


def record_offer(situation: Situation, command: RecordCustomerOffer) -> Happening:
    """Record an offer of the customer under the next free id. Refuses if it had expired when it was made."""
    at = _date_of(situation, command.at)
    without_amount = command.resolution is Resolution.PARTIAL_REFUND and command.amount is None
    refuse_unless(not without_amount, "G2.3a", say("amount-missing", "a partial refund names its amount"))
    late = command.expires_at is not None and command.expires_at <= at
    refuse_unless(not late, "G2.3a", say("expires-before", "an offer expires after it is made"))
    fact = OfferOnRecord(
        return_id=situation.return_id,
        offer_id=next_offer_id(situation.case, Party.CUSTOMER),
        recorded_by=Party.SELLER,
        **command.model_dump(exclude={"command", "at"}),
    )
    return situation.happening(EventType.OFFER_MADE, fact, by=Party.CUSTOMER, at=at)


def record_answer(situation: Situation, command: RecordCustomerAnswer) -> Happening:
    """Record the customer's yes or no to an offer of the seller that was open at that time."""
    at = _date_of(situation, command.at)
    own = say("only-our-offers", "you record the customer's answer to your own offers only: accept or decline theirs")
    offer = open_offer(situation, command.offer_id, of=Party.SELLER, otherwise=own, at=at)
    accepts = command.answer is Answer.ACCEPTED
    fact = (OfferTaken if accepts else AnswerOnRecord)(
        return_id=situation.return_id, offer_id=offer.offer_id, text=command.text, recorded_by=Party.SELLER
    )
    kind = EventType.OFFER_ACCEPTED if accepts else EventType.OFFER_DECLINED
    return situation.happening(kind, fact, by=Party.CUSTOMER, at=at)


def _date_of(situation: Situation, at: datetime | None) -> datetime:
    """Return the date of the customer's act, never later than our own. Refuses a date in the future."""
    if at is None:
        return situation.at
    refuse_unless(
        at <= situation.as_of + CLOCKS_DIFFER,
        "G2.3a",
        say("not-said-yet", "`at` lies in the future: nobody has said it yet"),
    )
    return min(at, situation.at)
