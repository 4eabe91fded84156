"""What another policy would have changed, as the sellers' API shows it."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from chalicelib.advice.simulation import Difference
from chalicelib.domain.case import Case
from chalicelib.values.instants import AnyInstant
from chalicelib.values.money import Money
from chalicelib.views.shapes import PolicyShape, Shape


class DifferenceShape(Shape):
    """One thing that would have come out otherwise."""

    field: str
    was: Money | bool | str | None
    would_be: Money | bool | str | None
    rule: str
    why: str


class ChangedShape(Shape):
    """A case that would have come out otherwise, and the policy that it really has."""

    case_id: str
    order_number: str
    return_id: str
    policy: PolicyShape
    differences: tuple[DifferenceShape, ...]


class SimulationShape(Shape):
    """The cases that would have come out otherwise, of those simulated; `truncated` where there were more."""

    policy: str
    start: AnyInstant | None = Field(serialization_alias="from")
    end: AnyInstant | None = Field(serialization_alias="to")
    simulated: int
    cases: tuple[ChangedShape, ...]
    truncated: bool


def show_changed(case: Case, differences: Iterable[Difference]) -> ChangedShape:
    """Show a case that would have come out otherwise."""
    return ChangedShape(
        case_id=case.key.case_id,
        order_number=case.key.order.order_number,
        return_id=case.key.return_id,
        policy=PolicyShape(name=case.policy.policy.name, version=case.policy.version),
        differences=tuple(DifferenceShape.model_validate(found) for found in differences),
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
    """Show a simulation with the period it is of."""
    return SimulationShape(
        policy=policy, start=start, end=end, simulated=simulated, cases=tuple(cases), truncated=truncated
    )
