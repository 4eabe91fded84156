"""`GET /health`: an answer shows that the code is loaded."""

from chalice.app import Blueprint, Response

from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.problems import answer
from chalicelib.routes.queries import query

health = Blueprint(__name__)


@health.route("/health")
@with_problems
def tell_health() -> Response:
    """Answer without calling AWS, because alarms report the failures of AWS."""
    query(health.current_request.to_original_event())
    return answer({"status": "ok"})
