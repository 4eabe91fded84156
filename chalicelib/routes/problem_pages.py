"""`GET /problems/{name}`: what a type of problem means, and what to do about it. It needs no key."""

from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.languages import named, spoken
from chalicelib.routes.negotiation import preferred
from chalicelib.routes.problems import Problem, answer, document
from chalicelib.routes.queries import query
from chalicelib.routes.written import written
from chalicelib.values.sentences import say
from chalicelib.views.problem_page import POLICY_OF_CONTENT, show_type, write_problem_page
from chalicelib.views.problem_types import ProblemName

problem_pages = Blueprint(__name__)

_JSON, _HTML = "application/json", "text/html"
_HEADERS = {
    "Cache-Control": "public, max-age=3600",
    "Content-Security-Policy": POLICY_OF_CONTENT,
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
}


@problem_pages.route("/problems/{name}")
@with_problems
def show_problem_type(name: str) -> Response:
    """Show a type of problem as JSON or as a page, depending on Accept."""
    event = problem_pages.current_request.to_original_event()
    query(event)
    if name not in set(ProblemName):
        raise Problem(HTTPStatus.NOT_FOUND, say("no-such-problem", "there is no such type of problem"))
    if preferred(event, _JSON, _HTML) == _JSON:
        return answer(written(show_type(ProblemName(name))))
    page = write_problem_page(ProblemName(name), spoken())
    return named(document(page, f"{_HTML}; charset=utf-8", headers=_HEADERS))
