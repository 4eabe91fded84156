"""The caller of a request: the merchant and the role of its bearer key or of its session's cookie."""

import re
from hashlib import sha256
from http import HTTPStatus

from chalicelib.aws.api_keys import Principal
from chalicelib.routes.cookies import require_same_origin, session_cookie
from chalicelib.routes.problems import Problem
from chalicelib.routes.requests import Event, header_values
from chalicelib.usecases.sessions import Session
from chalicelib.values.roles import Role
from chalicelib.values.sentences import say
from chalicelib.wiring import recourse

_BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)


def caller(event: Event, *, camera_of: str | None = None) -> Principal:
    """Find the owner of a request's key or session.

    Answers 401 unless the request has exactly one in force, 400 if it has both, and 403 if another site's page sent
    the cookie. A camera may only ask where `camera_of` names its case.
    """
    token = session_cookie(event)
    recourse().shares_of_callers.take(_credential(event, token))
    principal = _by_key(event) if token is None else _by_cookie(event, token).principal
    if principal.role is Role.CAMERA and (camera_of is None or principal.case_id != camera_of):
        raise Problem(HTTPStatus.FORBIDDEN, say("camera-only", "a camera pass is for the evidence of one case"))
    return principal


def current_session(event: Event) -> Session | None:
    """Find the session of a request.

    Returns None if the request has a key in its place.
    """
    token = session_cookie(event)
    return None if token is None else _by_cookie(event, token)


def not_signed_in() -> Problem:
    """Make the answer 401, which is the same for every fault of a key, a session or a pass."""
    challenge = {"WWW-Authenticate": "Bearer"}
    return Problem(HTTPStatus.UNAUTHORIZED, say("no-key", "an API key in force is needed"), headers=challenge)


def require_role(principal: Principal, *allowed: Role) -> None:
    """Answer 403 for a role that is not allowed.

    An operator may do everything of the merchant.
    """
    if principal.role not in (*allowed, Role.OPERATOR):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            say("wrong-role", "the role {role} may not do this", role=principal.role),
            role=principal.role,
        )


def _credential(event: Event, token: str | None) -> str:
    """Name a caller without looking it up, so that a flood costs no call. A guess has a name of its own."""
    shown = (token or "", *header_values(event, "authorization"))
    return sha256("\n".join(shown).encode("utf-8", "surrogatepass")).hexdigest()


def _by_key(event: Event) -> Principal:
    values = header_values(event, "authorization")
    bearer = _BEARER.fullmatch(values[0].strip()) if len(values) == 1 else None
    principal = recourse().api_keys.principal(bearer[1]) if bearer else None
    if principal is None:
        raise not_signed_in()
    return principal


def _by_cookie(event: Event, token: str) -> Session:
    if header_values(event, "authorization"):
        raise Problem(HTTPStatus.BAD_REQUEST, say("key-and-session", "a request has a key or a session, not both"))
    require_same_origin(event)
    session = recourse().sessions.find(token)
    if session is None:
        raise not_signed_in()
    return session
