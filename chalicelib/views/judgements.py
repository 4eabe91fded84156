"""Our own judgements of a case, as the API shows them: the freight, the conditions of the return, and tasks."""

from chalicelib.advice.tasks import Task
from chalicelib.domain.case import Case
from chalicelib.domain.eligibility import Eligibility
from chalicelib.domain.freight import freight
from chalicelib.domain.order import OrderFile
from chalicelib.values.sentences import say
from chalicelib.views import shapes as s

_MAY_CHOOSE = say(
    "freight-may-choose", "By the policy the customer is asked to pay. You can also offer to pay it yourself."
)


def show_freight(file: OrderFile, case: Case, actions: tuple[str, ...]) -> s.FreightShape:
    """Show who pays, and to the seller what they can still choose."""
    decided = freight(case, file.order, file.policies.shipped)
    advice = _MAY_CHOOSE if decided.may_choose and "make_offer" in actions else None
    return s.FreightShape(
        payer=decided.payer,
        rule=decided.rule,
        policy=decided.policy,
        reclaim_from=decided.reclaim_from,
        code=decided.sentence.code,
        because=decided.sentence,
        advice=advice,
        differs=s.DifferenceShape.model_validate(decided.differs) if decided.differs else None,
    )


def show_task(task: Task) -> s.TaskShape:
    """Show a task."""
    said = task.sentence
    return s.TaskShape(kind=task.kind, effect_id=task.effect_id, code=said.code, text=said, by=task.by)


def show_eligibility(judged: Eligibility) -> s.EligibilityShape:
    """Show the conditions of the return."""
    rules = tuple(
        s.ConditionShape(rule=each.rule, holds=each.holds, code=each.sentence.code, why=each.sentence)
        for each in judged.rules
    )
    return s.EligibilityShape(eligible=judged.eligible, rules=rules, days_left=judged.days_left)
