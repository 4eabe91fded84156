"""The order that most tests are about, and the return of its goods, as a marketplace writes them."""

from typing import Any

CUSTOMER = {"name": "Ada Buyer"}


def usd(minor: int) -> dict[str, object]:
    return {"minor": minor, "currency": "USD"}


def line(sku: str = "MUG-01", *, quantity: int = 2, minor: int = 2400) -> dict[str, object]:
    return {"sku": sku, "quantity": quantity, "amount": usd(minor)}


REQUEST: dict[str, Any] = {
    "customer": CUSTOMER,
    "reason": {"code": "colour_difference", "text": "ordered navy, got black"},
    "wants": "return_and_refund",
    "lines": [line()],
}
