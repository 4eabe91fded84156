"""Refusals: the seller refuses a return, with grounds or without, and the customer may contest that (G2.2c)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Inspection, Refusal
from chalicelib.domain.commands import Command, FilledText
from chalicelib.domain.eligibility import eligibility, failed
from chalicelib.domain.events import Event, Happening
from chalicelib.domain.facts import CaseFact, Text, TextOnly
from chalicelib.domain.freight import SPOILED, is_spoiled, shows_seller_at_fault
from chalicelib.domain.lifecycle_rows import Guard, applies_to
from chalicelib.domain.offers import answered
from chalicelib.domain.situation import Situation
from chalicelib.values.reasons import Fault
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.vocabulary import EventType, Status


class ReturnRefused(CaseFact):
    """The seller refuses. `grounds` are the rules that allow it, none if it is refused by reason alone (G2.2c)."""

    reason: Text
    grounds: tuple[str, ...] = ()

    @property
    def words(self) -> str | None:
        """The seller's reason."""
        return self.reason


class RefuseReturn(Command):
    """Refuse the return, with or without grounds (G2.2c)."""

    command: Literal["refuse_return"]
    reason: FilledText


@applies_to(ReturnRefused)
def refuse(case: Case, event: Event[ReturnRefused]) -> Case:
    """Refuse, which ends what was agreed."""
    refusal = Refusal(reason=event.fact.reason, grounds=event.fact.grounds, at=event.at)
    return replace(case, refusal=refusal, agreement=None, responded=True)


@applies_to(TextOnly)
def contest(case: Case, event: Event[TextOnly]) -> Case:
    """Contest the refusal, after which both sides negotiate again."""
    if case.refusal is None:
        return case
    return replace(case, refusal=answered(replace(case.refusal, contested_at=event.at), event.counts_at))


def refuse_return(situation: Situation, command: RefuseReturn) -> Happening:
    """Refuse, and keep the rules that are grounds for it."""
    grounds = tuple(dict.fromkeys(grounds_to_refuse(situation)))
    fact = ReturnRefused(return_id=situation.return_id, reason=command.reason, grounds=grounds)
    return situation.happening(EventType.RETURN_REFUSED, fact)


def grounds_to_refuse(situation: Situation) -> Iterator[str]:
    """Yield the rules that allow a refusal: failed conditions of the return, and what the inspection shows."""
    judged = eligibility(situation.case, situation.order, now=situation.as_of)
    yield from (condition.rule for condition in failed(judged))
    yield from _grounds_of_inspection(situation.case)


def _grounds_of_inspection(case: Case) -> Iterator[str]:
    """Yield the rule if our goods did not come back, came back spoiled, or are not as described."""
    seen = case.inspection
    if seen is None:
        return
    differs = not seen.matches and not shows_seller_at_fault(case)
    if is_spoiled(case) or differs or seen.lacks_our_goods or _has_spoiled_pieces(case, seen):
        yield "G2.2c"


def _has_spoiled_pieces(case: Case, seen: Inspection) -> bool:
    return case.reason_code.fault is Fault.CUSTOMER and bool(seen.conditions & SPOILED)


def _no_grounds_left(situation: Situation) -> Sentence | None:
    case = situation.case
    if case.status is not Status.SETTLING or any(_grounds_of_inspection(case)):
        return None
    return say("no-grounds", "it is agreed, and no inspection gives grounds to refuse")


REFUSABLE = Guard(
    "G2.2c", "refusable", "nothing is agreed, or the inspection gives grounds", _no_grounds_left, late=True
)
