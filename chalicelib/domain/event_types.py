"""The fact of each type of event, as a row of our own holds it. Most are the facts that marketplaces report."""

from collections.abc import Mapping

from chalicelib.domain.articles import LinesMatched
from chalicelib.domain.clock import DeadlinePassed
from chalicelib.domain.closing import CaseClosed
from chalicelib.domain.evidence import EvidenceAnnounced, EvidenceRejected, EvidenceStored
from chalicelib.domain.facts import Fact
from chalicelib.domain.filing import FilingFailed, FilingRecorded
from chalicelib.domain.goods import InspectionRecorded
from chalicelib.domain.offer_facts import AnswerOnRecord, OfferOnRecord, OfferTaken, OfferWithdrawn, ReturnAccepted
from chalicelib.domain.order_facts import OrderRecorded
from chalicelib.domain.refusals import ReturnRefused
from chalicelib.domain.reported import REPORTED
from chalicelib.domain.request_facts import DetailsCompleted, OrderCheckOverridden, ReasonClassified
from chalicelib.domain.reviews import ReviewAcknowledged
from chalicelib.domain.rounds import AppealFiled, MediationRequested
from chalicelib.values.every import for_every
from chalicelib.values.vocabulary import EventType as E

FACTS: Mapping[E, type[Fact]] = for_every(
    E,
    {E(kind): fact for kind, (fact, _) in REPORTED.items()}
    | {
        E.ORDER_RECORDED: OrderRecorded,
        E.DETAILS_COMPLETED: DetailsCompleted,
        E.REASON_CLASSIFIED: ReasonClassified,
        E.ORDER_CHECK_OVERRIDDEN: OrderCheckOverridden,
        E.LINES_MATCHED: LinesMatched,
        E.EVIDENCE_ANNOUNCED: EvidenceAnnounced,
        E.EVIDENCE_STORED: EvidenceStored,
        E.EVIDENCE_REJECTED: EvidenceRejected,
        E.OFFER_MADE: OfferOnRecord,
        E.RETURN_REFUSED: ReturnRefused,
        E.OFFER_DECLINED: AnswerOnRecord,
        E.OFFER_ACCEPTED: OfferTaken,
        E.RETURN_ACCEPTED: ReturnAccepted,
        E.OFFER_WITHDRAWN: OfferWithdrawn,
        E.INSPECTION_RECORDED: InspectionRecorded,
        E.MEDIATION_REQUESTED: MediationRequested,
        E.APPEAL_FILED: AppealFiled,
        E.FILING_RECORDED: FilingRecorded,
        E.FILING_FAILED: FilingFailed,
        E.FILING_LEFT: FilingFailed,
        E.CASE_CLOSED: CaseClosed,
        E.REVIEW_ACKNOWLEDGED: ReviewAcknowledged,
        E.DEADLINE_PASSED: DeadlinePassed,
    },
)


def read_own_fact(kind: str, data: Mapping[str, object]) -> Fact:
    """Read the fact of a row of our own. Raises ValueError for a type that is not ours."""
    return FACTS[E(kind)].model_validate(data)
