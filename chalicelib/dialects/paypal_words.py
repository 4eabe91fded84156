"""PayPal's reasons and amounts in our own words."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from chalicelib.values.money import Money
from chalicelib.values.reasons import ReasonCode

_NOT_RECEIVED, _NOT_AS_DESCRIBED = "MERCHANDISE_OR_SERVICE_NOT_RECEIVED", "MERCHANDISE_OR_SERVICE_NOT_AS_DESCRIBED"
_OTHERS = frozenset(
    {
        "UNAUTHORISED",
        "CREDIT_NOT_PROCESSED",
        "DUPLICATE_TRANSACTION",
        "INCORRECT_AMOUNT",
        "PAYMENT_BY_OTHER_MEANS",
        "CANCELED_RECURRING_BILLING",
        "PROBLEM_WITH_REMITTANCE",
        "OTHER",
    }
)
_SUB_REASONS = {"DAMAGED": ReasonCode.DAMAGED_IN_TRANSIT, "MISSING_PARTS": ReasonCode.MISSING_PARTS}
_PATH = ("merchandize_dispute_properties", "product_details", "sub_reasons")


def _amount(value: object) -> object:
    """Read `{"currency_code", "value"}`, with the value in major units."""
    if not isinstance(value, Mapping):
        return value
    return Money.of_major(value.get("value"), str(value.get("currency_code")))


PaypalMoney = Annotated[Money, BeforeValidator(_amount)]


def reason_code(reason: str | None, extensions: Mapping[str, object] | None) -> str | None:
    """Return our code of a reason. A word that no document lists stays as it is."""
    if reason == _NOT_RECEIVED:
        return ReasonCode.LOST_IN_TRANSIT
    if reason == _NOT_AS_DESCRIBED:
        details = _sub_reasons(extensions)
        return next((code for word, code in _SUB_REASONS.items() if word in details), ReasonCode.NOT_AS_DESCRIBED)
    return ReasonCode.OTHER if reason in _OTHERS else reason


def _sub_reasons(extensions: object) -> list[object]:
    for name in _PATH:
        extensions = extensions.get(name) if isinstance(extensions, Mapping) else None
    return extensions if isinstance(extensions, list) else []
