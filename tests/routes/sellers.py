"""What the sellers' API is asked with: keys of merchants' people, and returns that a marketplace told."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.aws.api_keys import Principal, Role
from chalicelib.aws.log import EventRow
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.instants import format_instant
from chalicelib.wiring import Recourse
from tests.world.api import Answered, call

CUSTOMER = {"name": "Ada Buyer"}
LINES = [{"sku": "MUG-01", "quantity": 2, "amount": {"minor": 2400, "currency": "USD"}}]


@dataclass
class Sellers:
    """Everybody who has a key of a merchant."""

    recourse: Recourse
    tokens: dict[Principal, str] = field(default_factory=dict)

    def ask(self, method, resource, *, merchant="demo", role=Role.SELLER, body=None, headers=(), **parts) -> Answered:
        """Ask as somebody in a role of a merchant."""
        who = Principal(merchant, role)
        token = self.tokens.get(who) or self.tokens.setdefault(who, self.recourse.api_keys.make(who))
        sent = [("Authorization", f"Bearer {token}"), ("Content-Type", "application/json"), *headers]
        return call(method, resource, headers=sent, body=None if body is None else json.dumps(body), **parts)


def tell(recourse: Recourse, kind: str, *, order="A-1001", at: datetime | None = None, merchant="demo", **data) -> None:
    """Let the marketplace tell something, and everything follow from it."""
    recourse.projector.project(_append(recourse, kind, order, at, merchant, data))


def tell_return(recourse: Recourse, return_id="R-1", *, order="A-1001", at=None, merchant="demo", **changes) -> None:
    """Let the marketplace tell an order and the return of its mugs."""
    told = {"customer": CUSTOMER, "reason": {"code": "defective", "text": "cracked"}, "wants": "return_and_refund"}
    _append(recourse, "order.placed", order, at, merchant, {"customer": CUSTOMER, "lines": LINES})
    returned = {"lines": LINES, **told, **changes}
    tell(recourse, "return.requested", order=order, at=at, merchant=merchant, return_id=return_id, **returned)


def _append(recourse: Recourse, kind: str, order: str, at: datetime | None, merchant: str, data) -> OrderKey:
    when = at or recourse.clock()
    body = {"type": kind, "timestamp": format_instant(when), "data": {"order_number": order, **data}}
    row = EventRow(
        id=f"delivery#{merchant}#{kind}-{data.get('return_id', order)}-{when:%Y%m%d%H%M%S}",
        dialect="standard",
        body=json.dumps(body).encode(),
        received_at=recourse.clock(),
        occurred_at=when,
        type=kind,
        by="customer",
        idempotency_key=None,
        request_sha256=None,
    )
    key = OrderKey(merchant, "alibaba", order)
    recourse.log.append(key, row)
    return key
