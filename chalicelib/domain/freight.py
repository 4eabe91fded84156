"""Freight: who pays for the way back, by which policy and rule, and what the other policy says (G2.4)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from chalicelib.domain.cancellation import why_nothing_travels
from chalicelib.domain.case import Case
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.policy import Policy
from chalicelib.values.every import for_every, those
from chalicelib.values.reasons import Fault
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.vocabulary import Condition, Party, RoundKind


@dataclass(frozen=True, slots=True)
class Difference:
    """The payer that another shipped policy names for the same freight."""

    policy: str
    payer: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Freight:
    """The payer, the rule and the policy. `differs` is set if the other shipped policy names another payer.

    `may_choose` is True if the policy lets the seller pay instead. `travels` is False if no goods travel, so that
    nobody pays.
    """

    payer: Party | None
    rule: str
    policy: str
    reclaim_from: str | None
    sentence: Sentence
    may_choose: bool = False
    travels: bool = True
    differs: Difference | None = None

    @property
    def because(self) -> str:
        """The reason in English."""
        return str(self.sentence)


def fault(case: Case) -> Fault:
    """Return whose fault it is after the inspection. Wrong goods are the seller's fault (G2.4)."""
    return Fault.SELLER if shows_seller_at_fault(case) else case.reason_code.fault


def shows_seller_at_fault(case: Case) -> bool:
    """Tell whether the inspection shows wrong goods, or goods as sent that are not as described (G2.4)."""
    seen = case.inspection
    if seen is None:
        return False
    match seen.condition:
        case Condition.WRONG_GOODS:
            return True
        case Condition.AS_SENT:
            return not seen.matches
        case Condition.USED | Condition.DAMAGED | Condition.EMPTY | Condition.OTHER_GOODS:
            return False


def is_spoiled(case: Case) -> bool:
    """Tell whether goods of a no-reason return came back used, damaged, as others or not at all (G2.2c, G2.4)."""
    no_reason = case.reason_code.fault is Fault.CUSTOMER
    return no_reason and case.inspection is not None and case.inspection.condition in SPOILED


def has_new_grounds(before: Case, after: Case) -> bool:
    """Tell whether an event changed anything that `freight` looks at. Most events did not, so nothing is decided."""
    return any(now is not earlier for earlier, now in zip(_grounds(before), _grounds(after), strict=True))


def _grounds(case: Case) -> tuple[object, ...]:
    fault_of = (case.policy, case.reason, case.classified, case.inspection)
    return (*fault_of, case.agreement, case.rounds, case.ruled, case.wants, case.goods_sent_at, case.goods_back_at)


def freight(case: Case, order: OrderRecord, shipped: Iterable[Policy] = ()) -> Freight:
    """Decide the freight as ruled, else as agreed, else by the policy and the fault class.

    Nobody pays if nothing travels, unless a ruling names a payer.
    """
    decided = _decided(case, order, case.policy.policy)
    return replace(decided, differs=_difference(case, decided, shipped))


def _decided(case: Case, order: OrderRecord, policy: Policy) -> Freight:
    by_policy = _by_policy(case, policy)
    if (ruled := _ruled_payer(case)) is not None:
        return _by_word(ruled, by_policy, say("freight-ruled", "the platform's ruling names the payer"))
    if (why := why_nothing_travels(case, order)) is not None:
        because = say("nothing-travels", "nothing travels, because {why}", why=why)
        return Freight(payer=None, rule="G2.4", policy=policy.name, reclaim_from=None, sentence=because, travels=False)
    agreed = case.agreement.freight_payer if case.agreement else None
    if agreed is not None:
        return _by_word(
            agreed, by_policy, say("freight-agreed", "the agreed offer names the payer, which overrides the policy")
        )
    return by_policy


def _ruled_payer(case: Case) -> Party | None:
    """Return the payer that the latest ruling names that names one. A later ruling that names none changes nothing."""
    named = [
        (found.decided_at, found.kind is RoundKind.APPEAL, found.number, found)
        for found in case.rounds
        if found.decided_at and found.freight_payer
    ]
    return max(named, key=lambda ruling: ruling[:3])[3].freight_payer if named else None


def _by_word(payer: Party, decided: Freight, because: Sentence) -> Freight:
    """Let a ruling or an agreement name the payer. A payer as in the policy reclaims as in the policy."""
    reclaim_from = decided.reclaim_from if payer is decided.payer else None
    return replace(decided, payer=payer, rule="G2.4", reclaim_from=reclaim_from, sentence=because, may_choose=False)


def _by_policy(case: Case, policy: Policy) -> Freight:
    if is_spoiled(case):
        because = say("freight-spoiled", "the goods of a no-reason return came back spoiled")
        return Freight(payer=Party.CUSTOMER, rule="G2.4", policy=policy.name, reclaim_from=None, sentence=because)
    whose = fault(case)
    clause = policy.freight.for_fault(whose)
    if clause is None:
        because = say("freight-unclassified", "the reason is to be classified first")
        return Freight(payer=None, rule="G1.1", policy=policy.name, reclaim_from=None, sentence=because)
    return Freight(
        payer=clause.payer,
        rule=clause.rule,
        policy=policy.name,
        reclaim_from=clause.reclaim_from,
        sentence=say("freight-by-fault", "{whose}: the {payer} pays", whose=_OF[whose], payer=clause.payer),
        may_choose=clause.asks,
    )


SPOILED = those(
    Condition,
    {
        Condition.USED: True,
        Condition.DAMAGED: True,
        Condition.EMPTY: True,
        Condition.OTHER_GOODS: True,
        Condition.AS_SENT: False,
        Condition.WRONG_GOODS: False,
    },
)
_OF = for_every(
    Fault,
    {
        Fault.CUSTOMER: say("fault-customer", "the customer's own reason"),
        Fault.SELLER: say("fault-seller", "the seller's fault"),
        Fault.CARRIER: say("fault-carrier", "the carrier's fault"),
        Fault.UNKNOWN: say("fault-unknown", "a reason that is still unclear"),
    },
)


def _difference(case: Case, decided: Freight, shipped: Iterable[Policy]) -> Difference | None:
    if not decided.travels:
        return None
    others = ((policy.name, _by_policy(case, policy).payer) for policy in shipped if policy.name != decided.policy)
    found = ((name, payer) for name, payer in others if payer not in (None, decided.payer))
    return next((Difference(name, payer) for name, payer in found if payer), None)
