"""`/session`: people sign in and out. `/cases/{case_id}/camera-pass`: a phone may hand in evidence of one case."""

from http import HTTPStatus
from typing import Annotated, Self

from chalice.app import Blueprint, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from chalicelib.aws.api_keys import Principal
from chalicelib.routes.authority import caller, current_session, not_signed_in, require_role
from chalicelib.routes.bodies import json_body, valid
from chalicelib.routes.cases import read_case
from chalicelib.routes.cookies import clear_cookie, host, require_no_other_origin, set_cookie
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.problems import answer, document
from chalicelib.routes.queries import query
from chalicelib.routes.requests import Event, header_values
from chalicelib.routes.written import written
from chalicelib.usecases.sessions import Session
from chalicelib.values.roles import Role
from chalicelib.values.sentences import say
from chalicelib.views.sessions import PassShape, show_session
from chalicelib.wiring import recourse

sessions = Blueprint(__name__)

_Secret = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


def _only(name: str, other: str) -> dict[str, JsonValue]:
    """Make the schema of an object with the one member and without the other."""
    return {"required": [name], "properties": {name: {"type": "string"}, other: {"type": "null"}}}


class SignIn(BaseModel):
    """A key, or in its place the pass of a camera."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        defer_build=True,
        json_schema_extra={"oneOf": [_only("key", "pass"), _only("pass", "key")]},
    )

    key: _Secret | None = None
    camera_pass: _Secret | None = Field(default=None, alias="pass")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.key is None) is (self.camera_pass is None):
            raise ValueError(say("key-or-pass", "either a key or a pass is expected"))
        return self


@sessions.route("/session", methods=["POST"], content_types=[])
@with_problems
def sign_in() -> Response:
    """Open a session, and put it into a cookie that no script can read."""
    event: Event = sessions.current_request.to_original_event()
    require_no_other_origin(event)
    query(event)
    body = valid(SignIn.model_validate, json_body(event))
    session = _opened(body)
    if session is None:
        raise not_signed_in()
    return _kept(event, session, HTTPStatus.CREATED)


@sessions.route("/session")
@with_problems
def show_signed_in() -> Response:
    """Show who is signed in. A session that ends soon gets a new cookie."""
    event: Event = sessions.current_request.to_original_event()
    session = current_session(event)
    query(event)
    if session is None:
        principal = caller(event)
        return answer(_shown(principal, None))
    renewed = recourse().sessions.renewed(session)
    return answer(_shown(session.principal, session)) if renewed is None else _kept(event, renewed, HTTPStatus.OK)


@sessions.route("/session", methods=["DELETE"])
@with_problems
def sign_out() -> Response:
    """Delete the cookie, also if the session has ended."""
    event: Event = sessions.current_request.to_original_event()
    require_no_other_origin(event)
    query(event)
    signed_out = document("", "application/json", headers=clear_cookie(event))
    signed_out.status_code = HTTPStatus.NO_CONTENT
    return signed_out


@sessions.route("/cases/{case_id}/camera-pass", methods=["POST"], content_types=[])
@with_problems
def make_camera_pass(case_id: str) -> Response:
    """Make an address that a phone opens to photograph for one case during half an hour."""
    event: Event = sessions.current_request.to_original_event()
    principal = caller(event)
    require_role(principal, Role.SELLER)
    query(event)
    case = read_case(principal, case_id).case
    made = recourse().sessions.camera_pass(principal, case.key.case_id)
    url = f"{_console_of(event)}#/camera/{made.token}"
    return answer(written(PassShape(url=url, expires_at=made.expires_at)), HTTPStatus.CREATED)


def _opened(body: SignIn) -> Session | None:
    if body.key is not None:
        return recourse().sessions.sign_in(body.key)
    return recourse().sessions.trade(body.camera_pass or "")


def _kept(event: Event, session: Session, status: HTTPStatus) -> Response:
    kept = answer(_shown(session.principal, session), status)
    kept.headers |= set_cookie(event, session.token)
    return kept


def _shown(principal: Principal, session: Session | None) -> str:
    person = principal.person
    return show_session(
        merchant=principal.merchant,
        role=principal.role,
        person=person.name if person else None,
        expires_at=session.expires_at if session else principal.key_expires_at,
        language=person.language if person else None,
        time_zone=person.time_zone if person else None,
        case_id=principal.case_id,
    )


def _console_of(event: Event) -> str:
    """Return the address of the console on the origin and under the stage that this request came to."""
    context = event["requestContext"]
    path = context.get("path") or ""
    stage = path[: path.find("/cases/")] if "/cases/" in path else ""
    scheme = (header_values(event, "x-forwarded-proto") or ("http",))[0]
    return f"{scheme}://{host(event)}{stage}/console/index.html"
