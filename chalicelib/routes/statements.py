"""`GET /policies/{merchant}`: the policy statement for customers, without a key (rule G3.2)."""

from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.policies import SHIPPED, shipped
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.languages import named, spoken
from chalicelib.routes.negotiation import preferred
from chalicelib.routes.problems import Problem, document
from chalicelib.routes.queries import query
from chalicelib.values.sentences import say
from chalicelib.views.statement import write_statement
from chalicelib.views.statement_page import POLICY_OF_CONTENT, write_page
from chalicelib.views.statement_text import write_text
from chalicelib.wiring import recourse

statements = Blueprint(__name__)

_HTML, _TEXT = "text/html", "text/plain"
_HEADERS = {
    "Cache-Control": "public, max-age=60",  # a new version needs the same time to be in force
    "Content-Security-Policy": POLICY_OF_CONTENT,
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
}


@statements.route("/policies/{merchant}")
@with_problems
def state_policy(merchant: str) -> Response:
    """Show a merchant's policy in words for customers.

    Answers 404, without an AWS call, if the merchant has no connection.
    """
    event = statements.current_request.to_original_event()
    query(event)
    if merchant not in {connection.merchant for connection in recourse().registry.all()}:
        raise Problem(HTTPStatus.NOT_FOUND, say("no-such-merchant", "no such merchant"))
    published = recourse().policies.published(merchant)
    others = (shipped(name) for name in SHIPPED)
    statement = write_statement(merchant, published.in_force, published.pending, shipped=others)
    kind = preferred(event, _HTML, _TEXT)
    text = write_page(statement, spoken()) if kind == _HTML else write_text(statement, spoken())
    return named(document(text, f"{kind}; charset=utf-8", headers=_HEADERS))
