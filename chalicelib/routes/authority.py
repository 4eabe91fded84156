"""The caller of a request: the merchant and the role of its bearer key."""

import re
from http import HTTPStatus

from chalicelib.aws.api_keys import Principal, Role
from chalicelib.routes.problems import Problem
from chalicelib.routes.requests import Event, header_values
from chalicelib.wiring import recourse

_BEARER = re.compile(r"Bearer +(\S+)", re.IGNORECASE)


def caller(event: Event) -> Principal:
    """Find the owner of a request's key.

    Answers 401 unless the request has exactly one valid key.
    """
    values = header_values(event, "authorization")
    bearer = _BEARER.fullmatch(values[0].strip()) if len(values) == 1 else None
    principal = recourse().api_keys.principal(bearer[1]) if bearer else None
    if principal is None:
        challenge = {"WWW-Authenticate": "Bearer"}
        raise Problem(HTTPStatus.UNAUTHORIZED, "an API key in force is needed", headers=challenge)
    return principal


def require_role(principal: Principal, *allowed: Role) -> None:
    """Answer 403 for a role that is not allowed.

    An operator may do everything of the merchant.
    """
    if principal.role not in (*allowed, Role.OPERATOR):
        raise Problem(HTTPStatus.FORBIDDEN, f"the role {principal.role} may not do this")
