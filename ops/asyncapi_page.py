"""The page docs/asyncapi.md: the channels and messages of docs/asyncapi.json, to read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ops.markdown_table import table
from ops.template import PROJECT

PUBLISHED = PROJECT / "docs" / "asyncapi.md"
_SOURCE = PROJECT / "docs" / "asyncapi.json"

_HEAD = """# What comes in and goes out

Written by `python -m ops.asyncapi_document` from [asyncapi.json](asyncapi.json) (AsyncAPI 3.0). The payloads of
webhooks are in [events.md](events.md), and those of the queue in [message.schema.json](message.schema.json).
"""


def asyncapi_page() -> str:
    """Return the page."""
    document: dict[str, Any] = json.loads(_SOURCE.read_text())
    return "\n".join(
        [_HEAD, *(line for each in document["operations"].values() for line in _operation(each, document)), ""]
    )


def write_document(path: Path = PUBLISHED) -> None:
    """Write the page."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(asyncapi_page(), encoding="utf-8")


def _operation(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    name = operation["channel"]["$ref"].rpartition("/")[2]
    channel = document["channels"][name]
    way = "Recourse receives" if operation["action"] == "receive" else "Recourse sends"
    yield f"## {name}: {way}\n\n`{channel['address']}`. {channel['description']}\n"
    messages = (document["components"]["messages"][each] for each in channel["messages"])
    yield from table(("message", "meaning"), ((f"`{each['name']}`", each["title"]) for each in messages))
    yield ""
