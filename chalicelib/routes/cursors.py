"""Cursors: a position in a list, signed for one caller and one filter (number 92 of docs/reliability.md)."""

import base64
import hmac
import json
from http import HTTPStatus

from chalicelib.aws.api_keys import Principal
from chalicelib.routes.problems import Problem
from chalicelib.values.sentences import say
from chalicelib.views.problem_types import ProblemName

_SEAL = 16  # bytes


def sealed(principal: Principal, scope: str, position: str) -> str:
    """Write a position of a list as a cursor for its caller."""
    return base64.urlsafe_b64encode(_seal(principal, scope, position) + position.encode()).decode().rstrip("=")


def opened(principal: Principal, scope: str, cursor: str, *, parameter: str = "cursor") -> str:
    """Read a cursor.

    Answers 400 if it is forged or belongs to another caller or filter.
    """
    refused = foreign_cursor(parameter)
    try:
        position = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[_SEAL:].decode()
    except ValueError as error:
        raise refused from error
    # The cursor is written again and compared as a whole, because base64 reads several texts as the same bytes.
    if not hmac.compare_digest(cursor.encode("utf-8", "surrogatepass"), sealed(principal, scope, position).encode()):
        raise refused
    return position


def foreign_cursor(parameter: str = "cursor") -> Problem:
    """Make the answer 400 to a cursor of another list, or of nobody."""
    detail = say("foreign-cursor", "{parameter}: it does not belong to this list", parameter=parameter)
    return Problem(HTTPStatus.BAD_REQUEST, detail, kind=ProblemName.INVALID_CURSOR, parameter=parameter)


def _seal(principal: Principal, scope: str, position: str) -> bytes:
    return hmac.digest(principal.seal, json.dumps([principal.merchant, scope, position]).encode(), "sha256")[:_SEAL]
