"""`GET /work`: every case for which somebody has to act, in one answer."""

from chalice.app import Blueprint, Response

from chalicelib.routes.authority import caller
from chalicelib.routes.entity_tags import tagged
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.languages import spoken
from chalicelib.routes.queries import query
from chalicelib.views.work import write_work
from chalicelib.wiring import recourse

work = Blueprint(__name__)

_MOST = 500  # cases


@work.route("/work")
@with_problems
def list_work() -> Response:
    """Show the cases for which somebody has to act, most urgent first, and count them by whose turn it is."""
    event = work.current_request.to_original_event()
    principal = caller(event)
    query(event)
    page = recourse().case_rows.work(principal.merchant, most=_MOST)
    content, body = write_work(
        [row.summary for row in page.rows],
        [row.whose for row in page.rows],
        truncated=page.position is not None,
        now=recourse().clock(),
        words=spoken(),
    )
    return tagged(event, body, content=content)
