"""Money: integer minor units of one ISO 4217 currency."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
    CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
    IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
    MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
    SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV
    WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 -- 150 quoted words read worse
)
_MAJOR = re.compile(r"[0-9]{1,16}(\.[0-9]{1,9})?")
LARGEST_MINOR = 10**15  # sums over 1,000 lines still fit a 64-bit integer

_WITHOUT_MINOR = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())  # noqa: SIM905
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())  # noqa: SIM905


class Money(BaseModel):
    """An amount of one currency, never negative: `minor` counts its smallest unit (cents for USD)."""

    model_config = ConfigDict(frozen=True)

    minor: Annotated[int, Field(strict=True, ge=0, le=LARGEST_MINOR)]
    currency: Annotated[str, Field(json_schema_extra={"pattern": "^[A-Z]{3}$"})]

    @field_validator("currency")
    @classmethod
    def _known(cls, code: str) -> str:
        if code not in CURRENCIES:
            raise ValueError("not a currency code of ISO 4217")
        return code

    @classmethod
    def of_major(cls, value: object, currency: str) -> Self:
        """Read an amount in major units, such as "24.00" USD.

        Raises ValueError if it is none, or is finer than the currency. A float is read by its shortest decimal text.
        """
        text = str(value)
        amount = Decimal(text).scaleb(_places(currency)) if _MAJOR.fullmatch(text) else None
        if amount is None or amount != amount.to_integral_value():
            raise ValueError("not an amount of this currency")
        return cls(minor=int(amount), currency=currency)

    def __add__(self, other: Self) -> Self:
        """Add two amounts of one currency.

        Raises ValueError for two currencies.
        """
        if other.currency != self.currency:
            raise ValueError("amounts of two currencies do not add up")
        return self.model_copy(update={"minor": self.minor + other.minor})

    def less(self, other: Self) -> Self:
        """Take another amount of the same currency off, not below nothing."""
        if other.currency != self.currency:
            raise ValueError("amounts of two currencies do not subtract")
        return self.model_copy(update={"minor": max(0, self.minor - other.minor)})

    def exceeds(self, other: Self) -> bool:
        """Tell whether it is more than another amount of the same currency.

        Of two currencies none is more.
        """
        return self.currency == other.currency and self.minor > other.minor

    def __str__(self) -> str:
        """Write it for people: `24.00 USD`."""
        return f"{decimal_amount(self.minor, self.currency)} {self.currency}"


def decimal_amount(minor: int, currency: str) -> str:
    """Write minor units as the currency's usual number, such as `24.00`."""
    places = _places(currency)
    whole, part = divmod(minor, 10**places)
    return f"{whole}.{part:0{places}d}" if places else str(whole)


def _places(currency: str) -> int:
    return 0 if currency in _WITHOUT_MINOR else 3 if currency in _THOUSANDTHS else 2


def total(amounts: Iterable[Money]) -> Money | None:
    """Add amounts up.

    None for no amounts or for two currencies, which are never added.
    """
    summands = list(amounts)
    if not summands or len({amount.currency for amount in summands}) > 1:
        return None
    return summands[0].model_copy(update={"minor": sum(amount.minor for amount in summands)})
