"""`GET /cases/{case_id}/dossier`: the dossier for a mediator, as JSON or as a page, depending on Accept."""

from chalice.app import Blueprint, Response

from chalicelib.routes.authority import caller
from chalicelib.routes.cases import read_case
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.languages import named, spoken
from chalicelib.routes.negotiation import preferred
from chalicelib.routes.problems import answer, document
from chalicelib.routes.queries import query
from chalicelib.routes.written import written
from chalicelib.views.dossier import show_dossier
from chalicelib.views.dossier_page import POLICY_OF_CONTENT, write_dossier
from chalicelib.views.fitting import fitted

dossier = Blueprint(__name__)

_JSON, _HTML = "application/json", "text/html"
_HEADERS = {
    "Content-Security-Policy": POLICY_OF_CONTENT,
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
}


@dossier.route("/cases/{case_id}/dossier")
@with_problems
def hand_over(case_id: str) -> Response:
    """Show a case for a mediator, as its log says now."""
    event = dossier.current_request.to_original_event()
    principal = caller(event)
    query(event)
    reading = read_case(principal, case_id)
    shown = show_dossier(reading.history.file, reading.case, now=reading.now)
    if preferred(event, _JSON, _HTML) == _JSON:
        return answer(written(fitted(shown)))
    return named(document(write_dossier(shown, spoken()), f"{_HTML}; charset=utf-8", headers=_HEADERS))
