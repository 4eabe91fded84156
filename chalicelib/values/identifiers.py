"""Identifiers: what an order, a case and the facts of a case are called."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints

IDENTIFIER = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
# Ours are made of the return's id and a number, so they can be longer than the ids that a marketplace may tell.
OFFER_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(-[sc][0-9]{1,4})?$"
# A dot inside a part of a case id is written `~`.
_PART = "[A-Za-z0-9][A-Za-z0-9_~-]{0,63}"
CASE_ID = rf"^{_PART}\.{_PART}\.{_PART}$"
OfferId = Annotated[str, StringConstraints(pattern=OFFER_ID, strict=True)]
Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER, strict=True)]

_identifier = re.compile(IDENTIFIER)


def is_identifier(text: str) -> bool:
    """Tell whether a text can be an id in data (`[A-Za-z0-9][A-Za-z0-9._-]{0,63}`)."""
    return _identifier.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class OrderKey:
    """One order of one merchant on one marketplace: the unit that is logged, folded and decided on."""

    merchant: str
    marketplace: str
    order_number: str


@dataclass(frozen=True, slots=True)
class CaseKey:
    """One return of an order."""

    order: OrderKey
    return_id: str

    @property
    def case_id(self) -> str:
        """The id that outsiders use: `<marketplace>.<order_number>.<return_id>`, a dot inside a part as `~`."""
        parts = (self.order.marketplace, self.order.order_number, self.return_id)
        return ".".join(part.replace(".", "~") for part in parts)


def parse_case_id(merchant: str, text: str) -> CaseKey | None:
    """Read a case id as one of this merchant's.

    None if it cannot be one.
    """
    parts = [part.replace("~", ".") for part in text.split(".")]
    if not all(map(is_identifier, parts)):
        return None
    try:
        marketplace, order_number, return_id = parts
    except ValueError:
        return None
    return CaseKey(OrderKey(merchant, marketplace, order_number), return_id)
