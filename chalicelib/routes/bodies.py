"""Bodies of the sellers' API: JSON, of a bounded size, validated with every field that is at fault named."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from pydantic import ValidationError

from chalicelib.dialects.delivery import NotUnderstood
from chalicelib.dialects.strict_json import NotAnObject, parse_object
from chalicelib.routes.problems import Problem
from chalicelib.routes.requests import Event, header_values, received, require_content, require_size

T = TypeVar("T")

LARGEST_BODY = 256 * 1024  # bytes
_LONGEST_KEY = 255
_MOST_ERRORS = 50


def json_body(event: Event) -> dict[str, object]:
    """The JSON object of a request: 413 too large, 415 or 400 no JSON by its type or its bytes, 422 no object.

    A body that comes without a type is taken for JSON, the only one there is: what it lacks is told by its bytes.
    """
    require_size(event, LARGEST_BODY)
    require_content(event, "application/json", may_be_unsaid=True)
    try:
        return parse_object(received(event).body)
    except NotAnObject as error:
        errors = [{"field": "", "message": "an object is expected"}]
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, error.reason, errors=errors) from error
    except NotUnderstood as error:
        raise Problem(HTTPStatus.BAD_REQUEST, error.reason) from error


def valid(read: Callable[[object], T], given: object) -> T:
    """Read a validated thing; 422 naming every field that is wrong, missing or too much."""
    try:
        return read(given)
    except ValidationError as error:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "the request is well-formed and not valid", errors=_errors(error)
        ) from error


def idempotency_key(event: Event) -> str | None:
    """The Idempotency-Key of a request, if it has one; 400 for one that cannot be one."""
    values = header_values(event, "idempotency-key")
    if not values:
        return None
    key = values[0]
    if len(values) > 1 or not 0 < len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Problem(HTTPStatus.BAD_REQUEST, "Idempotency-Key: one value of 1 to 255 printable characters")
    return key


def _errors(error: ValidationError) -> list[dict[str, str]]:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [{"field": ".".join(map(str, fault["loc"])), "message": fault["msg"]} for fault in found[:_MOST_ERRORS]]
