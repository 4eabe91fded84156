"""The order check compares a return with the order that it names (G2.1)."""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Override
from chalicelib.domain.lifecycle_rows import Guard
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.situation import Situation
from chalicelib.values.reading import as_read
from chalicelib.values.sentences import Sentence, say


class CheckResult(StrEnum):
    """The result of the comparison."""

    CONFIRMED = "confirmed"
    MISMATCH = "mismatch"
    INCOMPLETE = "incomplete"
    UNKNOWN_ORDER = "unknown_order"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A field with both its values."""

    field: str
    returned: str
    ordered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCheck:
    """The comparison. `overridden` is set if the seller confirmed the order all the same."""

    result: CheckResult
    fields: tuple[Mismatch, ...] = ()
    overridden: Override | None = None

    @property
    def passed(self) -> bool:
        """True if something may be accepted or offered."""
        return self.result is CheckResult.CONFIRMED or self.overridden is not None


def check_order(case: Case, order: OrderRecord) -> OrderCheck:
    """Compare a return with what is known of its order now."""
    if not order.known or order.customer is None:
        return OrderCheck(result=CheckResult.UNKNOWN_ORDER, overridden=case.override)
    if case.customer is None:
        return OrderCheck(result=CheckResult.INCOMPLETE, overridden=case.override)
    if as_read(case.customer.name) == as_read(order.customer.name):
        return OrderCheck(result=CheckResult.CONFIRMED, overridden=case.override)
    differing = Mismatch("customer.name", case.customer.name, order.customer.name)
    return OrderCheck(result=CheckResult.MISMATCH, fields=(differing,), overridden=case.override)


def _not_confirmed(situation: Situation) -> Sentence | None:
    check = check_order(situation.case, situation.order)
    return (
        None
        if check.passed
        else say(
            "order-unconfirmed",
            "the order check says {result}: complete it, or override it with a reason",
            result=check.result,
        )
    )


def _confirmed(situation: Situation) -> Sentence | None:
    passed = check_order(situation.case, situation.order).passed
    return say("nothing-to-override", "the order is confirmed, there is nothing to override") if passed else None


ORDER_CONFIRMED = Guard(
    "G2.1",
    "order-confirmed",
    "the order is confirmed, or the seller has confirmed it by an override",
    _not_confirmed,
    late=True,
)
ORDER_UNCONFIRMED = Guard("G2.1", "order-unconfirmed", "the order is not confirmed", _confirmed)
