"""The events of marketplaces in the dialect `standard`: their JSON Schemas, and an example of each."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic.json_schema import models_json_schema

from chalicelib.domain.reported import REPORTED
from chalicelib.values.vocabulary import EventType
from ops.template import PROJECT

Schema = dict[str, Any]

SIGNED_HEADERS: Final[Mapping[str, str]] = {
    "webhook-id": "The id of the delivery: `[A-Za-z0-9_-]{1,64}`. The same id again is the same delivery.",
    "webhook-timestamp": "The time of sending, in seconds since 1970. It may differ from ours by 300 seconds.",
    "webhook-signature": (
        "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, by the secret of the connection without `whsec_`"
        " and decoded from base64. Several signatures are separated by a space."
    ),
}
# Our dialects tell these of platforms that have no other words, and no sender has to know them.
_WITHIN: Final = {EventType.ORDER_ENDED, EventType.CARRIER_STATED}
_ORDER_ONLY: Final = ("order.", "policy.")
_AT: Final = "2026-03-01T12:00:00Z"


@dataclass(frozen=True, slots=True)
class MarketplaceEvent:
    """A type of event: its name, its meaning, the schema of its delivery, and an example of one."""

    type: str
    says: str
    schema: Schema
    example: Schema

    @property
    def operation(self) -> str:
        """Its name in documents, such as returnRequested."""
        first, second = self.type.split(".")
        return first + second.capitalize()


def marketplace_events(references: str) -> tuple[tuple[MarketplaceEvent, ...], Schema]:
    """Return the events in the order of the vocabulary, and the schemas that they refer to."""
    facts = {kind: fact for kind, (fact, _) in REPORTED.items() if kind not in _WITHIN}
    made, definitions = models_json_schema(
        [(fact, "validation") for fact in dict.fromkeys(facts.values())], ref_template=f"{references}Event{{model}}"
    )
    examples = tomllib.loads((PROJECT / "ops" / "events.toml").read_text())
    if examples.keys() != set(facts):
        raise ValueError(f"ops/events.toml: {sorted(examples.keys() ^ set(facts))}")
    events = (
        MarketplaceEvent(
            str(kind), examples[kind]["says"], _delivery(kind, made[fact, "validation"]), _example(kind, examples)
        )
        for kind, fact in facts.items()
    )
    # Generators of clients name a model by its title, and drop the second one of a name.
    schemas = {f"Event{name}": each | {"title": f"Event{name}"} for name, each in sorted(definitions["$defs"].items())}
    return tuple(events), schemas


def _delivery(kind: str, fact: Schema) -> Schema:
    order = {"order_number": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}}
    return {
        "type": "object",
        "properties": {
            "type": {"const": kind},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it happened."},
            "data": {"allOf": [fact, {"type": "object", "properties": order, "required": ["order_number"]}]},
        },
        "required": ["type", "timestamp", "data"],
    }


def _example(kind: str, examples: Mapping[str, Schema]) -> Schema:
    ids = {"order_number": "A-1001"} | ({} if kind.startswith(_ORDER_ONLY) else {"return_id": "R-1"})
    fields = {name: value for name, value in examples[kind].items() if name != "says"}
    return {"type": str(kind), "timestamp": _AT, "data": ids | fields}


def header_parameters() -> Iterator[Schema]:
    """Yield the signature headers as parameters of OpenAPI."""
    for name, meaning in SIGNED_HEADERS.items():
        yield {"name": name, "in": "header", "required": True, "description": meaning, "schema": {"type": "string"}}
