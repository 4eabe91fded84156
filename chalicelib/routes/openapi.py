"""The documents of this API, as `make schema` wrote them. They need no key: `/openapi.json` and two others."""

from functools import cache
from pathlib import Path
from typing import Final

from chalice.app import Blueprint, Response

from chalicelib.routes.entity_tags import tagged
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.queries import query

openapi = Blueprint(__name__)

_FOLDER: Final = Path(__file__).parent.parent


@openapi.route("/openapi.json")
@with_problems
def show_document() -> Response:
    """Show the document of this API."""
    return _shown("openapi.json")


@openapi.route("/asyncapi.json")
@with_problems
def show_events() -> Response:
    """Show the document of the events that come in and the messages that go out."""
    return _shown("asyncapi.json")


@openapi.route("/message.schema.json")
@with_problems
def show_messages() -> Response:
    """Show the JSON Schema of the messages of the queue. The document of the events refers to it by this name."""
    return _shown("message.schema.json")


def _shown(name: str) -> Response:
    event = openapi.current_request.to_original_event()
    query(event)
    shown = tagged(event, _read(name))
    shown.headers["Cache-Control"] = "public, max-age=300"
    return shown


@cache
def _read(name: str) -> str:
    return (_FOLDER / name).read_text()
