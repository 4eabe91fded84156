"""`POST /webhooks/{connection}`: the route to which marketplaces send their deliveries."""

from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.aws.time_limit import answering_within
from chalicelib.dialects.delivery import Request
from chalicelib.dialects.why_not_understood import why_not_understood
from chalicelib.logbook import about
from chalicelib.routes.every_answer import OUR_FAULT, completed
from chalicelib.routes.languages import speaking, spoken
from chalicelib.routes.path_ids import loggable
from chalicelib.routes.problems import Problem, answer, document, unavailable
from chalicelib.routes.requests import (
    EVERY_METHOD,
    Event,
    Headers,
    body_of,
    headers_of,
    require_content,
    require_method,
    require_size,
)
from chalicelib.usecases.front_door import Receipt, Verdict
from chalicelib.values.sentences import say
from chalicelib.views.problem_types import ProblemName
from chalicelib.wiring import recourse

LARGEST_DELIVERY = 256 * 1024  # bytes
_PATIENCE = 3.8  # seconds for AWS, of the 4 seconds within which a marketplace gets its answer

webhooks = Blueprint(__name__)

# Every connection's name lets both in, so that no answer before the signature tells what a connection speaks.
CONTENT = ("application/json", "application/x-www-form-urlencoded")
_DURABLE = {
    Verdict.ACCEPTED: HTTPStatus.ACCEPTED,
    Verdict.DUPLICATE: HTTPStatus.OK,
    Verdict.QUARANTINED: HTTPStatus.ACCEPTED,
    Verdict.NO_ORDER: HTTPStatus.OK,
}
_OTHER_BODY = say("other-body", "this delivery id came before with another body")
_NOT_AUTHENTIC = Problem(
    HTTPStatus.UNAUTHORIZED, say("not-authentic", "the delivery is not authentic"), kind=ProblemName.NOT_AUTHENTIC
)
_PLAIN = frozenset(_DURABLE) | {Verdict.CONFLICT}


@webhooks.route("/webhooks/{connection}", methods=EVERY_METHOD, content_types=[])
def receive_delivery(connection: str) -> Response:
    """Receive one delivery.

    The application hands deliveries to `deliver` itself, and Chalice makes the API's route of this.
    """
    del connection
    return deliver(webhooks.current_request.to_original_event())


def deliver(event: Event) -> Response:
    """Receive the delivery of an event of API Gateway."""
    headers = headers_of(event)
    connection, request_id = event["pathParameters"]["connection"], event["requestContext"].get("requestId")
    language = speaking(",".join(headers.get("accept-language", ())))
    with about(request=request_id, connection=loggable(connection)), language, answering_within(_PATIENCE):
        return completed(_received(event, headers, connection), request_id)


def _received(event: Event, headers: Headers, connection: str) -> Response:
    try:
        require_method(event, "POST")
        require_size(event, LARGEST_DELIVERY)
        require_content(headers, *CONTENT)
        return _answer(recourse().front_door.receive(connection, Request(headers, body_of(event))))
    except Problem as problem:
        return problem.response
    except Exception:  # as Chalice does for every other route
        webhooks.log.exception("a delivery")
        return Problem(HTTPStatus.INTERNAL_SERVER_ERROR, OUR_FAULT).response


def _answer(receipt: Receipt) -> Response:
    if receipt.verdict is Verdict.NOT_AUTHENTIC:
        return _NOT_AUTHENTIC.response
    if not receipt.says_verdict and receipt.verdict in _PLAIN:
        return document("", "text/plain")
    if receipt.verdict in _DURABLE:
        reason = {} if receipt.reason is None else {"reason": spoken().write(why_not_understood(receipt.reason))}
        body = {"status": receipt.verdict, "event": receipt.event, **reason}
        return answer(body, _DURABLE[receipt.verdict])
    if receipt.verdict is Verdict.CONFLICT:
        raise Problem(HTTPStatus.CONFLICT, _OTHER_BODY, kind=ProblemName.TOLD_OTHERWISE, event=receipt.event)
    if receipt.verdict is Verdict.OTHER_CONTENT:
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, why_not_understood(str(receipt.reason)))
    raise unavailable()
