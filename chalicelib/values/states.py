"""The states of offers, proceedings and files, and the sets of states of a case."""

from enum import StrEnum

from chalicelib.values.every import those
from chalicelib.values.vocabulary import Outcome
from chalicelib.values.vocabulary import Status as S  # noqa: N817 -- the sets read by their members


class OfferStatus(StrEnum):
    """The state of an offer."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class RoundStatus(StrEnum):
    """The state of a mediation or an appeal."""

    REQUESTED = "requested"
    FILED = "filed"
    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


class EvidenceStatus(StrEnum):
    """The state of a file of evidence."""

    ANNOUNCED = "announced"
    STORED = "stored"
    REJECTED = "rejected"
    LATE = "late"


# A proceeding in one of these states waits for the platform's ruling. A case has at most one such proceeding.
PENDING = those(
    RoundStatus,
    {
        RoundStatus.REQUESTED: True,
        RoundStatus.FILED: True,
        RoundStatus.OPEN: True,
        RoundStatus.FAILED: True,
        RoundStatus.DECIDED: False,
        RoundStatus.WITHDRAWN: False,
    },
)
# A request of ours in one of these states has not been taken up by the platform.
UNOPENED = those(
    RoundStatus,
    {
        RoundStatus.REQUESTED: True,
        RoundStatus.FILED: True,
        RoundStatus.FAILED: True,
        RoundStatus.OPEN: False,
        RoundStatus.DECIDED: False,
        RoundStatus.WITHDRAWN: False,
    },
)
# An offer that ended in one of these states did not lead to an agreement, so that the seller may escalate.
FAILED_OFFER = those(
    OfferStatus,
    {
        OfferStatus.DECLINED: True,
        OfferStatus.EXPIRED: True,
        OfferStatus.OPEN: False,
        OfferStatus.ACCEPTED: False,
        OfferStatus.REPLACED: False,
        OfferStatus.WITHDRAWN: False,
    },
)
# A file in one of these states counts against the limits of its case.
COUNTED = those(
    EvidenceStatus,
    {
        EvidenceStatus.ANNOUNCED: True,
        EvidenceStatus.STORED: True,
        EvidenceStatus.REJECTED: False,
        EvidenceStatus.LATE: False,
    },
)

ALL = frozenset(S)
CLOSED = frozenset({S.CLOSED})
DECIDED = frozenset({S.DECIDED})
OPEN = ALL - CLOSED
NEGOTIABLE = frozenset({S.REQUESTED, S.NEGOTIATING, S.REFUSED, S.MEDIATION_REQUESTED, S.IN_MEDIATION})
TALKING = frozenset({S.REQUESTED, S.NEGOTIATING, S.REFUSED})
ON_THE_WAY = frozenset({S.AGREED, S.RETURNING, S.INSPECTING})
RULED = frozenset({S.DECIDED, S.APPEAL_REQUESTED, S.IN_APPEAL})
APPEALING = frozenset({S.APPEAL_REQUESTED, S.IN_APPEAL})
MEDIATING = frozenset({S.MEDIATION_REQUESTED, S.IN_MEDIATION})
BEFORE_RULING = OPEN - RULED
REFUSABLE = frozenset({S.REQUESTED, S.NEGOTIATING, S.SETTLING})
CLOSABLE = frozenset({S.REFUSED, S.DECIDED, S.CLOSED})

# Ends without money or ruling. What was promised, paid or ruled after their date stays valid.
SOFT_ENDS = those(
    Outcome,
    {
        Outcome.WITHDRAWN: True,
        Outcome.EXPIRED: True,
        Outcome.REFUSED: True,
        Outcome.REFUNDED: False,
        Outcome.PARTIALLY_REFUNDED: False,
        Outcome.EXCHANGED: False,
        Outcome.CANCELLED: False,
        Outcome.RULED_CUSTOMER: False,
        Outcome.RULED_SELLER: False,
        Outcome.RULED_SPLIT: False,
    },
)
# Ends by money or goods. If the money fails, the case goes on.
PAID_ENDS = frozenset({Outcome.REFUNDED, Outcome.PARTIALLY_REFUNDED, Outcome.CANCELLED, Outcome.EXCHANGED})
ANY_END = frozenset(Outcome)
