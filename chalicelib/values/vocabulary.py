"""The words of the field: who acts, what happens, what is wanted, and how a case stands."""

from enum import StrEnum


class Party(StrEnum):
    """The party that did something, or has to."""

    CUSTOMER = "customer"
    SELLER = "seller"
    PLATFORM = "platform"
    CLOCK = "clock"
    SYSTEM = "system"


class Resolution(StrEnum):
    """The way to resolve a return that the customer wants and both sides can agree on (G2.3a)."""

    RETURN_AND_REFUND = "return_and_refund"
    EXCHANGE = "exchange"
    PARTIAL_REFUND = "partial_refund"
    REFUND_WITHOUT_RETURN = "refund_without_return"

    @property
    def goods_come_back(self) -> bool:
        """True if the customer ships something back under it."""
        match self:
            case Resolution.RETURN_AND_REFUND | Resolution.EXCHANGE:
                return True
            case Resolution.PARTIAL_REFUND | Resolution.REFUND_WITHOUT_RETURN:
                return False


class Favour(StrEnum):
    """For whom a ruling was."""

    CUSTOMER = "customer"
    SELLER = "seller"
    SPLIT = "split"


class Status(StrEnum):
    """The state of a case (docs/lifecycle.md)."""

    REQUESTED = "requested"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    RETURNING = "returning"
    INSPECTING = "inspecting"
    SETTLING = "settling"
    REFUSED = "refused"
    MEDIATION_REQUESTED = "mediation_requested"
    IN_MEDIATION = "in_mediation"
    DECIDED = "decided"
    APPEAL_REQUESTED = "appeal_requested"
    IN_APPEAL = "in_appeal"
    CLOSED = "closed"


class Outcome(StrEnum):
    """The end of a closed case."""

    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"
    EXCHANGED = "exchanged"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    RULED_CUSTOMER = "ruled_customer"
    RULED_SELLER = "ruled_seller"
    RULED_SPLIT = "ruled_split"


class Condition(StrEnum):
    """The condition of returned goods (G2.2b)."""

    AS_SENT = "as_sent"
    USED = "used"
    DAMAGED = "damaged"
    WRONG_GOODS = "wrong_goods"  # the seller had sent the wrong ones
    OTHER_GOODS = "other_goods"  # the customer sent back what was never sent to them
    EMPTY = "empty"


class EvidenceKind(StrEnum):
    """The kind of a file of evidence (docs/evidence.md)."""

    LOGISTICS = "logistics"
    PHOTO = "photo"
    VIDEO = "video"
    INSPECTION_REPORT = "inspection_report"
    CONTRACT = "contract"
    CONVERSATION = "conversation"
    POLICY_DISCLOSURE = "policy_disclosure"
    REFUND_PROOF = "refund_proof"
    OTHER = "other"


class RoundKind(StrEnum):
    """The kind of a proceeding before the platform."""

    MEDIATION = "mediation"
    APPEAL = "appeal"


class EventType(StrEnum):
    """Every kind of fact a log can hold.

    Of two facts of one instant the one named first here comes first.
    """

    ORDER_PLACED = "order.placed"
    ORDER_RECORDED = "order.recorded"
    ORDER_SHIPPED = "order.shipped"
    ORDER_DELIVERED = "order.delivered"
    ORDER_ENDED = "order.ended"
    CARRIER_STATED = "carrier.stated"
    POLICY_DISCLOSED = "policy.disclosed"
    RETURN_REQUESTED = "return.requested"
    RETURN_UPDATED = "return.updated"
    DETAILS_COMPLETED = "details.completed"
    REASON_CLASSIFIED = "reason.classified"
    ORDER_CHECK_OVERRIDDEN = "order_check.overridden"
    LINES_MATCHED = "lines.matched"
    MESSAGE_POSTED = "message.posted"
    EVIDENCE_ANNOUNCED = "evidence.announced"
    EVIDENCE_STORED = "evidence.stored"
    EVIDENCE_REJECTED = "evidence.rejected"
    OFFER_MADE = "offer.made"
    RETURN_REFUSED = "return.refused"
    RETURN_CONTESTED = "return.contested"
    OFFER_DECLINED = "offer.declined"
    OFFER_ACCEPTED = "offer.accepted"
    RETURN_ACCEPTED = "return.accepted"
    OFFER_WITHDRAWN = "offer.withdrawn"
    RETURN_SHIPPED = "return.shipped"
    RETURN_DELIVERED = "return.delivered"
    INSPECTION_RECORDED = "inspection.recorded"
    MEDIATION_REQUESTED = "mediation.requested"
    MEDIATION_OPENED = "mediation.opened"
    MEDIATION_DECIDED = "mediation.decided"
    APPEAL_FILED = "appeal.filed"
    APPEAL_OPENED = "appeal.opened"
    APPEAL_DECIDED = "appeal.decided"
    FILING_RECORDED = "filing.recorded"
    FILING_FAILED = "filing.failed"
    FILING_LEFT = "filing.left_to_person"
    EXCHANGE_SHIPPED = "exchange.shipped"
    REFUND_SETTLED = "refund.settled"
    REFUND_FAILED = "refund.failed"
    RETURN_WITHDRAWN = "return.withdrawn"
    CASE_CLOSED = "case.closed"
    REVIEW_ACKNOWLEDGED = "review.acknowledged"
    DEADLINE_PASSED = "clock.rang"
