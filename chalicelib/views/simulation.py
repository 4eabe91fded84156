"""The changes that another policy would have made, as the sellers' API shows them."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from chalicelib.advice.simulation import Difference
from chalicelib.domain.case import Case
from chalicelib.values.instants import AnyInstant
from chalicelib.values.money import Money
from chalicelib.views import formats as f
from chalicelib.views.said import Said
from chalicelib.views.shapes import PolicyShape, Shape


class SimulatedDifferenceShape(Shape):
    """One difference in a case under another policy."""

    field: f.Code
    was: Money | bool | str | None
    would_be: Money | bool | str | None
    rule: str
    why: Said


class ChangedShape(Shape):
    """A case that would have ended differently, and its real policy."""

    case_id: f.CaseId
    order_number: f.Id
    return_id: f.Id
    policy: PolicyShape
    differences: tuple[SimulatedDifferenceShape, ...]


class SimulationShape(Shape):
    """The simulated cases that would have ended differently.

    `truncated` if not all cases were simulated.
    """

    policy: str
    start: AnyInstant | None = Field(serialization_alias="from")
    end: AnyInstant | None = Field(serialization_alias="to")
    simulated: int
    cases: tuple[ChangedShape, ...]
    truncated: bool


def show_changed(case: Case, differences: Iterable[Difference]) -> ChangedShape:
    """Show a case that would have ended differently."""
    return ChangedShape(
        case_id=case.key.case_id,
        order_number=case.key.order.order_number,
        return_id=case.key.return_id,
        policy=PolicyShape(name=case.policy.policy.name, version=case.policy.version),
        differences=tuple(map(_show, differences)),
    )


def _show(difference: Difference) -> SimulatedDifferenceShape:
    return SimulatedDifferenceShape(
        field=difference.field,
        was=difference.was,
        would_be=difference.would_be,
        rule=difference.rule,
        why=difference.sentence,
    )


def show_simulation(
    policy: str,
    cases: Iterable[ChangedShape],
    *,
    simulated: int,
    truncated: bool,
    start: datetime | None,
    end: datetime | None,
) -> SimulationShape:
    """Show a simulation with its period."""
    return SimulationShape(
        policy=policy, start=start, end=end, simulated=simulated, cases=tuple(cases), truncated=truncated
    )
