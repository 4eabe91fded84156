"""The examples of the API document: one exchange of each call, as `python -m local.recorder` kept it."""

import json
from functools import cache
from typing import Any, Final

from ops.template import PROJECT

RECORDED: Final = PROJECT / "ops" / "examples.json"

Schema = dict[str, Any]


@cache
def exchanges() -> dict[str, Schema]:
    """Read the exchanges, by the names of their operations."""
    read: dict[str, Schema] = json.loads(RECORDED.read_text())
    return read


def add_examples(name: str, operation: Schema) -> Schema:
    """Put the recorded exchange of an operation into its description."""
    recorded = exchanges().get(name)
    if recorded is None:
        return operation
    for parameter in operation["parameters"]:
        if parameter["name"] in recorded["path"]:
            value = recorded["path"][parameter["name"]]
            parameter["example"] = int(value) if parameter["schema"].get("type") == "integer" else value
    if recorded["request"] is not None and "requestBody" in operation:
        _only(operation["requestBody"]["content"])["examples"] = {"recorded": {"value": recorded["request"]}}
    content = operation["responses"][str(recorded["status"])]["content"]
    content[recorded["type"]]["examples"] = {"recorded": {"value": recorded["answer"]}}
    return operation


def _only(content: dict[str, Schema]) -> Schema:
    (media_type,) = content.values()
    return media_type
