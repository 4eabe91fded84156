"""Decisions about offers, money and evidence: those that weigh more than the table can say."""

from datetime import datetime
from typing import TypeAlias

from chalicelib.domain import commands as c
from chalicelib.domain import own_facts as own
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import EvidenceStatus, Offer, OfferStatus, RoundStatus
from chalicelib.domain.facts import Fact, OfferAnswered, OfferMade, RefundSettled, ReturnMoved
from chalicelib.domain.offers import MOST_OFFERS, made_by
from chalicelib.domain.order import OrderFile
from chalicelib.domain.readiness import missing
from chalicelib.domain.refused import Refused, refuse_unless
from chalicelib.domain.repeats import name_of_offer
from chalicelib.domain.reservations import full_value, no_money
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party, Resolution, RoundKind

Decision: TypeAlias = tuple[E, Fact]


def complete_details(file: OrderFile, case: Case, command: c.CompleteDetails, now: datetime) -> Decision:
    """Fill in what is missing; what the platform told stands."""
    del file, now
    given = {name for name in ("customer", "reason", "wants", "lines") if getattr(command, name) is not None}
    refuse_unless(bool(given), "G1.1", "nothing is given to complete")
    for name in sorted(given):
        known = getattr(case, name)
        told = known and known != getattr(command, name)
        refuse_unless(not told, "G1.1", f"{name} is known already, and otherwise")
    return E.DETAILS_COMPLETED, own.DetailsCompleted(
        return_id=case.key.return_id, **command.model_dump(exclude={"command"})
    )


def accept_return(file: OrderFile, case: Case, command: c.AcceptReturn, now: datetime) -> Decision:
    """Agree to what the customer wants, for the full remaining value of its lines."""
    del command, now
    assert case.wants is not None
    amount = None if case.wants is Resolution.EXCHANGE else _amount(file, case, None)
    return E.RETURN_ACCEPTED, own.ReturnAccepted(return_id=case.key.return_id, resolution=case.wants, amount=amount)


def make_offer(file: OrderFile, case: Case, command: c.MakeOffer, now: datetime) -> Decision:
    """Make an offer within what the order still has, that has time to be answered."""
    amount = command.amount
    if command.resolution is Resolution.PARTIAL_REFUND:
        refuse_unless(amount is not None, "G2.3a", "a partial refund names its amount")
    if amount is not None or command.resolution is not Resolution.EXCHANGE:
        amount = _amount(file, case, amount)
    late = command.expires_at is not None and command.expires_at <= now
    refuse_unless(not late, "G2.3a", "an offer expires after it is made")
    number = made_by(case, Party.SELLER) + 1
    refuse_unless(number <= MOST_OFFERS, "G2.3a", f"{MOST_OFFERS} offers are made already: accept one, or escalate")
    return E.OFFER_MADE, OfferMade(
        return_id=case.key.return_id,
        offer_id=_offer_id(case, number),
        amount=amount,
        **command.model_dump(exclude={"command", "amount"}),
    )


def accept_offer(file: OrderFile, case: Case, command: c.AcceptOffer, now: datetime) -> Decision:
    """Accept an open offer of the customer, within what the order still has."""
    offer = _offer_to_answer(case, command.offer_id, now)
    amount = offer.amount
    if amount is not None or offer.resolution is not Resolution.EXCHANGE:
        amount = _amount(file, case, amount or case.claim)
    return E.OFFER_ACCEPTED, own.OfferTaken(return_id=case.key.return_id, offer_id=offer.offer_id, amount=amount)


def decline_offer(file: OrderFile, case: Case, command: c.DeclineOffer, now: datetime) -> Decision:
    """Decline an open offer of the customer."""
    del file
    offer = _offer_to_answer(case, command.offer_id, now)
    fact = OfferAnswered(return_id=case.key.return_id, offer_id=offer.offer_id, text=command.text)
    return E.OFFER_DECLINED, fact


