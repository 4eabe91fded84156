"""The API document as a judge: every answer that a test gets has to be one that the document promises."""

import json
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import jsonschema_rs

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
    return jsonschema_rs.Draft202012Validator(schema | {"components": DOCUMENT["components"]})
