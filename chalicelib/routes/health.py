"""`GET /health`: an answer shows that the code is loaded."""

from chalice.app import Blueprint, Response

from chalicelib.routes.problems import answer

health = Blueprint(__name__)


@health.route("/health")
def tell_health() -> Response:
    """Answer without calling AWS, because alarms report the failures of AWS."""
    return answer({"status": "ok"})