def file_appeal(file: OrderFile, case: Case, command: c.FileAppeal, now: datetime) -> Decision:
    """Appeal the ruling; the one chance is not spent while required evidence is missing (G2.5b)."""
    del file, now
    files = [case.file(evidence_id) for evidence_id in dict.fromkeys(command.evidence)]
    stored = [found for found in files if found is not None and found.status is EvidenceStatus.STORED]
    refuse_unless(len(stored) == len(files), "G2.5b", "an appeal names stored evidence of this case only")
    lacking = ", ".join(f"{found.kind} ({found.have} of {found.needed})" for found in missing(case, stored))
    refuse_unless(not lacking, "G2.5b", f"required evidence is missing: {lacking}")
    fact = own.AppealFiled(return_id=case.key.return_id, grounds=command.grounds, evidence=command.evidence)
    return E.APPEAL_FILED, fact


def record_settlement(file: OrderFile, case: Case, command: c.RecordSettlement, now: datetime) -> Decision:
    """Record a payment, not above what is due, or the exchange that was agreed."""
    del now
    if command.kind == "exchange":
        refuse_unless(case.is_open and case.awaits_exchange, "G3.1", "no exchange is agreed that is still to be sent")
        return E.EXCHANGE_SHIPPED, ReturnMoved(return_id=case.key.return_id)
    amount = command.amount or case.unsettled
    if amount is None:
        raise Refused("G3.1", "name the amount: none is due by an agreement or a ruling")
    if case.unsettled is not None:
        within = amount.currency == case.unsettled.currency and amount.minor <= case.unsettled.minor
        refuse_unless(within, "G3.1", f"no more than {case.unsettled} is left to settle")
    else:
        _amount(file, case, amount if case.settled is None else _both(case.settled, amount))
    fact = RefundSettled(return_id=case.key.return_id, amount=amount, reference=command.reference)
    return E.REFUND_SETTLED, fact


def record_filing(file: OrderFile, case: Case, command: c.RecordFiling, now: datetime) -> Decision:
    """Record that a request of ours lies before the platform."""
    del file, now
    found = next((r for r in case.rounds if r.effect_id == command.effect_id), None)
    if found is None or found.status is RoundStatus.WITHDRAWN:
        raise Refused("G2.3b", "no such request stands: it was never made, or was taken back")
    refuse_unless(found.reference is None, "G2.3b", f"it is filed already as {found.reference}")
    fact = own.FilingRecorded(
        return_id=case.key.return_id,
        effect_id=command.effect_id,
        kind=RoundKind(found.kind),
        reference=command.reference,
    )
    return E.FILING_RECORDED, fact


def _amount(file: OrderFile, case: Case, named: Money | None) -> Money:
    """The amount named, else the full remaining value of the lines; Refused where the order has no room for it."""
    amount = full_value(file, case) if named is None else named
    why = no_money(file, case, named)
    if amount is None or why is not None:
        raise Refused("G2.3a", why or "name the amount")
    return amount


def _both(settled: Money, amount: Money) -> Money:
    refuse_unless(settled.currency == amount.currency, "G3.1", f"it was settled in {settled.currency} before")
    return settled + amount


def _offer_to_answer(case: Case, offer_id: str, now: datetime) -> Offer:
    offer = case.offer(offer_id)
    if offer is None:
        raise Refused("G2.3a", "no such offer")
    refuse_unless(offer.by is Party.CUSTOMER, "G2.3a", "nobody answers their own offer")
    expired = offer.expires_at is not None and offer.expires_at <= now
    refuse_unless(
        offer.status is OfferStatus.OPEN and not expired, "G2.3a", f"the offer is {offer.status} and no longer open"
    )
    return offer


def _offer_id(case: Case, number: int) -> str:
    """The next id that nobody has used, not even in an offer that counts no more."""
    taken = {offer.offer_id for offer in case.offers}
    while (name := f"{case.key.return_id}-s{number}") in taken or name_of_offer(name, Party.SELLER) in case.told:
        number += 1
    return name
