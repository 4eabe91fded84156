"""The API document as a judge: every answer that a test gets has to be one that the document promises."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
import pytest
import requests

DOCUMENT: dict[str, Any] = json.loads(Path(__file__).parents[2].joinpath("docs", "openapi.json").read_text())


def check(method: str, path: str, status: int, content_type: str, body: str) -> None:
    """Raise AssertionError unless the document promises an answer of this status, type and shape to this call."""
    operation = DOCUMENT["paths"].get(path, {}).get(method.lower())
    if operation is None or status == HTTPStatus.METHOD_NOT_ALLOWED:
        return
    told = operation["responses"].get(str(status))
    assert told is not None, f"{method} {path}: {status} is not in the document"
    kind = content_type.partition(";")[0]
    if not body and "content" not in _resolved(told):
        return
    assert kind in _resolved(told).get("content", {}) or not body, f"{method} {path}: {status} {kind} is not in it"
    judge = _judge(method, path, status, kind)
    if body and judge is not None:
        for error in judge.iter_errors(json.loads(body)):
            raise AssertionError(f"{method} {path} {status}: {error.message} at {list(error.instance_path)}")


def _resolved(told: dict[str, Any]) -> dict[str, Any]:
    name = told.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = DOCUMENT["components"]["responses"][name] if name else told
    return found


@cache
def _judge(method: str, path: str, status: int, kind: str) -> Any:
    if not kind.endswith("json"):
        return None
    told = _resolved(DOCUMENT["paths"][path][method.lower()]["responses"][str(status)])
    schema = told["content"][kind]["schema"]
    return jsonschema_rs.Draft202012Validator(schema | {"components": DOCUMENT["components"]}, validate_formats=True)


def answer_of_the_api(url: str, headers: Mapping[str, str]) -> bool:
    """Tell whether an answer is of a call of the document. Only the API names the request in a header."""
    return "x-request-id" in headers and _template(urlsplit(url).path) is not None


def check_at(method: str, url: str, status: int, headers: Mapping[str, str], body: str) -> None:
    """Check the answer of a call of the document, by its address."""
    check(method, _template(urlsplit(url).path) or "", status, headers.get("content-type", ""), body)


@pytest.fixture(autouse=True, scope="session")
def answers_are_judged() -> Iterator[None]:
    """Every answer of the API that a test gets by requests has to be one that the document promises.

    A folder's conftest that imports it switches it on.
    """
    with every_answer():
        yield


@contextmanager
def every_answer() -> Iterator[None]:
    """Judge every answer of a running stack that a test gets by requests, while the block lasts."""
    send = requests.Session.send

    def judged(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        answer = send(session, request, **options)
        if answer_of_the_api(answer.url, answer.headers):
            check_at(request.method or "", answer.url, answer.status_code, answer.headers, answer.text)
        return answer

    setattr(requests.Session, "send", judged)  # noqa: B010 - mypy refuses to assign to a method
    try:
        yield
    finally:
        setattr(requests.Session, "send", send)  # noqa: B010


@cache
def _template(path: str) -> str | None:
    """Find the path of the document that a path is of."""
    forms = ((name, re.sub(r"{\w+}", "[^/]+", name)) for name in DOCUMENT["paths"])
    return next((name for name, form in forms if re.fullmatch(form, path)), None)
