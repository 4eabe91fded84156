"""The facts of refunds: one was paid, or did not reach the customer."""

from datetime import datetime
from typing import Self

from pydantic import model_validator

from chalicelib.domain.facts import CaseFact, Text, Word
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import Party


class RefundSettled(CaseFact):
    """Money went back to the customer."""

    amount: Money
    reference: Word | None = None

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- whoever reports it
        """Return the reference, or the amount and time if there is no reference."""
        return _name(self.reference, self.amount, at)

    @property
    def words(self) -> str | None:
        """The amount, and the reference if there is one."""
        return f"{self.amount} ({self.reference})" if self.reference else str(self.amount)


class RefundFailed(CaseFact):
    """A refund did not reach the customer. It names the refund by its reference, else by its amount and time.

    The time may be called `at` too, as a failed refund is shown.
    """

    reference: Word | None = None
    amount: Money | None = None
    time: Instant | None = None
    at: Instant | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _names_a_refund(self) -> Self:
        if self.reference is None and self.amount is None:
            raise ValueError("it names the reference of the refund, or its amount")
        return self

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- whoever reports it
        """Return that of the refund, as a failure: a refund fails once."""
        return f"failure of {self.settlement(at)}"

    def settlement(self, at: datetime) -> str:
        """Return the identity of the refund. Its time is the failure's own date if no other is named."""
        return _name(self.reference, self.amount, self.time or self.at or at)

    @property
    def words(self) -> str | None:
        """The text, else what names the refund."""
        return self.text or self.reference or str(self.amount)


def _name(reference: str | None, amount: Money | None, at: datetime) -> str:
    return f"settlement {reference}" if reference is not None else f"settlement of {amount} at {at.isoformat()}"
