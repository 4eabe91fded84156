"""`python -m ops.events_document`: writes docs/events.md, the catalogue of events, from their schemas."""

import json
from collections.abc import Iterator
from pathlib import Path

from ops.event_schemas import SIGNED_HEADERS, MarketplaceEvent, Schema, marketplace_events
from ops.markdown_table import table
from ops.template import PROJECT

PUBLISHED = PROJECT / "docs" / "events.md"
_REFERENCES = "#/components/schemas/"

_HEAD = """# The events of a marketplace

Written by `python -m ops.events_document`. The same schemas are in `GET /openapi.json`, under `webhooks`, and in
[asyncapi.json](asyncapi.json).

A marketplace posts each event to `/webhooks/{connection}`, as JSON of at most 256 KiB, signed as Standard Webhooks
1.0 asks. A signed delivery by curl is in [integrate.md](integrate.md). This is the dialect `standard`, and
[dialects.md](dialects.md) has the others.
"""
# The checks happen in this order. What comes later is looked at only if nothing before refuses the delivery.
ANSWERS = (
    ("405", "The method is not POST."),
    ("413", "The body is larger than 256 KiB."),
    ("415", "The content type is not taken, or the body has a content encoding."),
    ("400", "The gateway cannot read the body."),
    ("401", "Something is wrong with the id, the time or the signature, or nobody knows the connection."),
    ("202 `accepted`", "It is durable now. `event` is the id of its entry in the timeline."),
    ("200 `duplicate`", "This delivery with this body was durable before, however long ago. `event` is the same."),
    ("202 `quarantined`", "It is authentic and durable, but not understood. `reason` says why."),
    ("409", "The same id came before for this order with another body. The first stays, the second is quarantined."),
    ("503", "Nothing was stored. Send it again after the seconds in `Retry-After`."),
)
_AFTER_ANSWERS = """
Errors are problems, which [errors.md](errors.md) explains. A wrong signature, an old time and an unknown connection
have one answer, so that nobody learns which it was.
"""
_RULES = """
- Only `return.*` opens a case. Any other event that comes before its return waits, and counts when the return is
  there.
- A date counts as it is written, yet never later than its receipt. A delivery that is dated over 5 minutes ahead, or
  before 2000, is not understood.
- A fact that comes again under another delivery id has no second effect. If it says something else, the first one
  counts, and a person has to look.
- An optional field may be missing, `null` or blank. Unknown fields are ignored. An unknown type is kept, and changes
  nothing.
- An `id` has 1 to 64 letters, digits, `.`, `_` and `-`, and begins with a letter or a digit. An order or a return has
  at most 1,000 lines, and the `amount` of a line is for all of its pieces.
- Money is `{"minor": 2400, "currency": "USD"}`: minor units, and an ISO 4217 currency. Instants are RFC 3339.
"""


def events_document() -> str:
    """Return the page."""
    events, schemas = marketplace_events(_REFERENCES)
    return "\n".join(
        [
            _HEAD,
            *table(("header", "content"), ((f"`{name}`", meaning) for name, meaning in SIGNED_HEADERS.items())),
            "",
            *table(("answer", "when"), ANSWERS),
            _AFTER_ANSWERS,
            _RULES.lstrip("\n"),
            *table(("type", "meaning"), ((_link(event), event.says) for event in events)),
            *(line for event in events for line in _section(event, schemas)),
            "",
        ]
    )


def write_document(path: Path = PUBLISHED) -> None:
    """Write the page."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(events_document(), encoding="utf-8")


def _link(event: MarketplaceEvent) -> str:
    return f"[`{event.type}`](#{event.type.replace('.', '')})"


def _section(event: MarketplaceEvent, schemas: Schema) -> Iterator[str]:
    yield f"\n## {event.type}\n\n{event.says}\n"
    yield from table(("in `data`", "is", ""), _fields(event, schemas))
    yield f"\n```json\n{json.dumps(event.example, indent=2)}\n```"


def _fields(event: MarketplaceEvent, schemas: Schema) -> Iterator[tuple[str, str, str]]:
    fact, order = event.schema["properties"]["data"]["allOf"]
    named = schemas[fact["$ref"].removeprefix(_REFERENCES)]
    required = {*order["required"], *named.get("required", ())}
    for name, schema in (order["properties"] | named["properties"]).items():
        yield f"`{name}`", kind_of(schema, schemas), "required" if name in required else ""


def kind_of(schema: Schema, schemas: Schema) -> str:
    """Say in a few words what a value of a schema is."""
    if "$ref" in schema:
        return _named(schema["$ref"].removeprefix(_REFERENCES), schemas)
    if "anyOf" in schema:
        return _either(schema["anyOf"], schemas)
    if "enum" in schema or "const" in schema:
        return ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of: {kind_of(schema['items'], schemas)}"
    return {"date-time": "instant"}.get(schema.get("format", ""), _limited(schema))


def _either(choices: list[Schema], schemas: Schema) -> str:
    """Name each kind that a value can have. Null is not one of them, because what is null is missing."""
    kinds = (kind_of(each, schemas) for each in choices if each.get("type") != "null")
    return " or ".join(dict.fromkeys(kinds))


def _named(name: str, schemas: Schema) -> str:
    schema = schemas[name]
    if name == "EventMoney":
        return "money"
    if schema.get("type") != "object":
        return kind_of(schema, schemas)
    needed = schema.get("required", ())
    return "{" + ", ".join(each if each in needed else f"{each}?" for each in schema["properties"]) + "}"


def _limited(schema: Schema) -> str:
    if str(schema.get("pattern", "")).startswith("^[A-Za-z0-9]"):
        return "id"
    most = f" of at most {schema['maxLength']} characters" if "maxLength" in schema else ""
    return {"string": "text", "integer": "number"}.get(schema.get("type", ""), "any") + most


if __name__ == "__main__":
    write_document()
