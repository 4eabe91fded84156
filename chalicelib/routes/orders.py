"""`/orders`: an order as it is known, and the seller's own record of it."""

from functools import partial
from http import HTTPStatus

from chalice.app import Blueprint, Response

from chalicelib.aws.api_keys import Principal
from chalicelib.domain.order_facts import OrderRecorded
from chalicelib.routes.authority import caller, require_role
from chalicelib.routes.bodies import json_body, once_of, valid
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.problems import Problem, answer
from chalicelib.routes.queries import query
from chalicelib.routes.written import written
from chalicelib.values.identifiers import OrderKey, is_identifier
from chalicelib.values.roles import Role
from chalicelib.values.sentences import say
from chalicelib.views.fitting import fitted
from chalicelib.views.order import show_whole_order
from chalicelib.wiring import recourse

orders = Blueprint(__name__)


@orders.route("/orders/{marketplace}/{order_number}", methods=["PUT"], content_types=[])
@with_problems
def record_order(marketplace: str, order_number: str) -> Response:
    """Append the seller's own record of an order, which is a fact like `order.placed`."""
    event = orders.current_request.to_original_event()
    principal = caller(event)
    query(event)
    require_role(principal, Role.SELLER)
    order = _order_key(principal, marketplace, order_number)
    # An unknown field is an error in a seller's request, even inside a line. In a marketplace's delivery it is allowed,
    # because marketplaces add fields.
    record = valid(partial(OrderRecorded.model_validate, extra="forbid"), json_body(event))
    once = once_of(event, principal, marketplace, order_number)
    history = recourse().case_commands.record_order(order, record, once)
    return answer(written(fitted(show_whole_order(history.file))), HTTPStatus.CREATED)


@orders.route("/orders/{marketplace}/{order_number}")
@with_problems
def show_order(marketplace: str, order_number: str) -> Response:
    """Show an order as it is known, with its source and its cases."""
    event = orders.current_request.to_original_event()
    principal = caller(event)
    query(event)
    file = recourse().order_reader.read(_order_key(principal, marketplace, order_number))
    if file is None:
        raise Problem(HTTPStatus.NOT_FOUND, say("no-such-order", "no such order of yours"))
    return answer(written(fitted(show_whole_order(file))))


def _order_key(principal: Principal, marketplace: str, order_number: str) -> OrderKey:
    """Name an order of this merchant. Answers 404 if nothing can have that name."""
    if not (is_identifier(marketplace) and is_identifier(order_number)):
        raise Problem(HTTPStatus.NOT_FOUND, say("impossible-order", "no order can be called that"))
    return OrderKey(principal.merchant, marketplace, order_number)
