"""Guards: what must hold before a command is taken, by name; each tells why it does not hold, or nothing."""

from collections.abc import Callable, Iterator
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import OfferStatus, Review, RoundStatus
from chalicelib.domain.eligibility import eligibility, failed
from chalicelib.domain.events import Event
from chalicelib.domain.freight import fault, is_spoiled, reason_fault, shows_seller_at_fault
from chalicelib.domain.lifecycle import COMMANDS
from chalicelib.domain.lifecycle_rows import Ask, Guard
from chalicelib.domain.order import OrderFile, OrderRecord
from chalicelib.domain.order_check import check_order
from chalicelib.domain.reservations import no_goods, no_money
from chalicelib.values.vocabulary import EventType, Fault, Party, Resolution, RoundKind, Status


def available_actions(file: OrderFile, case: Case, *, now: datetime) -> tuple[str, ...]:
    """The commands a seller can give now, as the table and its guards say."""
    return tuple(ask.command for ask in COMMANDS if not ask.desk and objection(ask, file, case, now=now) is None)


def objection(ask: Ask, file: OrderFile, case: Case, *, now: datetime) -> Review | None:
    """Why a command cannot be taken, and by which rule; None where the table and its guards allow it."""
    if case.status not in ask.sources:
        return Review(ask.rule, f"{ask.command} is not possible while the case is {case.status}")
    found = ((guard.rule, _unmet(guard, file, case, now)) for guard in ask.guards)
    return next((Review(rule, why) for rule, why in found if why), None)


def _unmet(guard: Guard, file: OrderFile, case: Case, now: datetime) -> str | None:
    over_all_cases = _OF_THE_FILE.get(guard)
    return over_all_cases(file, case) if over_all_cases else _GUARDS[guard](file.order, case, now)


def no_longer_held(case: Case, event: Event, order: OrderRecord) -> Iterator[Review]:
    """What no longer holds of what a seller's act once rested on, by late facts: the act stands all the same."""
    if event.by is not Party.SELLER:
        return
    for ask in _MADE_BY.get(event.kind, ()):
        for guard in ask.guards:
            why = _GUARDS[guard](order, case, event.at) if guard in _RESTED_ON else None
            if why is not None:
                yield Review(guard.rule, f"{event.type} stands, although by what came late {why}")


def grounds_to_refuse(file: OrderFile, case: Case, *, now: datetime) -> tuple[str, ...]:
    """The rules that carry a refusal: failed conditions of the return, and what the inspection found (G2.2c)."""
    return tuple(dict.fromkeys((*(c.rule for c in failed(eligibility(case, file.order, now=now))), *_seen(case))))


def _seen(case: Case) -> Iterator[str]:
    seen = case.inspection
    unlike = seen is not None and not (seen.matches_description and seen.matches_pictures)
    if is_spoiled(case) or (unlike and not shows_seller_at_fault(case)):
        yield "G2.2c"


def _order_confirmed(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del now
    check = check_order(case, order)
    return None if check.passed else f"the order check says {check.result}: complete it, or override it with a reason"


def _order_unconfirmed(order: OrderRecord, case: Case, now: datetime) -> str | None:
    return None if _order_confirmed(order, case, now) else "the order is confirmed, there is nothing to override"


def _reason_known(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del order, now
    unclear = reason_fault(case.reason_code) is Fault.UNKNOWN and fault(case) is Fault.UNKNOWN
    return "the reason is unclear: classify it first (G1.1)" if unclear else None


def _wants_known(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del order, now
    known = case.wants is not None and case.lines
    return None if known else "what the customer wants, and for which lines, is not known: complete the details first"


def _money_left(file: OrderFile, case: Case) -> str | None:
    return None if case.wants is Resolution.EXCHANGE else no_money(file, case)


def _offer_to_answer(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del order, now
    answerable = any(offer.by is Party.CUSTOMER for offer in case.open_offers())
    return None if answerable else "no offer of the customer is open"


def _negotiation_failed(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del order
    failed_offer = any(offer.status in (OfferStatus.DECLINED, OfferStatus.EXPIRED) for offer in case.offers)
    contested = case.refusal is not None and case.refusal.contested_at is not None
    time_over = now >= case.opened_at + case.policy.policy.deadlines.respond.length
    if failed_offer or contested or time_over:
        return None
    return "negotiate first: no offer was declined or expired, no refusal contested, and the time to respond still runs"


def _refusable(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del order, now
    if case.status is not Status.SETTLING or any(_seen(case)):
        return None
    return "it is agreed, and no inspection gives grounds to refuse"


def _appeal_left(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del order
    if case.ruling is None or case.ruling.decided_at is None:
        return "there is no ruling to appeal"
    most = case.policy.policy.appeals.rounds
    if _appeals_made(case) >= most:
        return f"a ruling is appealed {most} time at the most under this policy"
    until = case.ruling.appeal_until or case.ruling.decided_at + case.policy.policy.deadlines.appeal.length
    return None if now <= until else "the time to appeal is over"


def _appeals_made(case: Case) -> int:
    """How often the seller has appealed since the platform last mediated: another mediation's ruling is a new one."""
    mediated = (found for found in case.rounds if found.kind is RoundKind.MEDIATION)
    since = max((found.decided_at for found in mediated if found.decided_at), default=case.opened_at)
    ours = (found for found in case.rounds if found.kind is RoundKind.APPEAL and found.opened_by is Party.SELLER)
    standing = (found for found in ours if found.status is not RoundStatus.WITHDRAWN)
    return sum((found.requested_at or found.opened_at or since) >= since for found in standing)


def _something_due(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del order, now
    mediating = case.status in (Status.MEDIATION_REQUESTED, Status.IN_MEDIATION)
    if case.unsettled or (case.is_open and case.awaits_exchange) or mediating:
        return None
    return "nothing is agreed or ruled that is left to settle"


def _root_cause_open(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del order, now
    return "its root cause is told already" if case.root_cause is not None else None


def _platform_asked(order: OrderRecord, case: Case, now: datetime) -> str | None:
    del order, now
    return None if any(found.effect_id for found in case.rounds) else "no request of this case waits for the platform"


_GUARDS: dict[Guard, Callable[[OrderRecord, Case, datetime], str | None]] = {
    Guard.ORDER_CONFIRMED: _order_confirmed,
    Guard.ORDER_UNCONFIRMED: _order_unconfirmed,
    Guard.REASON_KNOWN: _reason_known,
    Guard.WANTS_KNOWN: _wants_known,
    Guard.OFFER_TO_ANSWER: _offer_to_answer,
    Guard.NEGOTIATION_FAILED: _negotiation_failed,
    Guard.REFUSABLE: _refusable,
    Guard.APPEAL_LEFT: _appeal_left,
    Guard.SOMETHING_DUE: _something_due,
    Guard.ROOT_CAUSE_OPEN: _root_cause_open,
    Guard.PLATFORM_ASKED: _platform_asked,
}

# What the other cases of the order have a say in.
_OF_THE_FILE: dict[Guard, Callable[[OrderFile, Case], str | None]] = {
    Guard.GOODS_LEFT: no_goods,
    Guard.MONEY_LEFT: _money_left,
}

_MADE_BY: dict[EventType | None, tuple[Ask, ...]] = {
    kind: tuple(ask for ask in COMMANDS if kind in ask.makes) for kind in EventType
}
# What a late fact can take from under an act; that an order proved right later is no harm.
_RESTED_ON = {
    Guard.ORDER_CONFIRMED,
    Guard.REASON_KNOWN,
    Guard.NEGOTIATION_FAILED,
    Guard.REFUSABLE,
    Guard.APPEAL_LEFT,
}
