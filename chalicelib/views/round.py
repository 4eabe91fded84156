"""A mediation or an appeal, as the API shows it."""

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Round
from chalicelib.domain.deadlines import to_file_by
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Favour, Party, RoundKind
from chalicelib.views.formats import EffectId, Id
from chalicelib.views.shapes import Shape


class RoundShape(Shape):
    """A mediation or an appeal. Until `to_file_by` somebody has to file our request. It is null once it is filed."""

    kind: RoundKind
    number: int
    id: Id | None
    effect_id: EffectId | None
    opened_by: Party
    status: RoundStatus
    reference: str | None
    requested_at: Instant | None
    to_file_by: Instant | None
    decided_at: Instant | None
    in_favour_of: Favour | None
    refund: Money | None
    freight_payer: Party | None
    appeal_until: Instant | None


def show_round(case: Case, round_: Round) -> RoundShape:
    """Show one round of a case."""
    return RoundShape(
        kind=round_.kind,
        number=round_.number,
        id=round_.id,
        effect_id=round_.effect_id,
        opened_by=round_.opened_by,
        status=round_.status,
        reference=round_.reference,
        requested_at=round_.requested_at,
        to_file_by=to_file_by(case, round_),
        decided_at=round_.decided_at,
        in_favour_of=round_.in_favour_of,
        refund=round_.refund,
        freight_payer=round_.freight_payer,
        appeal_until=round_.appeal_until,
    )
