"""What each kind of event changes in a case's facts; where it leads is the lifecycle table's to say.

Each function takes the case and the event and returns the changed case, or tells why nothing changes.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.domain import evidence as exhibits
from chalicelib.domain import offers as negotiation
from chalicelib.domain import rounds
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Override
from chalicelib.domain.change import Change, NoEffect
from chalicelib.domain.events import Event
from chalicelib.domain.facts import Details, RefundSettled, ReturnUpdated
from chalicelib.domain.lifecycle import SOFT_ENDS
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import EventType as E


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
        return case.flagged("G2.3a", f"settled in {fact.amount.currency} too: two currencies are never added up")
    paid = replace(case, settled=before + fact.amount)
    limit = paid.promised or paid.claim
    if limit is not None and (before + fact.amount).exceeds(limit):
        return paid.flagged("G3.1", f"{paid.settled} went back to the customer where {limit} was due")
    if case.outcome in SOFT_ENDS:
        return paid.flagged("G3.1", f"money went back to the customer after the case had ended as {case.outcome}")
    return paid


def _exchange(case: Case, event: Event) -> Change:
    if case.exchange_sent_at is not None:
        return NoEffect("the exchange is on its way already")
    return replace(case, exchange_sent_at=event.at)


def _withdraw(case: Case, event: Event) -> Case:
    del event
    return rounds.withdraw(case)


def _close(case: Case, event: Event) -> Change:
    if case.root_cause is not None:
        return NoEffect("its root cause is told already")
    return replace(case, root_cause=_fact(event).root_cause, lesson=_fact(event).lesson)


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
    E.EVIDENCE_ANNOUNCED: exhibits.announce,
    E.EVIDENCE_STORED: exhibits.store,
    E.EVIDENCE_REJECTED: exhibits.reject,
    E.OFFER_MADE: negotiation.make_offer,
    E.OFFER_DECLINED: negotiation.decline_offer,
    E.OFFER_ACCEPTED: negotiation.accept_offer,
    E.RETURN_ACCEPTED: negotiation.accept_return,
    E.RETURN_REFUSED: negotiation.refuse,
    E.RETURN_CONTESTED: negotiation.contest,
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
    E.EXCHANGE_SHIPPED: _exchange,
    E.REFUND_SETTLED: _settle,
    E.RETURN_WITHDRAWN: _withdraw,
    E.CASE_CLOSED: _close,
}
