"""The facts of a request: what the customer asks for, what the platform adds, and how the seller completes it."""

from datetime import datetime
from typing import Self

from chalicelib.domain.details import Account
from chalicelib.domain.facts import (
    CaseFact,
    Details,
    Fact,
    PlatformDeadline,
    PlatformFact,
    Text,
)
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.sentences import Sentence
from chalicelib.values.vocabulary import Party


class ReturnRequested(PlatformFact, Details):
    """The customer asks for a return. This opens the case."""

    respond_until: PlatformDeadline | None = None

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- a case has one request
        """Return the same identity for every request: a case has one."""
        return "return"

    def contradicts(self, again: Fact) -> bool:
        """Compare only what both requests say: a request may say more than a bare signal did."""
        return isinstance(again, Details) and any(Account.of(self).differences(Account.of(again)))

    def completed_by(self, again: Fact) -> Self:
        """Fill in what only the second request says. Returns itself if that is nothing."""
        if not isinstance(again, Details):
            return self
        known = Account.of(self)
        completed = known.completed_by(Account.of(again))
        return self if completed == known else self.model_copy(update=completed.by_name)


class ReturnUpdated(PlatformFact, Details):
    """The platform states its own status, and whatever has become known."""

    respond_until: PlatformDeadline | None = None

    @property
    def words(self) -> str | Sentence | None:
        """The platform's status, or the words of the reason."""
        return self.platform_status or super().words


class DetailsCompleted(CaseFact, Details):
    """The seller completes a request of which the platform only sent a signal."""


class ReasonClassified(CaseFact):
    """The seller classifies an unclear reason."""

    code: ReasonCode
    reason: Text

    @property
    def words(self) -> str | None:
        """The seller's explanation."""
        return self.reason


class OrderCheckOverridden(CaseFact):
    """The seller confirms an order that the order check could not confirm (G2.1)."""

    reason: Text

    @property
    def words(self) -> str | None:
        """The seller's explanation."""
        return self.reason
