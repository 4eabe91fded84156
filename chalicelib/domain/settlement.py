"""Settlement: money goes back to the customer, or an agreed exchange is sent (G3.1). A refund can fail afterwards."""

from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import FailedRefund, Payment
from chalicelib.domain.commands import Command, Refused, refuse_unless
from chalicelib.domain.events import Event, Happening
from chalicelib.domain.facts import ReturnMoved, Word
from chalicelib.domain.flags import Review
from chalicelib.domain.lifecycle_rows import Change, Guard, NoEffect, applies_to
from chalicelib.domain.refund_facts import RefundFailed, RefundSettled
from chalicelib.domain.reservations import amount_within, remaining
from chalicelib.domain.situation import Situation
from chalicelib.values.money import Money
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.states import MEDIATING, SOFT_ENDS
from chalicelib.values.vocabulary import EventType, Favour, Outcome, Party


class RecordSettlement(Command):
    """Record what was paid or sent to the customer (G3.1)."""

    command: Literal["record_settlement"]
    kind: Literal["refund", "exchange"]
    amount: Money | None = None
    reference: Word | None = None


@applies_to(RefundSettled)
def settle(case: Case, event: Event[RefundSettled]) -> Change:
    """Add a payment, unless it has failed before. A payment after an end without money is flagged."""
    fact = event.fact
    name = fact.identity(by=event.by, at=event.at)
    if (failure := _failure(case, name)) is not None:
        known = replace(failure, amount=fact.amount)
        failed = tuple(known if found is failure else found for found in case.failed)
        return NoEffect(
            say("refund-failed-already", "this refund failed: it did not reach the customer"),
            kept=replace(case, failed=failed),
        )
    payment = Payment(name=name, amount=fact.amount, reference=fact.reference)
    paid = replace(case.with_payment(payment), earlier_end=_earlier_end(case))
    if case.outcome in SOFT_ENDS:
        said = say(
            "paid-after-the-end",
            "money went back to the customer after the case had ended as {outcome}",
            outcome=str(case.outcome),
        )
        return paid.flagged(Review("G3.1", said, event.id))
    return paid


@applies_to(RefundFailed)
def fail(case: Case, event: Event[RefundFailed]) -> Case:
    """Remove a payment that did not reach the customer. A refund that nobody has told yet will not count."""
    fact = event.fact
    payment = _payment(case, fact, event.at)
    failure = FailedRefund(
        name=payment.name if payment else fact.settlement(event.at),
        amount=payment.amount if payment else fact.amount,
        reference=payment.reference if payment else fact.reference,
        at=event.at,
    )
    return replace(case.without_payment(payment), failed=(*case.failed, failure))


def record_settlement(situation: Situation, command: RecordSettlement) -> Happening:
    """Record a payment within what is due, or the exchange that was agreed."""
    case = situation.case
    if command.kind == "exchange":
        waits = case.is_open and case.awaits_exchange
        refuse_unless(waits, "G3.1", say("no-exchange-due", "no exchange is agreed that is still to be sent"))
        return situation.happening(EventType.EXCHANGE_SHIPPED, ReturnMoved(return_id=situation.return_id))
    amount = _within_due(situation, command.amount)
    fact = RefundSettled(return_id=situation.return_id, amount=amount, reference=command.reference)
    failed = _failure(case, fact.identity(by=Party.SELLER, at=situation.at)) is not None
    refuse_unless(
        not failed,
        "G3.1",
        say(
            "reference-failed",
            "the refund {reference} failed: pay under another reference",
            reference=command.reference or "",
        ),
    )
    return situation.happening(EventType.REFUND_SETTLED, fact)


def _within_due(situation: Situation, named: Money | None) -> Money:
    """Return the amount named, else what is due. Refuses if it is above what is due, or above the return's worth.

    Refuses an amount in another currency than is due as well, because it would settle nothing.
    """
    due, settled, currency = situation.case.unsettled, situation.case.settled, situation.case.currency
    amount = named or due
    if amount is None:
        raise Refused("G3.1", say("amount-not-due", "name the amount: none is due by an agreement or a ruling"))
    refuse_unless(amount.minor > 0, "G3.1", say("amount-of-nothing", "an amount is above nothing"))
    in_currency = currency in (None, amount.currency)
    refuse_unless(
        in_currency,
        "G3.1",
        say(
            "other-currency",
            "it is settled in {currency}: an amount in another currency settles nothing",
            currency=currency or "",
        ),
    )
    if due is None:
        amount_within(situation, settled + amount if settled else amount)
    else:
        refuse_unless(
            not amount.exceeds(due), "G3.1", say("above-due", "no more than {due} is left to settle", due=due)
        )
    return amount


def _failure(case: Case, name: str) -> FailedRefund | None:
    return next((found for found in case.failed if found.name == name), None)


def _payment(case: Case, fact: RefundFailed, at: datetime) -> Payment | None:
    """Return the payment that failed. If only an amount is named, it is the only payment of that amount."""
    name = fact.settlement(at)
    named = next((found for found in case.payments if found.name == name), None)
    only_amount = fact.reference is None and not (fact.time or fact.at)
    return named or (_only_payment(case, fact.amount) if only_amount else None)


def _only_payment(case: Case, amount: Money | None) -> Payment | None:
    """Return the payment of an amount without a reference, if there is one and no other."""
    alike = [found for found in case.payments if found.reference is None and found.amount == amount]
    return alike[0] if len(alike) == 1 else None


def _earlier_end(case: Case) -> Outcome | None:
    """Return the end without money that a payment comes after. An open case has none."""
    if case.is_open:
        return None
    return case.outcome if case.outcome in SOFT_ENDS else case.earlier_end


def lacks_amount(case: Case) -> bool:
    """Tell whether the latest ruling grants the customer something and names no amount, and nothing is paid yet."""
    ruling = case.ruling
    if ruling is None or ruling.refund is not None or ruling.in_favour_of is Favour.SELLER:
        return False
    return case.settled is None or not case.settled.minor


def _nothing_due(situation: Situation) -> Sentence | None:
    case = situation.case
    if case.unsettled or (case.is_open and case.awaits_exchange):
        return None
    if case.status not in MEDIATING and not lacks_amount(case):
        return say("nothing-to-settle", "nothing is agreed or ruled that is left to settle")
    left = remaining(situation)
    spent = left is not None and case.open_part(left) is None
    return say("no-money-left", "nothing is left of the order's money") if spent else None


SOMETHING_DUE = Guard("G3.1", "something-due", "something agreed or ruled is left to settle", _nothing_due)
