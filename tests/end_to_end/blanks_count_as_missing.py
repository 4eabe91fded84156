"""A hook of schemathesis leaves out bodies whose only fault is a blank in an optional field.

The contract takes such a blank as missing. No schema says so, because every type of a client would become a union.
"""

from typing import Any

import jsonschema_rs
import schemathesis

from tests.world.documented import DOCUMENT

_BLANKS: tuple[object, ...] = (None, "", [], {})


@schemathesis.hook
def filter_case(_context: schemathesis.HookContext, case: schemathesis.Case[Any]) -> bool:
    """Keep a case unless its body is valid as soon as its blanks are left out."""
    judge = _judge(case.operation.path, case.operation.method)
    without = _without_blanks(case.body)
    return judge is None or without == case.body or judge.is_valid(case.body) or not judge.is_valid(without)


def _judge(path: str, method: str) -> jsonschema_rs.Validator | None:
    asked = DOCUMENT["paths"][path][method.lower()].get("requestBody")
    if asked is None:
        return None
    schema = asked["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator(schema | {"components": DOCUMENT["components"]}, validate_formats=True)


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        parts = {name: _without_blanks(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in _BLANKS}
    return [_without_blanks(part) for part in value] if isinstance(value, list) else value
