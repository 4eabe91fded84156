"""Poison: the errors of a damaged row, or of a mistake in our code.

Waiting does not help, and the rest of a batch must not wait for it.
"""

from typing import Final

from chalicelib.logbook import Logbook
from chalicelib.values.identifiers import OrderKey

POISON: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def report_poison(logbook: Logbook, order: OrderKey, error: BaseException) -> None:
    """Raise an alarm about an order that breaks our code, without the words of the error."""
    named = {"merchant": order.merchant, "marketplace": order.marketplace, "order": order.order_number}
    logbook.alarm("order_poisoned", error=type(error).__name__, **named)
