"""`GET /openapi.json`: the document of this API, as `python -m ops.openapi_document` wrote it. It needs no key."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from chalice.app import Blueprint, Response

from chalicelib.routes.entity_tags import tagged
from chalicelib.routes.problems import with_problems
from chalicelib.routes.queries import query

openapi = Blueprint(__name__)

_FILE: Final = Path(__file__).parent.parent / "openapi.json"


@openapi.route("/openapi.json")
@with_problems
def show_document() -> Response:
    """Show the document of this API."""
    event = openapi.current_request.to_original_event()
    query(event)
    shown = tagged(event, _read())
    shown.headers["Cache-Control"] = "public, max-age=300"
    return shown


@lru_cache(maxsize=1)
def _read() -> str:
    return _FILE.read_text()
