"""`GET /` leads to everything, and needs no key."""

from typing import Final

from chalice.app import Blueprint, Response

from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.languages import named, spoken
from chalicelib.routes.negotiation import preferred
from chalicelib.routes.problems import answer, document
from chalicelib.routes.queries import query
from chalicelib.views.front_page import POLICY_OF_CONTENT, show_places, write_front_page

front_page = Blueprint(__name__)

_JSON, _HTML = "application/json", "text/html"
_HEADERS: Final = {
    "Cache-Control": "public, max-age=300",
    "Content-Security-Policy": POLICY_OF_CONTENT,
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
}


@front_page.route("/")
@with_problems
def show_front_page() -> Response:
    """Show the places of the API, as JSON or as a page, under the stage that the request names."""
    event = front_page.current_request.to_original_event()
    query(event)
    base = str(event["requestContext"].get("path") or "").rstrip("/")
    if preferred(event, _JSON, _HTML) == _JSON:
        return answer(show_places(base).model_dump_json())
    return named(document(write_front_page(base, spoken()), f"{_HTML}; charset=utf-8", headers=_HEADERS))
