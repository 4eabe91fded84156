"""The order check: does a return belong to the order it names, by number and customer (G2.1)."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Override
from chalicelib.domain.order import OrderRecord


class CheckResult(StrEnum):
    """How the comparison came out."""

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
    """The comparison, and whether the seller vouched for the order all the same."""

    result: CheckResult
    fields: tuple[Mismatch, ...] = ()
    overridden: Override | None = None

    @property
    def passed(self) -> bool:
        """Whether something may be accepted or offered."""
        return self.result is CheckResult.CONFIRMED or self.overridden is not None


def check_order(case: Case, order: OrderRecord) -> OrderCheck:
    """Compare a return with what is known of its order now."""
    if not order.known or order.customer is None:
        return OrderCheck(result=CheckResult.UNKNOWN_ORDER, overridden=case.override)
    if case.customer is None:
        return OrderCheck(result=CheckResult.INCOMPLETE, overridden=case.override)
    if same_name(case.customer.name, order.customer.name):
        return OrderCheck(result=CheckResult.CONFIRMED, overridden=case.override)
    differing = Mismatch("customer.name", case.customer.name, order.customer.name)
    return OrderCheck(result=CheckResult.MISMATCH, fields=(differing,), overridden=case.override)


def same_name(one: str, other: str) -> bool:
    """Compare two names but for case, spaces and Unicode form; never by guessing."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return " ".join(folded.split())
