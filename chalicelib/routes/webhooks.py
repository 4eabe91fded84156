"""`POST /webhooks/{connection}`: where marketplaces deliver."""

from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.aws.time_limit import answering_within
from chalicelib.routes.problems import Problem, answer, unavailable, with_problems
from chalicelib.routes.requests import (
    EVERY_METHOD,
    received,
    require_content,
    require_method,
    require_size,
)
from chalicelib.usecases.front_door import Receipt, Verdict
from chalicelib.wiring import recourse

LARGEST_DELIVERY = 256 * 1024  # bytes
_PATIENCE = 3.8  # seconds that AWS has, of the 4 that a marketplace is told within

webhooks = Blueprint(__name__)

_DURABLE = {
    Verdict.ACCEPTED: HTTPStatus.ACCEPTED,
    Verdict.DUPLICATE: HTTPStatus.OK,
    Verdict.QUARANTINED: HTTPStatus.ACCEPTED,
}


@webhooks.route("/webhooks/{connection}", methods=EVERY_METHOD, content_types=[])
@with_problems
def take_delivery(connection: str) -> Response:
    """Take one delivery."""
    event, door = webhooks.current_request.to_original_event(), recourse().door
    require_method(event, "POST")
    require_size(event, LARGEST_DELIVERY)
    with answering_within(_PATIENCE):
        require_content(event, door.content_type(connection))
        return _answer(door.take(connection, received(event)))


def _answer(receipt: Receipt) -> Response:
    if receipt.verdict in _DURABLE:
        reason = {} if receipt.reason is None else {"reason": receipt.reason}
        told = {"status": receipt.verdict, "event": receipt.event, **reason}
        return answer(told, _DURABLE[receipt.verdict])
    if receipt.verdict is Verdict.CONFLICT:
        raise Problem(HTTPStatus.CONFLICT, str(receipt.reason), event=receipt.event)
    if receipt.verdict is Verdict.NOT_AUTHENTIC:
        raise Problem(HTTPStatus.UNAUTHORIZED, "the delivery is not authentic")
    raise unavailable()
