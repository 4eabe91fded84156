"""`GET /health`: the code is loaded and answers."""

from chalice.app import Blueprint, Response

from chalicelib.routes.problems import answer

health = Blueprint(__name__)


@health.route("/health")
def tell_health() -> Response:
    """Answer, and ask nobody: what AWS does is for alarms to tell, not for whoever polls here."""
    return answer({"status": "ok"})
