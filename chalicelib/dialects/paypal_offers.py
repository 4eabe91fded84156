"""The offers of a PayPal dispute: the buyer's are facts of ours, the seller's have to be recorded here too."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.dialects.paypal_words import PaypalMoney
from chalicelib.dialects.reading import happening, stated, understood
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Word
from chalicelib.domain.interventions import SellersAct
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Resolution

_BUYER, _SELLER, _PROPOSED = "BUYER", "SELLER", "PROPOSED"
_ANSWERS = {"ACCEPTED": E.OFFER_ACCEPTED, "DENIED": E.OFFER_DECLINED}
_RESOLUTIONS = {
    "REFUND": Resolution.REFUND_WITHOUT_RETURN,
    "REFUND_WITH_RETURN": Resolution.RETURN_AND_REFUND,
    "REFUND_WITH_REPLACEMENT": Resolution.EXCHANGE,
    "REPLACEMENT_WITHOUT_REFUND": Resolution.EXCHANGE,
}


class _Step(BlankIsMissing):
    offer_time: Instant
    actor: Word | None = None
    event_type: Word | None = None
    offer_type: Word | None = None
    offer_amount: PaypalMoney | None = None

    @property
    def proposal(self) -> Resolution | None:
        """The resolution that the buyer proposes with this step, or None."""
        proposes = (self.actor, self.event_type) == (_BUYER, _PROPOSED)
        return _RESOLUTIONS.get(self.offer_type or "") if proposes else None

    @property
    def answer(self) -> E | None:
        """The buyer's answer to an offer, or None."""
        return _ANSWERS.get(self.event_type or "") if self.actor == _BUYER else None


class Offer(BlankIsMissing):
    """The offers of a dispute so far."""

    history: tuple[_Step, ...] | None = None

    @property
    def steps(self) -> list[_Step]:
        """The history, oldest first, however PayPal sorts it."""
        return sorted(self.history or (), key=lambda step: step.offer_time)


def wanted(offer: Offer) -> Resolution | None:
    """Return what the buyer has proposed last."""
    proposed = [step for step in offer.steps if (step.actor, step.event_type) == (_BUYER, _PROPOSED)]
    return _RESOLUTIONS.get(proposed[-1].offer_type or "") if proposed else None


def offer_happenings(dispute_id: str, offer: Offer, disputed: Money | None) -> Iterator[Happening]:
    """Yield the buyer's offers and answers, and the seller's acts. An answer is to the last offer before it."""
    last: datetime | None = None
    for step in offer.steps:
        if step.actor == _SELLER:
            yield _sellers_act(dispute_id, step)
        elif step.proposal is not None:
            yield _made(dispute_id, step, step.proposal, disputed)
        elif step.answer is not None and last is not None:
            answered = {"return_id": dispute_id, "offer_id": _offer_id(dispute_id, last)}
            yield happening(step.answer, answered, at=step.offer_time)
        if step.event_type == _PROPOSED:
            last = step.offer_time


def _made(dispute_id: str, step: _Step, resolution: Resolution, disputed: Money | None) -> Happening:
    amount = step.offer_amount
    if resolution is Resolution.REFUND_WITHOUT_RETURN and amount and disputed and disputed.exceeds(amount):
        resolution = Resolution.PARTIAL_REFUND
    made = {
        "return_id": dispute_id,
        "offer_id": _offer_id(dispute_id, step.offer_time),
        "resolution": resolution,
        "amount": amount,
    }
    return happening(E.OFFER_MADE, made, at=step.offer_time)


def _sellers_act(dispute_id: str, step: _Step) -> Happening:
    terms = " ".join(filter(None, (step.offer_type, str(step.offer_amount) if step.offer_amount else None)))
    text = f"the seller's offer at PayPal: {step.event_type} {terms}".strip()
    act = understood("resource.offer", SellersAct.model_validate, {"return_id": dispute_id, "text": text})
    return stated(E.RETURN_UPDATED, act, at=step.offer_time)


def _offer_id(dispute_id: str, at: datetime) -> str:
    """Name an offer by its time in digits, because PayPal does not number offers."""
    return f"{dispute_id}-{at:%Y%m%d%H%M%S}{at.microsecond // 1000:03d}"
