"""A return of 1,000 lines: every answer, row and message still fits.

It holds number 115 of docs/reliability.md.
"""

import json

import pytest

from chalicelib.aws.keys import CASE
from tests.world import contract
from tests.world.cloud import billed_bytes
from tests.world.order import CUSTOMER, REQUEST, usd

DOSSIER = 5_000_000  # bytes
MESSAGE = 256 * 1024  # bytes
WIDEST = "𒀱"  # four bytes in a delivery, twelve in an answer of Lambda


def lines(count: int, sku: str, **more: object) -> list[dict[str, object]]:
    return [{"sku": f"{sku}-{number}", "quantity": 2, **more} for number in range(count)]


def weight(answered):
    """Bytes of an answer as Lambda carries it: JSON inside JSON."""
    return len(json.dumps(answered.text))


def deliver(shop, kind: str, **data: object):
    """Deliver a body in UTF-8, as marketplaces write it."""
    now = shop.cloud.clock.forward(minutes=1).isoformat()
    body = {"type": kind, "timestamp": now, "data": {"order_number": shop.order_number, **data}}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    assert len(text.encode()) <= 256 * 1024
    answered = shop.deliver(text, delivery_id=f"msg_{kind.replace('.', '_')}")
    assert answered.json["status"] == "accepted"


@pytest.fixture(params=["ordinary", "longest", "widest", "none of the order"])
def large(shop, request):
    """A return of 1,000 lines, of an order that has as many."""
    sku = {"longest": "A" * 100, "widest": WIDEST * 25}.get(request.param, "MUG")
    bought = "PLATE" if request.param == "none of the order" else sku
    deliver(shop, "order.placed", customer=CUSTOMER, lines=lines(1_000, bought, amount=usd(2400)))
    deliver(shop, "return.requested", return_id="R-1", **(REQUEST | {"lines": lines(1_000, sku, amount=usd(2400))}))
    return shop


def test_the_case_its_dossier_its_rows_and_its_message_fit(large):
    shown = large.read()
    contract.whole_case(shown.json)
    assert weight(shown) < DOSSIER
    assert len(shown.json["needs_review"]) < 30

    for accept in ("application/json", "text/html"):
        where = {"case_id": large.case_id, "headers": [("Accept", accept)]}
        assert weight(large.api("GET", "/cases/{case_id}/dossier", **where)) < DOSSIER

    large.wait(days=8)
    (message,) = large.messages()
    assert len(json.dumps(message).encode()) < MESSAGE

    assert len(large.listed()) == 1
    rows = large.cloud.dynamodb.scan(TableName="orders")["Items"]
    (row,) = [row for row in rows if row["SK"]["S"].startswith(CASE)]
    assert billed_bytes(row) < 4_096


def test_it_can_be_worked_on(large):
    answered = large.give("accept_return")

    assert weight(answered) < DOSSIER
    assert answered.status in (201, 409)
    assert answered.status == 201 or len(answered.json["detail"]) < 1_000


def test_an_ordinary_case_of_1000_lines_is_shown_whole(shop):
    deliver(shop, "order.placed", customer=CUSTOMER, lines=lines(1_000, "MUG", amount=usd(2400)))
    deliver(shop, "return.requested", return_id="R-1", **(REQUEST | {"lines": lines(1_000, "MUG")}))

    assert [line["amount"] for line in shop.case["lines"]] == [usd(2400)] * 1_000
    shop.wait(days=8)
    assert len(shop.messages()[0]["data"]["case"]["lines"]) == 1_000


def test_more_lines_are_kept_and_not_understood(shop):
    answered = shop.tell("return.requested", **(REQUEST | {"lines": lines(1_001, "MUG")}))

    assert (answered.status, answered.json["status"]) == (202, "quarantined")
    assert "lines" in answered.json["reason"]
