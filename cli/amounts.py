"""Amounts: `600.00 USD` on the command line, and counts of the smallest unit in the API."""

import re
from decimal import Decimal
from typing import Any

_WRITTEN = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,3})?) ?([A-Z]{3})")
_WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())  # noqa: SIM905
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())  # noqa: SIM905


def digits(currency: str) -> int:
    """Return how many digits the smallest unit of a currency has (ISO 4217)."""
    return 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2


def read(text: str) -> dict[str, Any]:
    """Read an amount such as `600.00 USD`. Raises ValueError."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is no amount: write it like 600.00 USD")
    number, currency = match.groups()
    minor = Decimal(number).scaleb(digits(currency))
    if minor != minor.to_integral_value():
        raise ValueError(f"{text} is finer than its currency")
    return {"minor": int(minor), "currency": currency}


def shown(amount: dict[str, Any]) -> str:
    """Write an amount for people."""
    places = digits(amount["currency"])
    return f"{Decimal(amount['minor']).scaleb(-places):.{places}f} {amount['currency']}"
