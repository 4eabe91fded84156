"""The request: what the customer asks for, what the platform adds, and how the seller completes it (G1.1, G2.1)."""

from dataclasses import replace
from typing import Literal

from pydantic import field_validator

from chalicelib.domain.articles import ReadLine, articles, read_lines
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Override
from chalicelib.domain.commands import Command, FilledText, Refused, refuse_unless
from chalicelib.domain.details import Account
from chalicelib.domain.events import Event, Happening
from chalicelib.domain.facts import (
    Customer,
    Details,
    Line,
    Lines,
    StatedReason,
)
from chalicelib.domain.flags import Review
from chalicelib.domain.freight import fault
from chalicelib.domain.lifecycle_rows import Guard, applies_to
from chalicelib.domain.request_facts import DetailsCompleted, OrderCheckOverridden, ReasonClassified
from chalicelib.domain.situation import Situation
from chalicelib.values.reasons import Fault, ReasonCode
from chalicelib.values.sentences import Sentence, Term, say
from chalicelib.values.vocabulary import EventType, Resolution


class OverrideOrderCheck(Command):
    """Confirm an order that the order check could not confirm (G2.1)."""

    command: Literal["override_order_check"]
    reason: FilledText


class ClassifyReason(Command):
    """Classify an unclear reason (G1.1)."""

    command: Literal["classify_reason"]
    code: ReasonCode
    reason: FilledText


class CompleteDetails(Command):
    """Complete a request of which the platform only sent a signal (G1.1)."""

    command: Literal["complete_details"]
    customer: Customer | None = None
    reason: StatedReason | None = None
    wants: Resolution | None = None
    lines: Lines | None = None

    @field_validator("reason")
    @classmethod
    def _one_of_ours(cls, reason: StatedReason | None) -> StatedReason | None:
        """Accept only our own codes: a platform may use an unknown word, a seller chooses from the list."""
        if reason is not None and reason.code not in set(ReasonCode):
            raise ValueError(f"its code is not one of the reasons: {', '.join(ReasonCode)}")
        return reason


@applies_to(Details)
def fill_in(case: Case, event: Event[Details]) -> Case:
    """Fill in what is not known yet."""
    known = Account.of(case).completed_by(Account.of(event.fact))
    return replace(case, customer=known.customer, reason=known.reason, wants=known.wants, lines=known.lines)


@applies_to(Details)
def update(case: Case, event: Event[Details]) -> Case:
    """Put what the platform says now in the place of what it said before. What was agreed stays as it is."""
    known, newer = Account.of(case), Account.of(event.fact)
    now = known.updated_by(newer)
    updated = replace(case, customer=now.customer, reason=now.reason)
    if case.agreement is None:
        asked_at = event.at if now != known else case.asked_at
        return replace(updated, wants=now.wants, lines=now.lines, asked_at=asked_at)
    if not {"wants", "lines"} & {*known.differences(newer)}:
        return updated
    said = say(
        "changed-after-agreement",
        "the platform changed the return after both sides agreed: what was agreed stays valid",
    )
    return updated.flagged(Review("G2.3a", said, event.id))


@applies_to(ReasonClassified)
def classify(case: Case, event: Event[ReasonClassified]) -> Case:
    """Put the seller's classification above the platform's word."""
    return replace(case, classified=event.fact.code)


@applies_to(OrderCheckOverridden)
def override(case: Case, event: Event[OrderCheckOverridden]) -> Case:
    """Keep the seller's confirmation with its reason."""
    return replace(case, override=Override(reason=event.fact.reason, at=event.at))


def decide_override(situation: Situation, command: OverrideOrderCheck) -> Happening:
    """Confirm the order with a reason that is kept."""
    fact = OrderCheckOverridden(return_id=situation.return_id, reason=command.reason)
    return situation.happening(EventType.ORDER_CHECK_OVERRIDDEN, fact)


def decide_reason(situation: Situation, command: ClassifyReason) -> Happening:
    """Classify the reason."""
    fact = ReasonClassified(return_id=situation.return_id, code=command.code, reason=command.reason)
    return situation.happening(EventType.REASON_CLASSIFIED, fact)


def decide_details(situation: Situation, command: CompleteDetails) -> Happening:
    """Complete the request. Refuses if nothing is given, or if it contradicts what is known."""
    given = command.model_dump(exclude={"command"}, exclude_none=True)
    refuse_unless(bool(given), "G1.1", say("nothing-given", "nothing is given to complete"))
    fact = DetailsCompleted(return_id=situation.return_id, **given)
    for name in Account.of(situation.case).differences(Account.of(fact)):
        raise Refused("G1.1", say("known-otherwise", "{name} is known already, and otherwise", name=Term(name)))
    return situation.happening(EventType.DETAILS_COMPLETED, fact)


def _nothing_missing(situation: Situation) -> Sentence | None:
    """Object if nothing is open to complete. What the order says of a line need not be said again."""
    case = situation.case
    lines = tuple(map(_with_title, read_lines(case, articles(situation.order))))
    account = replace(Account.of(case), lines=lines)
    return say("details-known", "customer, reason, wishes and lines are known already") if account.is_complete else None


def _with_title(read: ReadLine) -> Line:
    """Return a line that needs no title if the order has its article."""
    title = read.line.title or (read.article.title or read.article.sku if read.article else None)
    return read.line.model_copy(update={"title": title})


def _unclear_reason(situation: Situation) -> Sentence | None:
    unclear = fault(situation.case) is Fault.UNKNOWN
    return say("reason-unclear-yet", "the reason is unclear: classify it first (G1.1)") if unclear else None


def _unknown_wants(situation: Situation) -> Sentence | None:
    if situation.case.wants is not None and situation.case.lines:
        return None
    return say(
        "wishes-unknown", "what the customer wants, and for which lines, is not known: complete the details first"
    )


REASON_KNOWN = Guard("G1.1", "reason-known", "the reason is classified", _unclear_reason, late=True)
DETAILS_MISSING = Guard("G1.1", "details-missing", "something of the request is not known yet", _nothing_missing)
WANTS_KNOWN = Guard("G1.1", "wants-known", "what the customer wants, and for which lines, is known", _unknown_wants)
