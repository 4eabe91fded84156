"""`python -m ops.asyncapi_document`: writes docs/asyncapi.json, of what comes in and what goes out."""

import json
from typing import Any, Final

from ops import asyncapi_page
from ops.event_schemas import SIGNED_HEADERS, MarketplaceEvent, marketplace_events
from ops.message_schema import message_schema
from ops.template import PROJECT

PUBLISHED = PROJECT / "docs" / "asyncapi.json"
SERVED = PROJECT / "chalicelib" / "asyncapi.json"
_SCHEMAS: Final = "#/components/schemas/"
_QUEUE: Final = {
    "name": "mediation.fifo",
    "fifoQueue": True,
    "redrivePolicy": {"deadLetterQueue": {"name": "mediation-dead-letters.fifo"}, "maxReceiveCount": 5},
}
_QUEUE_MEANING: Final = (
    "SQS FIFO. The group is the SHA-256 in hex of `merchant|case_id`, and the deduplication id is the id of the effect."
    " A message can come again, and never says something else under the same id. It has less than 256 KiB. A consumer"
    " ignores an id that it has seen withdrawn."
)

_SERVERS: Final = {
    "inbound": {
        "host": "{host}",
        "protocol": "https",
        "description": "The API.",
        "variables": {"host": {"description": "The host of the deployment, with its stage."}},
    },
    "queues": {
        "host": "sqs.{region}.amazonaws.com",
        "protocol": "sqs",
        "variables": {"region": {"description": "The region of the deployment."}},
    },
}

Schema = dict[str, Any]


def asyncapi_document() -> Schema:
    """Return the document (AsyncAPI 3.0)."""
    events, schemas = marketplace_events(_SCHEMAS)
    queued = [each["$ref"].removeprefix("#/$defs/") for each in message_schema()["oneOf"]]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Recourse",
            "version": "1.0.0",
            "description": "Webhooks of marketplaces come in, and requests to the platform go out on a queue.",
        },
        "defaultContentType": "application/json",
        "servers": _SERVERS,
        "channels": {
            "webhooks": {
                "address": "/webhooks/{connection}",
                "description": "Standard Webhooks 1.0. docs/events.md says how to sign.",
                "servers": [{"$ref": "#/servers/inbound"}],
                "parameters": {"connection": {"description": "The name of a connection of the dialect `standard`."}},
                "messages": {event.operation: _message_reference(event.operation) for event in events},
            },
            "mediation": {
                "address": _QUEUE["name"],
                "description": _QUEUE_MEANING,
                "servers": [{"$ref": "#/servers/queues"}],
                "messages": {_name(kind): _message_reference(_name(kind)) for kind in queued},
                "bindings": {"sqs": {"queue": _QUEUE, "bindingVersion": "0.2.0"}},
            },
        },
        "operations": {
            "receiveDelivery": {"action": "receive", "channel": {"$ref": "#/channels/webhooks"}},
            "requestOfPlatform": {"action": "send", "channel": {"$ref": "#/channels/mediation"}},
        },
        "components": {
            "messages": {event.operation: _event(event) for event in events}
            | {_name(kind): _queued(kind) for kind in queued},
            "schemas": schemas,
        },
    }


def write_document() -> None:
    """Write the document, and the page of it."""
    for path in (PUBLISHED, SERVED):
        path.write_text(json.dumps(asyncapi_document(), indent=1) + "\n")
    asyncapi_page.write_document()


def _message_reference(name: str) -> Schema:
    return {"$ref": f"#/components/messages/{name}"}


def _name(kind: str) -> str:
    """Name a type of message as events are named: recourse.appeal.filed is appealFiled."""
    _, first, second = kind.split(".")
    return first + second.capitalize()


def _event(event: MarketplaceEvent) -> Schema:
    headers = {name: {"type": "string", "description": meaning} for name, meaning in SIGNED_HEADERS.items()}
    return {
        "name": event.type,
        "title": event.says,
        "contentType": "application/json",
        "headers": {"type": "object", "properties": headers, "required": list(headers)},
        "payload": event.schema,
        "examples": [{"name": event.operation, "payload": event.example}],
    }


def _queued(kind: str) -> Schema:
    return {
        "name": kind,
        "title": f"CloudEvents 1.0, {kind}",
        "contentType": "application/json",
        "payload": {"$ref": f"message.schema.json#/$defs/{kind}"},
    }


if __name__ == "__main__":
    write_document()
