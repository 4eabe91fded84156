"""Bodies of the sellers' API: JSON of a limited size.

An error names every wrong field.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from pydantic import ValidationError

from chalicelib.aws.api_keys import Principal
from chalicelib.dialects.delivery import NotUnderstood
from chalicelib.dialects.strict_json import NotAnObject, parse_object
from chalicelib.dialects.why_not_understood import why_not_understood
from chalicelib.domain.field_errors import said_of
from chalicelib.routes.problems import Problem
from chalicelib.routes.requests import Event, body_of, header_values, headers_of, require_content, require_size
from chalicelib.usecases.case_commands import Once
from chalicelib.values.sentences import Sentence, say
from chalicelib.views.problem_types import ProblemName

T = TypeVar("T")

LARGEST_BODY = 256 * 1024  # bytes
_LONGEST_KEY = 255
_MOST_ERRORS = 50


def json_body(event: Event) -> dict[str, object]:
    """Read the JSON object of a request.

    Answers 413 if the body is too large, 415 if its type is not JSON, 400 if its bytes are not JSON, and 422 if the
    JSON is not an object. A body without a type is read as JSON, because the API has no other type.
    """
    require_size(event, LARGEST_BODY)
    require_content(headers_of(event), "application/json", may_be_unsaid=True)
    try:
        return parse_object(body_of(event))
    except NotAnObject as error:
        errors = [{"field": "", "message": say("object-expected", "an object is expected")}]
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, why_not_understood(error.reason), errors=errors) from error
    except NotUnderstood as error:
        raise Problem(HTTPStatus.BAD_REQUEST, why_not_understood(error.reason), kind=ProblemName.NOT_JSON) from error


def valid(read: Callable[[object], T], value: object) -> T:
    """Validate a value.

    Answers 422 with the name of every wrong, missing or unknown field.
    """
    try:
        return read(value)
    except ValidationError as error:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            say("not-valid", "the request is well-formed and not valid"),
            errors=_errors(error),
        ) from error


def idempotency_key(event: Event) -> str | None:
    """Read the Idempotency-Key of a request.

    Returns None if it has none, and answers 400 if it is malformed.
    """
    values = header_values(event, "idempotency-key")
    if not values:
        return None
    key = values[0]
    if len(values) > 1 or not 0 < len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            say("idempotency-key", "Idempotency-Key: one value of 1 to 255 printable characters"),
            parameter="Idempotency-Key",
        )
    return key


def once_of(event: Event, principal: Principal, *subject: str) -> Once:
    """Read the identity of a request about a subject, with the person who sent it."""
    parts = [part.encode() for part in subject]
    person = principal.person.name if principal.person else None
    return Once.of(idempotency_key(event), *parts, body_of(event), person=person)


def _errors(error: ValidationError) -> list[dict[str, str | Sentence]]:
    faults = error.errors(include_url=False, include_input=False)
    return [
        {"field": ".".join(map(str, fault["loc"])), "message": said_of(fault), "code": fault["type"]}
        for fault in faults[:_MOST_ERRORS]
    ]
