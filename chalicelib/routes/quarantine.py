"""`GET /quarantine`: the deliveries of the merchant that were not understood."""

from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.aws.quarantine import QuarantineRow
from chalicelib.dialects.why_not_understood import why_not_understood
from chalicelib.routes.authority import caller
from chalicelib.routes.cursors import opened, sealed
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.problems import Problem, answer
from chalicelib.routes.queries import query
from chalicelib.routes.written import written
from chalicelib.usecases.quarantine_reader import UnknownConnection
from chalicelib.values.roles import Role
from chalicelib.values.sentences import say
from chalicelib.views.quarantine import QuarantinedShape, QuarantineShape, WholeQuarantinedShape
from chalicelib.wiring import recourse

quarantine = Blueprint(__name__)


@quarantine.route("/quarantine")
@with_problems
def list_quarantined() -> Response:
    """Show a page of the deliveries that were not understood. Only an operator sees their bodies."""
    event = quarantine.current_request.to_original_event()
    principal = caller(event)
    parameters = query(event, "connection", "cursor")
    connection = parameters.get("connection")
    scope = f"quarantine {connection}"
    position = opened(principal, scope, parameters["cursor"]) if "cursor" in parameters else None
    try:
        page = recourse().quarantine_reader.page(principal.merchant, connection, position)
    except UnknownConnection as error:
        raise Problem(HTTPStatus.NOT_FOUND, say("no-such-connection", "no such connection of yours")) from error
    show = _show_whole if principal.role is Role.OPERATOR else _show
    following = None if page.position is None else sealed(principal, scope, page.position)
    shown = QuarantineShape(deliveries=tuple(map(show, page.rows)), next_cursor=following)
    return answer(written(shown))


def _show(row: QuarantineRow) -> QuarantinedShape:
    return QuarantinedShape(
        id=row.event_id, connection=row.connection, received_at=row.received_at, reason=why_not_understood(row.reason)
    )


def _show_whole(row: QuarantineRow) -> WholeQuarantinedShape:
    return WholeQuarantinedShape(**dict(_show(row)), body=row.body.decode(errors="replace"))
