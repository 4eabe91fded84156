"""Settlement: money goes back to the customer, or an agreed exchange is sent (G3.1)."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.case import Case
from chalicelib.domain.commands import Command, Refused, refuse_unless
from chalicelib.domain.events import Event, Happening
from chalicelib.domain.facts import CaseFact, ReturnMoved, Word
from chalicelib.domain.lifecycle_rows import Change, Guard, applies_to
from chalicelib.domain.reservations import amount_within
from chalicelib.domain.situation import Situation
from chalicelib.values.money import Money
from chalicelib.values.states import MEDIATING, SOFT_ENDS
from chalicelib.values.vocabulary import EventType, Party


class RefundSettled(CaseFact):
    """Money went back to the customer."""

    amount: Money
    reference: Word | None = None

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- whoever reports it
        """Return the reference, or the amount and time if there is no reference."""
        if self.reference is not None:
            return f"settlement {self.reference}"
        return f"settlement of {self.amount} at {at.isoformat()}"

    @property
    def words(self) -> str | None:
        """The amount, and the reference if there is one."""
        return f"{self.amount} ({self.reference})" if self.reference else str(self.amount)


class RecordSettlement(Command):
    """Record what was paid or sent to the customer (G3.1)."""

    command: Literal["record_settlement"]
    kind: Literal["refund", "exchange"]
    amount: Money | None = None
    reference: Word | None = None


@applies_to(RefundSettled)
def settle(case: Case, event: Event[RefundSettled]) -> Change:
    """Add a payment. A payment above what is due, or after an end without money, is flagged."""
    amount = event.fact.amount
    before = case.settled or Money(minor=0, currency=amount.currency)
    if before.currency != amount.currency:
        return case.flagged("G2.3a", f"settled in {amount.currency} too: two currencies are never added up")
    paid = replace(case, settled=before + amount)
    limit = paid.promised or paid.claim
    if limit is not None and (before + amount).exceeds(limit):
        return paid.flagged("G3.1", f"{paid.settled} went back to the customer where {limit} was due")
    if case.outcome in SOFT_ENDS:
        return paid.flagged("G3.1", f"money went back to the customer after the case had ended as {case.outcome}")
    return paid


def record_settlement(situation: Situation, command: RecordSettlement) -> Happening:
    """Record a payment within what is due, or the exchange that was agreed."""
    case = situation.case
    if command.kind == "exchange":
        waits = case.is_open and case.awaits_exchange
        refuse_unless(waits, "G3.1", "no exchange is agreed that is still to be sent")
        return situation.happening(EventType.EXCHANGE_SHIPPED, ReturnMoved(return_id=situation.return_id))
    amount = command.amount or case.unsettled
    if amount is None:
        raise Refused("G3.1", "name the amount: none is due by an agreement or a ruling")
    if case.unsettled is not None:
        within = amount.currency == case.unsettled.currency and amount.minor <= case.unsettled.minor
        refuse_unless(within, "G3.1", f"no more than {case.unsettled} is left to settle")
    else:
        amount_within(situation, amount if case.settled is None else _both(case.settled, amount))
    fact = RefundSettled(return_id=situation.return_id, amount=amount, reference=command.reference)
    return situation.happening(EventType.REFUND_SETTLED, fact)


def _both(settled: Money, amount: Money) -> Money:
    refuse_unless(settled.currency == amount.currency, "G3.1", f"it was settled in {settled.currency} before")
    return settled + amount


def _nothing_due(situation: Situation) -> str | None:
    case = situation.case
    if case.unsettled or (case.is_open and case.awaits_exchange) or case.status in MEDIATING:
        return None
    return "nothing is agreed or ruled that is left to settle"


SOMETHING_DUE = Guard("G3.1", "something agreed or ruled is left to settle", _nothing_due)
