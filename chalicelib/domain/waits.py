"""Waits: since when a deadline runs, who else can set its end, and what its silence does to a case."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.appeals import appeal_ends, customer_may_appeal, we_may_appeal
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.lifecycle_rows import Deadline, Silence
from chalicelib.domain.next_status import enter, ruled_outcome
from chalicelib.domain.rounds import request
from chalicelib.values.states import OfferStatus, RoundStatus
from chalicelib.values.vocabulary import Outcome, Party, RoundKind, Status


def _escalate(case: Case, due: Deadline) -> Case:
    requested = request(case, at=due.acts_at, by=Party.CLOCK, why="the negotiation period is over")
    return enter(requested, Status.MEDIATION_REQUESTED, due.acts_at)


def _accept_goods(case: Case, due: Deadline) -> Case:
    return enter(case, Status.SETTLING, due.acts_at)


def _expire(case: Case, due: Deadline) -> Case:
    return enter(case, Status.CLOSED, due.acts_at, outcome=Outcome.EXPIRED)


def _keep_refused(case: Case, due: Deadline) -> Case:
    return enter(case, Status.CLOSED, due.acts_at, outcome=Outcome.REFUSED)


def _keep_ruled(case: Case, due: Deadline) -> Case:
    return enter(case, Status.CLOSED, due.acts_at, outcome=ruled_outcome(case))


def _expire_offer(case: Case, due: Deadline) -> Case:
    offer = case.offer(due.subject or "")
    return case.with_offer(replace(offer, status=OfferStatus.EXPIRED)) if offer else case


NOTHING = Silence(code="nothing", words="nothing changes by itself")
UNANSWERED = Silence(code="unanswered", words="it stays on the list as overdue until it is answered", stays=True)
OVERDUE = Silence(code="overdue", words="it stays on the list as overdue", stays=True)
HELD = Silence(code="held", words="nothing is filed by itself", stays=True)
CHASE = Silence(code="chase", words="ask the platform again", stays=True)
ESCALATE = Silence(code="escalate", words="the case goes to mediation", act=_escalate, to=Status.MEDIATION_REQUESTED)
ACCEPT_GOODS = Silence(code="accept_goods", words="the goods count as accepted", act=_accept_goods, to=Status.SETTLING)
EXPIRE = Silence(code="expire", words="the case closes as expired", act=_expire, to=Status.CLOSED)
KEEP_REFUSED = Silence(code="keep_refused", words="the case closes as refused", act=_keep_refused, to=Status.CLOSED)
KEEP_RULED = Silence(code="keep_ruled", words="the case closes as ruled", act=_keep_ruled, to=Status.CLOSED)
OFFER_EXPIRES = Silence(code="offer_expires", words="the offer expires", act=_expire_offer)


def since_opened(case: Case) -> datetime:
    """Return when the case was opened."""
    return case.opened_at


def since_entered(case: Case) -> datetime:
    """Return when the case came into its state."""
    return case.since


def since_unanswered(case: Case) -> datetime | None:
    """Return when the case was opened or reopened, or None if the seller has answered."""
    return None if case.responded else case.reopened_at or case.opened_at


def since_payable(case: Case) -> datetime | None:
    """Return since when something is to be paid, or None if nothing is. It starts again when a refund fails."""
    if case.status is Status.SETTLING:
        return case.since
    if case.ruling is None or case.ruling.decided_at is None or case.unsettled is None:
        return None
    return max([case.ruling.decided_at, *(failure.at for failure in case.failed)])


def since_unfiled(case: Case) -> datetime | None:
    """Return when our request was made, or None if it is filed. Until then, filing it is the seller's to do."""
    return None if _is_filed(case) else _of_round(case, lambda found: found.requested_at)


def since_filed(case: Case) -> datetime | None:
    """Return when our request was filed, or None if it is not."""
    return _of_round(case, lambda found: found.filed_at) if _is_filed(case) else None


def since_taken_up(case: Case) -> datetime:
    """Return when the platform opened the proceeding."""
    return _of_round(case, lambda found: found.opened_at)


def since_lost(case: Case) -> datetime | None:
    """Return when the platform ruled, if the seller may appeal that."""
    return case.ruling.decided_at if case.ruling and we_may_appeal(case) else None


def since_won(case: Case) -> datetime | None:
    """Return when the platform ruled for the seller, if the customer may appeal that."""
    return case.ruling.decided_at if case.ruling and customer_may_appeal(case) else None


def end_by_platform(case: Case) -> datetime | None:
    """Return until when the platform wants an answer, if it said so."""
    return case.platform_deadline.at if case.platform_deadline else None


def end_of_evidence(case: Case) -> datetime | None:
    """Return until when the platform takes evidence, if it said so."""
    return case.pending_round.evidence_due if case.pending_round else None


def end_of_filing(case: Case) -> datetime | None:
    """Return the end of the window for an appeal that is not filed yet. A mediation has no such window."""
    is_appeal = case.pending_round is not None and case.pending_round.kind is RoundKind.APPEAL
    return appeal_ends(case) if is_appeal else None


def _is_filed(case: Case) -> bool:
    return case.pending_round is not None and case.pending_round.status is RoundStatus.FILED


def _of_round(case: Case, instant: Callable[[Round], datetime | None]) -> datetime:
    return (instant(case.pending_round) if case.pending_round else None) or case.since
