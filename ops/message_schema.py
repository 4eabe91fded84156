"""`python -m ops.message_schema`: writes the JSON Schema of the queue's messages, from the shapes that write them.

A consumer validates any message with it; new fields may come, so that nothing is closed.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from chalicelib.views.messages import Message
from ops.template import PROJECT

PUBLISHED = PROJECT / "docs" / "message.schema.json"
SERVED = PROJECT / "chalicelib" / "message.schema.json"
_TYPES: tuple[str, ...] = get_args(Message.model_fields["type"].annotation)

Schema = dict[str, Any]


def message_schema() -> Schema:
    """Return the schema of all four types of message (JSON Schema 2020-12)."""
    message = Message.model_json_schema(ref_template="#/$defs/{model}")
    shapes = message.pop("$defs") | {"Message": message}
    for part in _objects(shapes):
        _tidy(part)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:recourse:message",
        "title": "A message of the mediation queue",
        "description": "CloudEvents 1.0, structured. Fields may be added; every field that stands here is there.",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in _TYPES],
        "$defs": {name: _kind(name) for name in _TYPES} | shapes,
    }


def write_schema(path: Path) -> None:
    """Write the schema into the published file."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(message_schema(), indent=2) + "\n")


def _kind(name: str) -> Schema:
    _, round_kind, done = name.split(".")
    data = {
        "withdraws": {"type": "string" if done == "withdrawn" else "null"},
        "request": {"properties": {"kind": {"const": round_kind}}},
    }
    return {
        "allOf": [
            {"$ref": "#/$defs/Message"},
            {"properties": {"type": {"const": name}, "data": {"properties": data}}},
        ]
    }


def _objects(node: object) -> Iterator[Schema]:
    if isinstance(node, dict):
        yield node
    for member in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _objects(member)


def _tidy(part: Schema) -> None:
    """Whatever is written has every field, its default too.

    Titles would only say the field's name again.
    """
    properties = part.get("properties")
    if isinstance(properties, dict) and part.get("type") == "object":
        part["required"] = list(properties)
    for noise in ("title", "default"):
        if not isinstance(part.get(noise), dict):
            part.pop(noise, None)


if __name__ == "__main__":
    for path in (PUBLISHED, SERVED):
        write_schema(path)
