"""Every answer of the API has our own form of an error, the id of its request, and its language."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from chalice.app import Request, Response

from chalicelib.logbook import about
from chalicelib.routes.languages import named, speaking
from chalicelib.routes.problems import PROBLEM_JSON, Problem
from chalicelib.values.sentences import say
from chalicelib.wiring import recourse


def in_our_words(event: Request, get_response: Callable[[Request], Response]) -> Response:
    """Turn Chalice's own errors into problems, name the request in each problem, and say the language of an answer.

    Their bodies are mappings, and ours are text.
    """
    request_id = event.context.get("requestId")
    with about(request=request_id), speaking(event.headers.get("accept-language")):
        response = get_response(event)
        return completed(_translated(response) if isinstance(response.body, Mapping) else response, request_id)


def completed(response: Response, request_id: str | None) -> Response:
    """Complete an answer by the id of its request and by its language."""
    if request_id is not None:
        response.headers["X-Request-Id"] = request_id
        if _is_our_fault(response):
            recourse().logbook.note("request_failed", problem=json.loads(response.body)["type"])
    return _with_language(response)


def _is_our_fault(response: Response) -> bool:
    is_ours = response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    return is_ours and response.headers.get("Content-Type") == PROBLEM_JSON


_UNANSWERABLE: Final = say("not-answerable", "this cannot be answered")
OUR_FAULT: Final = say("our-fault", "a fault of ours")


def _translated(response: Response) -> Response:
    status = HTTPStatus(response.status_code)
    whose = _UNANSWERABLE if status < HTTPStatus.INTERNAL_SERVER_ERROR else OUR_FAULT
    allow = {name: str(value) for name, value in response.headers.items() if name == "Allow"}
    return Problem(status, whose, headers=allow).response


def _with_language(response: Response) -> Response:
    """Say the language of an answer that has words: of every JSON, and of a 304 in its place."""
    kind = response.headers.get("Content-Type")
    worded = kind in (PROBLEM_JSON, "application/json") or response.status_code == HTTPStatus.NOT_MODIFIED
    return named(response) if worded else response
