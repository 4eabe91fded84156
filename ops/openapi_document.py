"""`python -m ops.openapi_document`: writes the OpenAPI document of the API, from the table of routes and the shapes.

The document is made, not written: a test compares it with what the code says, and every answer in a test with it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.routes.described import ROUTES, Described
from chalicelib.routes.described_links import LINKS
from chalicelib.routes.described_parameters import IN_PATH, LANGUAGE, Parameter
from chalicelib.views.pages import ProblemShape
from chalicelib.views.problem_types import PROBLEMS, USUAL, ProblemName, example_of
from ops.event_schemas import MarketplaceEvent, header_parameters, marketplace_events
from ops.openapi_examples import add_examples
from ops.template import PROJECT

PUBLISHED = (PROJECT / "docs" / "openapi.json", PROJECT / "chalicelib" / "openapi.json")
_SCHEMAS = "#/components/schemas/"
_JSON = "application/json"
_REFUSALS_OF_DELIVERIES = ("400", "401", "405", "409", "413", "415", "503")
# The groups of calls, each with the first parts of its paths. A generated client has a folder for each.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Cases": ("cases", "work"),
    "Orders": ("orders",),
    "Deliveries": ("webhooks", "deliveries", "quarantine"),
    "Policies": ("policy", "policies"),
    "Reports": ("reports", "records"),
    "Session": ("session",),
    "Service": ("", "health", "problems", "openapi.json", "asyncapi.json", "message.schema.json"),
}
_GROUP_OF = {part: group for group, parts in GROUPS.items() for part in parts}

Schema = dict[str, Any]
Mode = Literal["validation", "serialization"]
Names = dict[tuple[type[BaseModel], Mode], str]


def openapi_document() -> Schema:
    """Return the document (OpenAPI 3.1)."""
    names, components = _components()
    events, event_schemas = marketplace_events(_SCHEMAS)
    paths: Schema = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Recourse",
            "version": "1.0.0",
            "summary": "The back office for returns of a seller on a cross-border marketplace.",
            "description": "Fields may be added to answers. A body may have no other fields than its schema names.",
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": group} for group in GROUPS],
        "paths": paths,
        "webhooks": {event.type: {"post": _webhook(event)} for event in events},
        "components": {
            "schemas": dict(sorted((components | event_schemas).items())),
            "responses": {str(status.value): _problem_response(status) for status in USUAL},
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "An API key."},
                "session": {"type": "apiKey", "in": "cookie", "name": "__Host-recourse"},
            },
        },
    }


def write_document() -> None:
    """Write the document into the published files."""
    for path in PUBLISHED:
        path.write_text(json.dumps(openapi_document(), indent=1) + "\n")


def _models() -> Iterator[tuple[type[BaseModel], Mode]]:
    yield from ((ask.asked, "validation") for ask in COMMANDS)
    yield from ((route.question, "validation") for route in ROUTES if route.question is not None)
    yield ProblemShape, "serialization"
    for route in ROUTES:
        for answers in route.answers.values():
            yield from ((answer, "serialization") for answer in answers if isinstance(answer, type))


def _components() -> tuple[Names, Schema]:
    made, definitions = models_json_schema(list(_models()), ref_template=f"{_SCHEMAS}{{model}}")
    names = {(model, mode): str(made[model, mode]["$ref"]).removeprefix(_SCHEMAS) for model, mode in _models()}
    components: Schema = definitions["$defs"]
    questions = {name for (_, mode), name in names.items() if mode == "validation"}
    for name in _reached(questions, components):
        if components[name].get("type") == "object":
            components[name]["additionalProperties"] = False
    shown = _reached(set(names.values()), components)
    kept = {name: schema for name, schema in components.items() if name in shown}
    return names, kept | {"Command": _command(names)}


def _reached(names: set[str], components: Schema) -> set[str]:
    """Return the names of the components that these components refer to, and themselves."""
    reached = set(names)
    while more := {each for name in reached for each in _references(components[name])} - reached:
        reached |= more
    return reached


def _references(schema: Schema) -> list[str]:
    return re.findall(rf'"{re.escape(_SCHEMAS)}([^"]+)"', json.dumps(schema))


def _command(names: Names) -> Schema:
    by_name = {ask.command: f"{_SCHEMAS}{names[ask.asked, 'validation']}" for ask in COMMANDS}
    return {
        "description": "A command. `available_actions` of a case says which are possible now.",
        "oneOf": [{"$ref": reference} for reference in by_name.values()],
        "discriminator": {"propertyName": "command", "mapping": by_name},
    }


def _operation(route: Described, names: Names) -> Schema:
    operation: Schema = {
        "operationId": route.operation,
        "tags": [_GROUP_OF[route.path.split("/")[1]]],
        "summary": route.summary,
        "parameters": [*_path_parameters(route.path), *map(_parameter, (*route.parameters, LANGUAGE))],
        "responses": {
            **{str(status.value): _response(route, status, names) for status in route.answers},
            **{str(status.value): {"$ref": f"#/components/responses/{status.value}"} for status in _failures(route)},
        },
        "security": [] if route.roles is None else [{"key": []}, {"session": []}],
    }
    if route.roles is not None:
        operation["description"] = f"Roles: {', '.join(sorted(route.roles))}."
    body = _body(route, names)
    return add_examples(route.operation, operation | ({"requestBody": body} if body else {}))


def _webhook(event: MarketplaceEvent) -> Schema:
    """Describe what a marketplace posts to `/webhooks/{connection}`."""
    content = {"schema": event.schema, "examples": {event.type: {"value": event.example}}}
    return {
        "operationId": event.operation,
        "summary": event.says,
        "parameters": list(header_parameters()),
        "requestBody": {"required": True, "content": {_JSON: content}},
        "responses": {
            "202": {"description": "It is durable."},
            "200": {"description": "It was durable before."},
            **{status: {"$ref": f"#/components/responses/{status}"} for status in _REFUSALS_OF_DELIVERIES},
        },
    }


def _body(route: Described, names: Names) -> Schema | None:
    if route.commands:
        schema: Schema = {"$ref": f"{_SCHEMAS}Command"}
    elif route.question is not None:
        schema = {"$ref": f"{_SCHEMAS}{names[route.question, 'validation']}"}
    elif route.takes_body:
        schema = {}
    else:
        return None
    return {"required": not route.may_be_empty, "content": {_JSON: {"schema": schema}}}


def _failures(route: Described) -> list[HTTPStatus]:
    statuses = [HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS]
    statuses += [HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE]
    if route.roles is not None or route.takes_body or route.method != "GET":
        statuses += [HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT]
    if route.takes_body:
        statuses += [HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE]
        statuses += [HTTPStatus.UNPROCESSABLE_ENTITY]
    return sorted(statuses)


def _response(route: Described, status: HTTPStatus, names: Names) -> Schema:
    answers = route.answers[status]
    texts: Schema = {each: {"schema": {"type": _type_of(each)}} for each in answers if isinstance(each, str)}
    content = texts | _shapes([names[each, "serialization"] for each in answers if isinstance(each, type)])
    links = _links(route) if content else {}
    return (
        {"description": status.phrase} | ({"content": content} if content else {}) | ({"links": links} if links else {})
    )


def _links(route: Described) -> Schema:
    return {
        link.target: {"operationId": link.target, "parameters": dict(link.parameters)}
        for link in LINKS
        if link.source == route.operation
    }


def _type_of(content_type: str) -> str:
    return "object" if content_type == _JSON else "string"


def _shapes(names: list[str]) -> Schema:
    """Describe an answer in JSON that has one of these shapes."""
    shapes = [{"$ref": f"{_SCHEMAS}{name}"} for name in names]
    return {_JSON: {"schema": shapes[0] if len(shapes) == 1 else {"anyOf": shapes}}} if shapes else {}


def _problem_response(status: HTTPStatus) -> Schema:
    kinds = [name for name in ProblemName if PROBLEMS[name].status is status]
    examples = {name.value: {"value": example_of(name), "summary": PROBLEMS[name].meaning} for name in kinds}
    schema = {"$ref": f"{_SCHEMAS}ProblemShape"}
    described = f"{status.phrase}: {', '.join(kinds)}."
    return {"description": described, "content": {"application/problem+json": {"schema": schema, "examples": examples}}}


def _path_parameters(path: str) -> Iterator[Schema]:
    for name in re.findall(r"{(\w+)}", path):
        yield {"name": name, "in": "path", "required": True, "schema": dict(IN_PATH[name])}


def _parameter(parameter: Parameter) -> Schema:
    where = "header" if parameter.header else "query"
    return {"name": parameter.name, "in": where, "description": parameter.meaning, "schema": dict(parameter.schema)}


if __name__ == "__main__":
    write_document()
