"""Details: how two accounts of one return compare, and how one completes the other (G1.1).

Names and articles compare as people read them. Where one account says nothing, it is completed, not contradicted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from chalicelib.domain.facts import Customer, Details, Line, StatedReason
from chalicelib.values.reading import as_read
from chalicelib.values.vocabulary import Resolution

if TYPE_CHECKING:
    from chalicelib.domain.case import Case  # the door reads accounts, and needs no cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The content of a return as far as it is known. `lines` is empty if they are not known."""

    customer: Customer | None
    reason: StatedReason | None
    wants: Resolution | None
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, source: Case | Details) -> Self:
        """Return the account that a case or a fact gives."""
        lines = tuple(source.lines or ())
        return cls(customer=source.customer, reason=source.reason, wants=source.wants, lines=lines)

    @property
    def by_name(self) -> Mapping[str, object]:
        """The fields with their names."""
        return {"customer": self.customer, "reason": self.reason, "wants": self.wants, "lines": self.lines or None}

    @property
    def is_complete(self) -> bool:
        """True if another account can add nothing: also each line has its title and its amount."""
        says_all = None not in (self.customer, self.wants) and _is_whole(self.reason)
        return says_all and bool(self.lines) and all(line.title and line.amount for line in self.lines)

    def completed_by(self, more: Account) -> Account:
        """Return this account with what another one adds to it. What is known stays as it is."""
        return Account(
            customer=self.customer or more.customer,
            reason=_reason(self.reason, more.reason),
            wants=self.wants or more.wants,
            lines=_lines(self.lines, more.lines),
        )

    def updated_by(self, newer: Account) -> Account:
        """Return this account with what a newer one says in its place. A reason without a code keeps the code."""
        reason = newer.reason or self.reason
        if reason is not None and reason.code is None and self.reason is not None:
            reason = reason.model_copy(update={"code": self.reason.code})
        return Account(
            customer=newer.customer or self.customer,
            reason=reason,
            wants=newer.wants or self.wants,
            lines=_lines(newer.lines, self.lines),
        )

    def differences(self, other: Account) -> Iterator[str]:
        """Return the fields of which both accounts say something, and not the same."""
        differ = {
            "customer": _customers_differ(self.customer, other.customer),
            "lines": bool(self.lines and other.lines) and _lines_differ(self.lines, other.lines),
            "reason": _reasons_differ(self.reason, other.reason),
            "wants": _differ(self.wants, other.wants),
        }
        return (name for name, field_differs in differ.items() if field_differs)


def _is_whole(reason: StatedReason | None) -> bool:
    return reason is not None and None not in (reason.code, reason.text)


def _customers_differ(one: Customer | None, other: Customer | None) -> bool:
    return one is not None and other is not None and as_read(one.name) != as_read(other.name)


def _differ(one: object, other: object) -> bool:
    return None not in (one, other) and one != other


def _reasons_differ(one: StatedReason | None, other: StatedReason | None) -> bool:
    if one is None or other is None:
        return False
    return _differ(one.code, other.code) or _differ(one.text, other.text)


def _reason(known: StatedReason | None, more: StatedReason | None) -> StatedReason | None:
    if known is None or more is None:
        return known or more
    return StatedReason(code=known.code or more.code, text=known.text or more.text)


def _lines_differ(some: tuple[Line, ...], others: tuple[Line, ...]) -> bool:
    return len(some) != len(others) or any(map(_line_differs, some, others))


def _line_differs(one: Line, other: Line) -> bool:
    named = (as_read(one.sku), one.quantity) == (as_read(other.sku), other.quantity)
    titles = one.title and other.title and as_read(one.title) != as_read(other.title)
    return not named or bool(titles) or _differ(one.amount, other.amount)


def _lines(known: tuple[Line, ...], more: tuple[Line, ...]) -> tuple[Line, ...]:
    """Add the titles and amounts that only the other account has, if it speaks of the same pieces."""
    if not known or not more or _lines_differ(known, more):
        return known or more
    return tuple(map(_line, known, more))


def _line(known: Line, more: Line) -> Line:
    return known.model_copy(update={"title": known.title or more.title, "amount": known.amount or more.amount})
