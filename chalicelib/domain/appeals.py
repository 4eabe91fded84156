"""Appeals: who may still appeal a ruling, and until when (G2.5a).

Nobody appeals a ruling that they have won. The policy says how many appeals there are against the ruling of one
mediation. Once they are used up, the ruling is final and no time to appeal runs.
"""

from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.rounds import knows_days
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Favour, Party, RoundKind


def appeal_ends(case: Case) -> datetime | None:
    """Return when the time to appeal the latest ruling ends: as the platform says, else by the policy.

    None if there is no ruling, or if nobody knows the days of this marketplace.
    """
    ruling = case.ruling
    if ruling is None or ruling.decided_at is None:
        return None
    if ruling.appeal_until is not None or not knows_days(case):
        return ruling.appeal_until
    return ruling.decided_at + case.policy.policy.deadlines.appeal.length


def is_won(case: Case) -> bool:
    """Tell whether the latest ruling is for the seller."""
    return case.ruling is not None and case.ruling.in_favour_of is Favour.SELLER


def we_may_appeal(case: Case) -> bool:
    """Tell whether the seller may appeal the latest ruling while its time runs."""
    return case.ruling is not None and not is_won(case) and _appeals(case, by=Party.SELLER) < most_appeals(case)


def customer_may_appeal(case: Case) -> bool:
    """Tell whether the customer may appeal a ruling that the seller has won, while its time runs."""
    if case.ruling is None or not is_won(case):
        return False
    return case.ruling.appeal_until is not None or _appeals(case) < most_appeals(case)


def most_appeals(case: Case) -> int:
    """Return how many appeals there are against one ruling under the policy of the case."""
    return case.policy.policy.appeals.rounds


def _appeals(case: Case, *, by: Party | None = None) -> int:
    """Count the appeals since the platform last decided a mediation, because its ruling is a new one."""
    since = _last_mediation(case)
    made = (found for found in case.rounds if _is_appeal(found) and by in (None, found.opened_by))
    return sum((found.requested_at or found.opened_at or since) >= since for found in made)


def _last_mediation(case: Case) -> datetime:
    """Return when the platform last decided a mediation, or when the case was opened."""
    decided = [found.decided_at for found in case.rounds if found.kind is RoundKind.MEDIATION and found.decided_at]
    return max(decided, default=case.opened_at)


def _is_appeal(found: Round) -> bool:
    return found.kind is RoundKind.APPEAL and found.status is not RoundStatus.WITHDRAWN
