"""`/policy/simulations`: the changes that another policy would have made in past cases."""

from http import HTTPStatus
from typing import Annotated

from chalice.app import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue, WithJsonSchema

from chalicelib.aws.case_lists import CaseFilter
from chalicelib.domain.policy import Policy
from chalicelib.domain.policy_errors import Fault
from chalicelib.policies import SHIPPED, shipped
from chalicelib.routes.authority import caller
from chalicelib.routes.bodies import json_body, valid
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.policies import not_valid, read_proposed
from chalicelib.routes.problems import answer
from chalicelib.routes.queries import period, query
from chalicelib.routes.written import written
from chalicelib.values.sentences import say
from chalicelib.views.simulation import show_changed, show_simulation
from chalicelib.wiring import recourse

simulations = Blueprint(__name__)

_POLICY = WithJsonSchema({"anyOf": [{"type": "string", "enum": list(SHIPPED)}, {"type": "object"}]})
_DAY_OR_INSTANT = WithJsonSchema(
    {"anyOf": [{"type": "string", "format": each} for each in ("date", "date-time")] + [{"type": "null"}]}
)


class SimulationRequest(BaseModel):
    """A policy or the name of a shipped one, and the period in which the cases were opened."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    policy: Annotated[JsonValue, _POLICY]
    start: Annotated[str | None, _DAY_OR_INSTANT] = Field(default=None, alias="from")
    end: Annotated[str | None, _DAY_OR_INSTANT] = Field(default=None, alias="to")


@simulations.route("/policy/simulations", methods=["POST"], content_types=[])
@with_problems
def simulate_policy() -> Response:
    """Show the cases that would have ended differently, and why.

    Every role may do this, and nothing is written.
    """
    event = simulations.current_request.to_original_event()
    principal = caller(event)
    query(event)
    request = valid(SimulationRequest.model_validate, json_body(event))
    policy = _policy(request.policy)
    bounds = {"from": request.start, "to": request.end}
    start, end = period({name: text for name, text in bounds.items() if text is not None})
    wanted = CaseFilter(opened_from=start, opened_before=end)
    result = recourse().simulations.simulate(principal.merchant, policy, wanted)
    cases = [show_changed(changed.case, changed.differences) for changed in result.changed]
    shown = show_simulation(
        policy.name, cases, simulated=result.simulated, truncated=result.truncated, start=start, end=end
    )
    return answer(written(shown), HTTPStatus.OK)


def _policy(proposed: JsonValue) -> Policy:
    if isinstance(proposed, str):
        if proposed not in SHIPPED:
            raise not_valid(
                [Fault("policy", say("no-such-policy", "no policy that ships is called that: {names}", names=SHIPPED))]
            )
        return shipped(proposed)
    return read_proposed(proposed, field="policy.")
