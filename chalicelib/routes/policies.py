"""`/policy`: a merchant's policy and its versions."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.aws.api_keys import Principal
from chalicelib.domain.policy import Policy
from chalicelib.domain.policy_errors import Fault, FaultyPolicy, read_policy
from chalicelib.routes.authority import caller, require_role
from chalicelib.routes.bodies import json_body
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.problems import Problem, answer
from chalicelib.routes.queries import query
from chalicelib.routes.requests import Event
from chalicelib.routes.written import written
from chalicelib.usecases.policies import UnknownVersion
from chalicelib.values.roles import Role
from chalicelib.values.sentences import Sentence, say
from chalicelib.views.policy import CurrentPolicyShape, show_current, show_version
from chalicelib.wiring import recourse

policies = Blueprint(__name__)

_MOST_FAULTS = 1_000  # a body of the largest size can have ten times as many
_LONGEST_NUMBER = 6


@policies.route("/policy")
@with_problems
def show_policy() -> Response:
    """Show the policy in force, and the version that follows within a minute, if there is one."""
    _, principal = _request()
    current = recourse().policies.current(principal.merchant)
    return answer(written(show_current(current.in_force, current.pending)))


@policies.route("/policy", methods=["PUT"], content_types=[])
@with_problems
def put_policy() -> Response:
    """Make a policy the merchant's next version.

    Answers 422 with every error in it.
    """
    event, principal = _request()
    require_role(principal, Role.SELLER)
    version = recourse().policies.put(principal.merchant, read_proposed(json_body(event)))
    return answer(written(show_version(version)), HTTPStatus.CREATED)


@policies.route("/policy/versions/{number}")
@with_problems
def show_policy_version(number: str) -> Response:
    """Show one version, in force or not.

    0 is the shipped default.
    """
    _, principal = _request()
    try:
        version = recourse().policies.version(principal.merchant, _number(number))
    except UnknownVersion as error:
        raise Problem(HTTPStatus.NOT_FOUND, say("no-such-version", "no such version of your policy")) from error
    return answer(written(show_version(version)))


def _request() -> tuple[Event, Principal]:
    event: Event = policies.current_request.to_original_event()
    principal = caller(event)
    query(event)
    return event, principal


def read_proposed(proposed: object, *, field: str = "") -> Policy:
    """Read a policy, alone or in the form of `GET /policy`.

    Answers 422 if it is not valid.

    Why both forms: a client can read a policy, change it and put it back.
    """
    if (
        isinstance(proposed, Mapping)
        and "policy" in proposed
        and proposed.keys() <= CurrentPolicyShape.model_fields.keys()
    ):
        _require_its_name(proposed, field)
        proposed, field = proposed["policy"], f"{field}policy."
    try:
        return read_policy(proposed)
    except FaultyPolicy as error:
        raise not_valid(Fault(f"{field}{fault.field}".rstrip("."), fault.sentence) for fault in error.faults) from error


def _require_its_name(body: Mapping[str, object], field: str) -> None:
    """Refuse another name beside the policy, because it would be lost without an error."""
    policy = body["policy"]
    if isinstance(policy, Mapping) and "name" in body and body["name"] != policy.get("name"):
        raise not_valid(
            [Fault(f"{field}name", say("renamed-elsewhere", "a policy is renamed by its own name, policy.name"))]
        )


def not_valid(faults: Iterable[Fault]) -> Problem:
    """Make the answer 422 with every error by its field."""
    errors = [_shown(fault) for fault in faults]
    detail = say("policy-faults", "{count} things are wrong with the policy", count=len(errors))
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=errors[:_MOST_FAULTS])


def _shown(fault: Fault) -> Mapping[str, str | Sentence]:
    return {"field": fault.field, "message": fault.sentence}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER):
        raise UnknownVersion
    return int(text)
