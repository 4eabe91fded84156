"""What each kind of event changes in a case's facts; where it leads is the lifecycle table's to say.

Each function takes the case and the event and returns the changed case, or tells why nothing changes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from chalicelib.domain import proceedings as rounds
from chalicelib.domain.case import Case
from chalicelib.domain.events import Event
from chalicelib.domain.facts import Details, OfferMade, RefundSettled, ReturnUpdated
from chalicelib.domain.money import Money
from chalicelib.domain.records import Agreement, EvidenceFile, EvidenceStatus, Offer, OfferStatus, Override, Refusal
from chalicelib.domain.vocabulary import EventType as E
from chalicelib.domain.vocabulary import Party, Status


@dataclass(frozen=True, slots=True)
class NoEffect:
    """An event is kept and changes nothing, because."""

    because: str


Change: TypeAlias = Case | NoEffect | None  # None: what it tells stands already


def _know(case: Case, event: Event) -> Case:
    """Fill in what is not known yet."""
    fact: Details = event.fact  # type: ignore[assignment]
    return replace(
        case,
        customer=case.customer or fact.customer,
        reason=case.reason or fact.reason,
        wants=case.wants or fact.wants,
        lines=case.lines or fact.lines or (),
    )


def _update(case: Case, event: Event) -> Case:
    fact: ReturnUpdated = event.fact  # type: ignore[assignment]
    return replace(
        case,
        customer=fact.customer or case.customer,
        reason=fact.reason or case.reason,
        wants=fact.wants or case.wants,
        lines=fact.lines or case.lines,
    )


def _classify(case: Case, event: Event) -> Case:
    return replace(case, classified=_fact(event).code)


def _override(case: Case, event: Event) -> Case:
    return replace(case, override=Override(reason=_fact(event).reason, at=event.at))


def _offer(case: Case, event: Event) -> Change:
    fact: OfferMade = event.fact  # type: ignore[assignment]
    offer = Offer(
        offer_id=fact.offer_id,
        by=event.by,
        resolution=fact.resolution,
        amount=fact.amount,
        freight_payer=fact.freight_payer,
        expires_at=fact.expires_at,
        text=fact.text,
        status=OfferStatus.OPEN,
        at=event.at,
    )
    older = (
        replace(found, status=OfferStatus.REPLACED)
        if found.by is event.by and found.status is OfferStatus.OPEN
        else found
        for found in case.offers
    )
    return replace(case, offers=(*older, offer), responded=case.responded or event.by is Party.SELLER)


def _open_offer(case: Case, event: Event) -> Offer | NoEffect:
    offer = case.offer(_fact(event).offer_id)
    if offer is None:
        return NoEffect("no such offer was made before it")
    if offer.by is event.by:
        return NoEffect("nobody answers their own offer (G2.3a)")
    if offer.status is not OfferStatus.OPEN:
        return NoEffect(f"the offer is {offer.status.value} already")
    return offer


def _decline(case: Case, event: Event) -> Change:
    offer = _open_offer(case, event)
    if isinstance(offer, NoEffect):
        return offer
    answered = case.with_offer(replace(offer, status=OfferStatus.DECLINED))
    return replace(answered, responded=case.responded or event.by is Party.SELLER)


def _accept_offer(case: Case, event: Event) -> Change:
    offer = _open_offer(case, event)
    if isinstance(offer, NoEffect):
        return offer
    accepted = case.with_offer(replace(offer, status=OfferStatus.ACCEPTED))
    amount = offer.amount if offer.amount or not _pays(offer) else case.claim
    return _agree(
        accepted, Agreement(resolution=offer.resolution, amount=amount, freight_payer=offer.freight_payer, at=event.at)
    )


def _pays(offer: Offer) -> bool:
    return offer.resolution.value != "exchange"


def _accept_return(case: Case, event: Event) -> Case:
    fact = _fact(event)
    return _agree(
        case, Agreement(resolution=fact.resolution, amount=fact.amount, freight_payer=fact.freight_payer, at=event.at)
    )


def _agree(case: Case, agreement: Agreement) -> Case:
    left = tuple(replace(o, status=OfferStatus.REPLACED) if o.status is OfferStatus.OPEN else o for o in case.offers)
    return rounds.withdraw(replace(case, agreement=agreement, offers=left, responded=True))


def _refuse(case: Case, event: Event) -> Case:
    fact = _fact(event)
    refusal = Refusal(reason=fact.reason, grounds=fact.grounds, at=event.at)
    return replace(case, refusal=refusal, agreement=None, responded=True)


def _contest(case: Case, event: Event) -> Case:
    refusal = replace(case.refusal, contested_at=event.at) if case.refusal else None
    return replace(case, refusal=refusal)


def _sent(case: Case, event: Event) -> Change:
    if case.goods_sent_at is not None:
        return NoEffect("the goods are on their way back already")
    return replace(case, goods_sent_at=event.at, tracking=_fact(event).tracking or case.tracking)


def _back(case: Case, event: Event) -> Change:
    if case.goods_back_at is not None:
        return NoEffect("the goods are back already")
    return replace(case, goods_back_at=event.at, tracking=_fact(event).tracking or case.tracking)


def _inspect(case: Case, event: Event) -> Case:
    return replace(case, inspection=_fact(event), inspected_at=event.at, goods_back_at=case.goods_back_at or event.at)


def _settle(case: Case, event: Event) -> Change:
    fact: RefundSettled = event.fact  # type: ignore[assignment]
    before = case.settled or Money(minor=0, currency=fact.amount.currency)
    if before.currency != fact.amount.currency:
        return replace(
            case.flagged("G2.3a", f"settled in {fact.amount.currency} too: two currencies are never added up")
        )
    return replace(case, settled=before + fact.amount)


def _withdraw(case: Case, event: Event) -> Case:
    del event
    return rounds.withdraw(case)


def _close(case: Case, event: Event) -> Change:
    if case.root_cause is not None:
        return NoEffect("its root cause is told already")
    return replace(case, root_cause=_fact(event).root_cause, lesson=_fact(event).lesson)


def _announce(case: Case, event: Event) -> Change:
    fact = _fact(event)
    if case.file(fact.evidence_id) is not None:
        return NoEffect("announced already")
    announced = EvidenceFile(
        **fact.model_dump(exclude={"return_id", "expires_at"}),
        expires_at=fact.expires_at,
        status=EvidenceStatus.ANNOUNCED,
        at=event.at,
    )
    return replace(case, evidence=(*case.evidence, announced))


def _store(case: Case, event: Event) -> Change:
    found, fact = case.file(_fact(event).evidence_id), _fact(event)
    if found is None or found.status is not EvidenceStatus.ANNOUNCED:
        return NoEffect(
            "no upload was granted for it" if found is None else f"the file is {found.status.value} already"
        )
    status = EvidenceStatus.LATE if case.status is Status.CLOSED else EvidenceStatus.STORED
    reason = "it came after the case had closed" if status is EvidenceStatus.LATE else None
    return case.with_file(
        replace(
            found, status=status, reason=reason, version_id=fact.version_id, content_type=fact.content_type, at=event.at
        )
    )


def _reject(case: Case, event: Event) -> Change:
    found, fact = case.file(_fact(event).evidence_id), _fact(event)
    if found is None or found.status is not EvidenceStatus.ANNOUNCED:
        return NoEffect(
            "no upload was granted for it" if found is None else f"the file is {found.status.value} already"
        )
    return case.with_file(replace(found, status=EvidenceStatus.REJECTED, reason=fact.reason, at=event.at))


def _nothing(case: Case, event: Event) -> Case:
    del event
    return case


def _fact(event: Event) -> Any:
    return event.fact


CHANGES: dict[E, Callable[[Case, Event], Change]] = {
    E.RETURN_REQUESTED: _know,
    E.RETURN_UPDATED: _update,
    E.DETAILS_COMPLETED: _know,
    E.REASON_CLASSIFIED: _classify,
    E.ORDER_CHECK_OVERRIDDEN: _override,
    E.MESSAGE_POSTED: _nothing,
    E.EVIDENCE_ANNOUNCED: _announce,
    E.EVIDENCE_STORED: _store,
    E.EVIDENCE_REJECTED: _reject,
    E.OFFER_MADE: _offer,
    E.OFFER_DECLINED: _decline,
    E.OFFER_ACCEPTED: _accept_offer,
    E.RETURN_ACCEPTED: _accept_return,
    E.RETURN_REFUSED: _refuse,
    E.RETURN_CONTESTED: _contest,
    E.RETURN_SHIPPED: _sent,
    E.RETURN_DELIVERED: _back,
    E.INSPECTION_RECORDED: _inspect,
    E.MEDIATION_REQUESTED: rounds.request,
    E.MEDIATION_OPENED: rounds.open_mediation,
    E.MEDIATION_DECIDED: rounds.decide_mediation,
    E.APPEAL_FILED: rounds.appeal,
    E.APPEAL_OPENED: rounds.open_appeal,
    E.APPEAL_DECIDED: rounds.decide_appeal,
    E.FILING_RECORDED: rounds.file,
    E.FILING_FAILED: rounds.fail,
    E.FILING_LEFT: rounds.leave,
    E.EXCHANGE_SHIPPED: _nothing,
    E.REFUND_SETTLED: _settle,
    E.RETURN_WITHDRAWN: _withdraw,
    E.CASE_CLOSED: _close,
}
