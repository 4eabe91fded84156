"""The goods: they are sent back, arrive, are inspected, and others may be sent in exchange (G2.2b)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Inspected, Inspection
from chalicelib.domain.commands import Command, EvidenceIds, Flag, refuse_unless
from chalicelib.domain.events import Event, Happening
from chalicelib.domain.facts import MOST_LINES, CaseFact, Fact, Line, Quantity, ReturnMoved, Text, Word
from chalicelib.domain.lifecycle_rows import Change, NoEffect, applies_to
from chalicelib.domain.line_amounts import read
from chalicelib.domain.situation import Situation
from chalicelib.values.identifiers import Identifier
from chalicelib.values.sentences import say
from chalicelib.values.vocabulary import Condition, EventType


class InspectedLine(Fact):
    """Some pieces of one line of the return, and the state in which they came back."""

    sku: Word
    quantity: Quantity
    condition: Condition


InspectedLines = Annotated[tuple[InspectedLine, ...], Field(max_length=MOST_LINES)]


class InspectionRecorded(CaseFact):
    """The seller records in which state the goods came back (G2.2b)."""

    matches_description: bool
    matches_pictures: bool
    condition: Condition
    note: Text | None = None
    evidence: tuple[Identifier, ...] = Field(default=(), max_length=100)
    lines: InspectedLines = ()

    @property
    def words(self) -> str | None:
        """The note."""
        return self.note


class RecordInspection(Command):
    """Record in which state the goods came back (G2.2b)."""

    command: Literal["record_inspection"]
    matches_description: Flag
    matches_pictures: Flag
    condition: Condition
    note: Text | None = None
    evidence: EvidenceIds = ()
    lines: InspectedLines = ()


@applies_to(ReturnMoved)
def send_back(case: Case, event: Event[ReturnMoved]) -> Change:
    """The customer sends the goods back."""
    if case.goods_sent_at is not None:
        return NoEffect(say("on-the-way-already", "the goods are on their way back already"))
    return replace(case, goods_sent_at=event.at, tracking=event.fact.tracking or case.tracking)


@applies_to(ReturnMoved)
def arrive(case: Case, event: Event[ReturnMoved]) -> Change:
    """The goods arrive at the seller."""
    if case.goods_back_at is not None:
        return NoEffect(say("back-already", "the goods are back already"))
    return replace(case, goods_back_at=event.at, tracking=event.fact.tracking or case.tracking)


@applies_to(InspectionRecorded)
def inspect(case: Case, event: Event[InspectionRecorded]) -> Case:
    """Keep the inspection. Goods that are inspected have arrived."""
    fact = event.fact
    lines = tuple(Inspected(sku=line.sku, quantity=line.quantity, condition=line.condition) for line in fact.lines)
    seen = Inspection(**fact.model_dump(exclude={"return_id", "lines"}), lines=lines, at=event.at)
    return replace(case, inspection=seen, goods_back_at=case.goods_back_at or event.at)


@applies_to(ReturnMoved)
def send_exchange(case: Case, event: Event[ReturnMoved]) -> Change:
    """The seller sends other goods in exchange."""
    if case.exchange_sent_at is not None:
        return NoEffect(say("exchange-sent-already", "the exchange is on its way already"))
    return replace(case, exchange_sent_at=event.at)


def record_inspection(situation: Situation, command: RecordInspection) -> Happening:
    """Record the inspection. Refuses if it names a file that is no evidence of this case.

    Refuses also if it names an article that is not in the return, or more pieces of it than are.
    """
    for evidence_id in command.evidence:
        known = situation.case.file(evidence_id) is not None
        refuse_unless(known, "G2.2b", say("foreign-file", "{file} is no evidence of this case", file=evidence_id))
    _refuse_other_pieces(situation.case, command.lines)
    seen = command.model_dump(exclude={"command"})
    fact = InspectionRecorded(return_id=situation.return_id, **seen)
    return situation.happening(EventType.INSPECTION_RECORDED, fact)


def _refuse_other_pieces(case: Case, lines: tuple[InspectedLine, ...]) -> None:
    returned, inspected = _pieces(case.lines), _pieces(lines)
    for line in lines:
        count, most = inspected[read(line.sku)], returned[read(line.sku)]
        refuse_unless(most > 0, "G2.2b", say("foreign-line", "{sku} is no article of this return", sku=line.sku))
        refuse_unless(
            count <= most,
            "G2.2b",
            say(
                "too-many-inspected",
                "{count} pieces of {sku} are inspected, and {most} were returned",
                count=count,
                sku=line.sku,
                most=most,
            ),
        )


def _pieces(lines: Iterable[Line | InspectedLine]) -> Counter[str]:
    count: Counter[str] = Counter()
    for line in lines:
        count[read(line.sku)] += line.quantity
    return count
