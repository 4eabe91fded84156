"""The types of events as one table, each with its fact and its author."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.articles import LinesMatched
from chalicelib.domain.clock import DeadlinePassed
from chalicelib.domain.closing import CaseClosed
from chalicelib.domain.evidence import EvidenceAnnounced, EvidenceRejected, EvidenceStored
from chalicelib.domain.facts import Fact, ReturnMoved, TextOnly, Unknown
from chalicelib.domain.filing import FilingFailed, FilingRecorded
from chalicelib.domain.goods import InspectionRecorded
from chalicelib.domain.messages import MessagePosted
from chalicelib.domain.offer_facts import (
    AnswerOnRecord,
    OfferAnswered,
    OfferMade,
    OfferOnRecord,
    OfferTaken,
    OfferWithdrawn,
    ReturnAccepted,
)
from chalicelib.domain.openings import AppealOpened, MediationOpened
from chalicelib.domain.order import OrderMoved, OrderPlaced, OrderRecorded, PolicyDisclosed
from chalicelib.domain.order_words import CarrierStated, OrderEnded
from chalicelib.domain.refusals import ReturnRefused
from chalicelib.domain.request import (
    DetailsCompleted,
    OrderCheckOverridden,
    ReasonClassified,
    ReturnRequested,
    ReturnUpdated,
)
from chalicelib.domain.reviews import ReviewAcknowledged
from chalicelib.domain.rounds import (
    AppealDecided,
    AppealFiled,
    MediationDecided,
    MediationRequested,
)
from chalicelib.domain.settlement import RefundFailed, RefundSettled
from chalicelib.values.every import for_every
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party


@dataclass(frozen=True, slots=True)
class FactRow:
    """One type of event. `author` is None if no marketplace reports it. `ours` is the fact in a row of our own."""

    ours: type[Fact]
    author: Party | None = None
    reported: type[Fact] | None = None


def _reported(fact: type[Fact], author: Party, *, ours: type[Fact] | None = None) -> FactRow:
    return FactRow(ours or fact, author, fact)


FACTS: Mapping[E, FactRow] = for_every(
    E,
    {
        E.ORDER_PLACED: _reported(OrderPlaced, Party.PLATFORM),
        E.ORDER_RECORDED: FactRow(OrderRecorded),
        E.ORDER_SHIPPED: _reported(OrderMoved, Party.PLATFORM),
        E.ORDER_DELIVERED: _reported(OrderMoved, Party.PLATFORM),
        E.ORDER_ENDED: _reported(OrderEnded, Party.PLATFORM),
        E.CARRIER_STATED: _reported(CarrierStated, Party.PLATFORM),
        E.POLICY_DISCLOSED: _reported(PolicyDisclosed, Party.PLATFORM),
        E.RETURN_REQUESTED: _reported(ReturnRequested, Party.CUSTOMER),
        E.RETURN_UPDATED: _reported(ReturnUpdated, Party.PLATFORM),
        E.DETAILS_COMPLETED: FactRow(DetailsCompleted),
        E.REASON_CLASSIFIED: FactRow(ReasonClassified),
        E.ORDER_CHECK_OVERRIDDEN: FactRow(OrderCheckOverridden),
        E.LINES_MATCHED: FactRow(LinesMatched),
        E.MESSAGE_POSTED: _reported(MessagePosted, Party.CUSTOMER),
        E.EVIDENCE_ANNOUNCED: FactRow(EvidenceAnnounced),
        E.EVIDENCE_STORED: FactRow(EvidenceStored),
        E.EVIDENCE_REJECTED: FactRow(EvidenceRejected),
        E.OFFER_MADE: _reported(OfferMade, Party.CUSTOMER, ours=OfferOnRecord),
        E.RETURN_REFUSED: FactRow(ReturnRefused),
        E.RETURN_CONTESTED: _reported(TextOnly, Party.CUSTOMER),
        E.OFFER_DECLINED: _reported(OfferAnswered, Party.CUSTOMER, ours=AnswerOnRecord),
        E.OFFER_ACCEPTED: _reported(OfferAnswered, Party.CUSTOMER, ours=OfferTaken),
        E.RETURN_ACCEPTED: FactRow(ReturnAccepted),
        E.OFFER_WITHDRAWN: FactRow(OfferWithdrawn),
        E.RETURN_SHIPPED: _reported(ReturnMoved, Party.CUSTOMER),
        E.RETURN_DELIVERED: _reported(ReturnMoved, Party.PLATFORM),
        E.INSPECTION_RECORDED: FactRow(InspectionRecorded),
        E.MEDIATION_REQUESTED: FactRow(MediationRequested),
        E.MEDIATION_OPENED: _reported(MediationOpened, Party.PLATFORM),
        E.MEDIATION_DECIDED: _reported(MediationDecided, Party.PLATFORM),
        E.APPEAL_FILED: FactRow(AppealFiled),
        E.APPEAL_OPENED: _reported(AppealOpened, Party.PLATFORM),
        E.APPEAL_DECIDED: _reported(AppealDecided, Party.PLATFORM),
        E.FILING_RECORDED: FactRow(FilingRecorded),
        E.FILING_FAILED: FactRow(FilingFailed),
        E.FILING_LEFT: FactRow(FilingFailed),
        E.EXCHANGE_SHIPPED: _reported(ReturnMoved, Party.SELLER),
        E.REFUND_SETTLED: _reported(RefundSettled, Party.PLATFORM),
        E.REFUND_FAILED: _reported(RefundFailed, Party.PLATFORM),
        E.RETURN_WITHDRAWN: _reported(TextOnly, Party.CUSTOMER),
        E.CASE_CLOSED: FactRow(CaseClosed),
        E.REVIEW_ACKNOWLEDGED: FactRow(ReviewAcknowledged),
        E.DEADLINE_PASSED: FactRow(DeadlinePassed),
    },
)
# The types that a marketplace reports, with their facts and authors.
REPORTED: Mapping[str, tuple[type[Fact], Party]] = {
    kind: (row.reported, row.author) for kind, row in FACTS.items() if row.reported and row.author
}


def read_marketplace_fact(kind: str, data: Mapping[str, object]) -> tuple[Fact, Party]:
    """Read what a marketplace reports, and whose act it was. Other types are Unknown.

    Raises pydantic.ValidationError for bad data.
    """
    fact, author = REPORTED.get(kind, (Unknown, Party.PLATFORM))
    return fact.model_validate(data), author


def read_own_fact(kind: str, data: Mapping[str, object]) -> Fact:
    """Read the fact of a row of our own. Raises ValueError for a type that is not ours."""
    return FACTS[E(kind)].ours.model_validate(data)
