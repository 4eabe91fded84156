"""The console's types of the API have every name of the document. CI makes them anew and compares every byte."""

import json
import re
from collections.abc import Iterator
from typing import Any

from ops.template import PROJECT

REMEDY = "console/src/api.d.ts is of another document: run `make console`"
TYPES = (PROJECT / "console" / "src" / "api.d.ts").read_text(encoding="utf-8")
DOCUMENT = json.loads((PROJECT / "docs" / "openapi.json").read_text(encoding="utf-8"))
SCHEMAS: dict[str, dict[str, Any]] = DOCUMENT["components"]["schemas"]
# A member of `schemas` begins with 8 spaces. Its own fields begin with 12.
_, _, COMPONENTS = TYPES.partition("    schemas: {\n")
COMPONENTS, _, _ = COMPONENTS.partition("\n    };")
BLOCKS = dict(re.findall(r"^ {8}(\w+): (.*?;)$(?=\n {8}(?:/\*\*|\w+:)|\Z)", COMPONENTS, re.MULTILINE | re.DOTALL))


def fields_of(schema: dict[str, Any]) -> dict[str, bool]:
    """The fields of a schema, and if they are always there."""
    required = schema.get("required", ())
    return {name: name in required for name in schema.get("properties", {})}


def typed_fields_of(block: str) -> dict[str, bool]:
    first, *_ = re.split(r"^ {8}\}", block, maxsplit=1, flags=re.MULTILINE)
    return {name: mark == "" for name, mark in re.findall(r'^ {12}"?([\w.-]+)"?(\??): ', first, re.MULTILINE)}


def test_every_schema_has_its_type():
    assert list(BLOCKS) == list(SCHEMAS), REMEDY


def test_a_type_has_the_fields_of_its_schema():
    expected = {name: fields_of(schema) for name, schema in SCHEMAS.items() if "properties" in schema}

    assert {name: typed_fields_of(BLOCKS[name]) for name in expected} == expected, REMEDY


def test_a_type_has_the_members_of_its_enum():
    expected = {name: schema["enum"] for name, schema in SCHEMAS.items() if "enum" in schema}

    assert {name: re.findall(r'"([^"]+)"', BLOCKS[name]) for name in expected} == expected, REMEDY


def statuses_of_operations() -> Iterator[tuple[str, set[str]]]:
    for path in (DOCUMENT["paths"] | DOCUMENT["webhooks"]).values():
        yield from ((operation["operationId"], set(operation["responses"])) for operation in path.values())


def test_every_operation_has_its_types_with_every_status():
    _, _, operations = TYPES.partition("export interface operations {")
    blocks = re.split(r"^ {4}(\w+): \{", operations, flags=re.MULTILINE)[1:]
    typed = {
        name: set(re.findall(r"^ {12}(\d{3}): ", block, re.MULTILINE))
        for name, block in zip(blocks[::2], blocks[1::2], strict=True)
    }

    assert typed == dict(statuses_of_operations()), REMEDY
