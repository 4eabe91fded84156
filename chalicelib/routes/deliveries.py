"""`/deliveries`: the feed of the merchant's deliveries, one of them, and the replay of one that was not understood."""

from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.aws.api_keys import Principal
from chalicelib.aws.feed import FeedRow
from chalicelib.dialects.why_not_understood import why_not_understood
from chalicelib.routes.authority import caller, require_role
from chalicelib.routes.bodies import json_body, valid
from chalicelib.routes.cursors import opened, sealed
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.problems import Problem, answer
from chalicelib.routes.queries import limit, query
from chalicelib.routes.requests import Event, body_of
from chalicelib.routes.written import written
from chalicelib.usecases.delivery_reader import Delivered, DeliveryFilter
from chalicelib.usecases.front_door import Verdict
from chalicelib.usecases.quarantine_reader import UnknownConnection
from chalicelib.values.instants import format_instant, parse_instant
from chalicelib.values.roles import Role
from chalicelib.values.sentences import Sentence, say
from chalicelib.views.deliveries import (
    DeliveriesShape,
    DeliveryShape,
    ReplayAsked,
    ReplayShape,
    WholeDeliveryShape,
)
from chalicelib.wiring import recourse

deliveries = Blueprint(__name__)


@deliveries.route("/deliveries")
@with_problems
def list_deliveries() -> Response:
    """Show a page of the feed, the oldest first, after a cursor or an instant."""
    event: Event = deliveries.current_request.to_original_event()
    principal = caller(event)
    parameters = query(event, "after", "connection", "type", "limit")
    wanted = DeliveryFilter(connection=parameters.get("connection"), type=parameters.get("type"))
    scope = f"deliveries {wanted}"
    after = _position(principal, scope, parameters["after"]) if "after" in parameters else None
    try:
        page = recourse().delivery_reader.page(
            principal.merchant, wanted=wanted, after=after, limit=limit(parameters.get("limit"))
        )
    except UnknownConnection as error:
        raise Problem(HTTPStatus.NOT_FOUND, say("no-such-connection", "no such connection of yours")) from error
    shown = DeliveriesShape(deliveries=tuple(map(_show, page.rows)), next=sealed(principal, scope, page.position))
    return answer(written(shown))


@deliveries.route("/deliveries/{delivery_id}")
@with_problems
def show_delivery(delivery_id: str) -> Response:
    """Show one delivery. Only an operator sees its body."""
    event: Event = deliveries.current_request.to_original_event()
    principal = caller(event)
    query(event)
    delivered = _find(principal, delivery_id)
    if principal.role is not Role.OPERATOR:
        return answer(written(_show(delivered.row)))
    body = None if delivered.body is None else delivered.body.decode(errors="replace")
    return answer(written(WholeDeliveryShape(**dict(_show(delivered.row)), body=body)))


@deliveries.route("/deliveries/{delivery_id}/replay", methods=["POST"])
@with_problems
def replay_delivery(delivery_id: str) -> Response:
    """Try a delivery again that was not understood, or say what would happen. Any other one is there already."""
    event: Event = deliveries.current_request.to_original_event()
    principal = caller(event)
    require_role(principal)
    query(event)
    replay = valid(ReplayAsked.model_validate, json_body(event) if body_of(event) else {})
    return answer(written(_replayed(principal, delivery_id, replay)))


def _replayed(principal: Principal, delivery_id: str, replay: ReplayAsked) -> ReplayShape:
    row = recourse().delivery_reader.quarantined(principal.merchant, delivery_id)
    if row is None:
        event_id = _find(principal, delivery_id).row.event_id
        return ReplayShape(id=event_id, sent=False, verdict=Verdict.DUPLICATE.value, event=event_id, reason=None)
    receipt = recourse().replay.delivery(row, send=replay.send)
    verdict = receipt.verdict
    shown = {"id": row.event_id, "sent": replay.send, "verdict": verdict, "event": receipt.event}
    return ReplayShape.model_validate({**shown, "reason": _why(receipt.reason)})


def _find(principal: Principal, delivery_id: str) -> Delivered:
    delivered = recourse().delivery_reader.find(principal.merchant, delivery_id)
    if delivered is None:
        raise Problem(HTTPStatus.NOT_FOUND, say("no-such-delivery", "no such delivery of yours in the last 30 days"))
    return delivered


def _position(principal: Principal, scope: str, after: str) -> str:
    """Read a position: an instant, or the cursor of a page before."""
    try:
        return format_instant(parse_instant(after))
    except ValueError:
        return opened(principal, scope, after, parameter="after")


def _show(row: FeedRow) -> DeliveryShape:
    return DeliveryShape(
        id=row.event_id,
        connection=row.connection,
        type=row.type,
        received_at=row.received_at,
        verdict=row.verdict.value,
        case_id=row.case_id,
        reason=_why(row.reason),
    )


def _why(reason: str | None) -> Sentence | None:
    return None if reason is None else why_not_understood(reason)
