"""The requests to the front door, and the rows after them."""

import json

from chalicelib.aws.log import OrderLog
from chalicelib.aws.quarantine import Quarantine
from chalicelib.dialects.delivery import Request
from chalicelib.usecases.front_door import FrontDoor, Receipt, Verdict
from chalicelib.values.identifiers import OrderKey
from tests.world.api import JSON
from tests.world.cloud import SECRET
from tests.world.signing import standard_headers

ACCEPTED = Receipt(Verdict.ACCEPTED, "delivery.demo.msg_1")
DUPLICATE = Receipt(Verdict.DUPLICATE, "delivery.demo.msg_1")
UNAVAILABLE = Receipt(Verdict.UNAVAILABLE)
NOT_AUTHENTIC = Receipt(Verdict.NOT_AUTHENTIC)


def body(*, order="A-1001", return_id="R-1", at="2026-03-01T11:59:00Z", **more) -> str:
    data = {"order_number": order, "return_id": return_id, "customer": {"name": "Ada Buyer"}, **more}
    return json.dumps({"type": "return.requested", "timestamp": at, "data": data})


def signed(text, delivery_id, now, secret=SECRET) -> Request:
    headers = standard_headers(text, secret=secret, delivery_id=delivery_id, at=now)
    return Request.received([JSON, *headers.items()], text.encode())


def receive(door: FrontDoor, connection: str, request: Request) -> Receipt:
    """Let a door receive a request."""
    return door.receive(connection, request)


def log_of(cloud, order, *, merchant="demo", marketplace="alibaba"):
    return OrderLog(cloud.dynamodb, cloud.settings.table).read(OrderKey(merchant, marketplace, order)).events


def quarantined(cloud):
    return Quarantine(cloud.dynamodb, cloud.settings.table).rows("demo")
