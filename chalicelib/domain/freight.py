"""Freight: who bears the way back, by which policy and rule, and what the other policy would say (G2.4)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from chalicelib.domain.case import Case
from chalicelib.domain.policy import Policy
from chalicelib.values.vocabulary import Condition, Fault, Party, ReasonCode

_CARRIER = {ReasonCode.DAMAGED_IN_TRANSIT, ReasonCode.LOST_IN_TRANSIT}
_UNCLEAR = {ReasonCode.OTHER, ReasonCode.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Difference:
    """What another shipped policy says of the same freight."""

    policy: str
    payer: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Freight:
    """Who pays, by what; `differs` where the other shipped policy says otherwise."""

    payer: Party | None
    rule: str
    policy: str
    reclaim_from: str | None
    because: str
    differs: Difference | None = None


def reason_fault(code: ReasonCode) -> Fault:
    """Whose doing a reason is (RULES, Reasons)."""
    if code is ReasonCode.CHANGE_OF_HEART:
        return Fault.CUSTOMER
    if code in _CARRIER:
        return Fault.CARRIER
    return Fault.UNKNOWN if code in _UNCLEAR else Fault.SELLER


def fault(case: Case) -> Fault:
    """Whose doing it is, as the inspection left it: wrong or other goods than described are the seller's (G2.4)."""
    return Fault.SELLER if shows_seller_at_fault(case) else reason_fault(case.reason_code)


def shows_seller_at_fault(case: Case) -> bool:
    """Whether the inspection found wrong goods, or goods as they were sent that are not as described (G2.4)."""
    seen = case.inspection
    if seen is None:
        return False
    unlike = not (seen.matches_description and seen.matches_pictures)
    return seen.condition is Condition.WRONG_GOODS or (seen.condition is Condition.AS_SENT and unlike)


def is_spoiled(case: Case) -> bool:
    """Whether goods of a no-reason return came back used, damaged or not at all: grounds to refuse (G2.2c, G2.4)."""
    spoiled = (Condition.USED, Condition.DAMAGED, Condition.EMPTY)
    no_reason = reason_fault(case.reason_code) is Fault.CUSTOMER
    return no_reason and case.inspection is not None and case.inspection.condition in spoiled


def freight(case: Case, shipped: Iterable[Policy] = ()) -> Freight:
    """Decide the freight: as ruled, else as agreed, else by the policy and the fault class."""
    policy = case.policy.policy
    decided = _by_policy(case, policy)
    if case.ruling is not None and case.ruling.freight_payer is not None:
        decided = _by_word(case.ruling.freight_payer, decided, "the platform's ruling names the payer")
    elif case.agreement is not None and case.agreement.freight_payer is not None:
        decided = _by_word(
            case.agreement.freight_payer, decided, "the agreed offer names the payer, which overrides the policy"
        )
    return replace(decided, differs=_difference(case, decided, shipped))


def _by_word(payer: Party, decided: Freight, because: str) -> Freight:
    """Let a word name the payer; whoever pays as the policy says reclaims as the policy says."""
    reclaim_from = decided.reclaim_from if payer is decided.payer else None
    return replace(decided, payer=payer, rule="G2.4", reclaim_from=reclaim_from, because=because)


def _by_policy(case: Case, policy: Policy) -> Freight:
    if is_spoiled(case):
        because = "the goods of a no-reason return came back spoiled"
        return Freight(payer=Party.CUSTOMER, rule="G2.4", policy=policy.name, reclaim_from=None, because=because)
    whose = fault(case)
    clause = policy.freight.for_fault(whose)
    if clause is None:
        because = "the reason is to be classified first"
        return Freight(payer=None, rule="G1.1", policy=policy.name, reclaim_from=None, because=because)
    asked = ", who is asked to: the seller may choose otherwise" if clause.asks else ""
    return Freight(
        payer=clause.payer,
        rule=clause.rule,
        policy=policy.name,
        reclaim_from=clause.reclaim_from,
        because=f"{_OF[whose]}: the {clause.payer} pays{asked}",
    )


_OF = {
    Fault.CUSTOMER: "the customer's own reason",
    Fault.SELLER: "the seller's fault",
    Fault.CARRIER: "the carrier's fault",
}


def _difference(case: Case, decided: Freight, shipped: Iterable[Policy]) -> Difference | None:
    others = ((policy.name, _by_policy(case, policy).payer) for policy in shipped if policy.name != decided.policy)
    found = ((name, payer) for name, payer in others if payer not in (None, decided.payer))
    return next((Difference(name, payer) for name, payer in found if payer), None)
