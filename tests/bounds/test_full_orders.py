"""An order has a budget. Whoever fills it loses that order only, and everybody says so by name."""

import json
from datetime import timedelta

import pytest

from chalicelib.aws import order_budget
from chalicelib.aws.order_budget import OrderFull
from chalicelib.aws.registry_keys import full_order_key
from tests.world.order import line, usd
from tests.world.sources import event_of
from tests.world.uploads import Uploads


@pytest.fixture(autouse=True)
def small_budget(monkeypatch):
    """A budget of 30 rows and 40 kB, so that a test fills it quickly. It is meant for 4,000 rows and 17 MB."""
    monkeypatch.setattr(order_budget, "MARKED_ROWS", 20)
    monkeypatch.setattr(order_budget, "MOST_ROWS", 30)
    monkeypatch.setattr(order_budget, "MARKED_BYTES", 30_000)
    monkeypatch.setattr(order_budget, "MOST_BYTES", 40_000)


def fill(shop, *, rows=20, text="again"):
    shop.sell()
    shop.request()
    for number in range(rows - 3):
        assert shop.tell("message.posted", text=f"{text} {number}").json["status"] == "accepted"
    shop.flow()


def learn(shop):
    """Let the minute pass in which every process learns of a mark."""
    shop.cloud.clock.forward(seconds=61)


def full_alarms(shop):
    return [alarm for alarm in shop.cloud.alarms if alarm["what"] == "order_full"]


@pytest.mark.parametrize(("rows", "text"), [(20, "again"), (9, "a" * 5_000)], ids=["rows", "bytes"])
def test_an_order_near_its_budget_is_marked_once_with_an_alarm(shop, rows, text):
    """It holds number 119 of docs/reliability.md."""
    fill(shop, rows=rows, text=text)
    shop.recourse.projector.project(shop.key.order)

    (alarm,) = full_alarms(shop)
    assert (alarm["merchant"], alarm["order"]) == ("demo", "A-1001")
    assert shop.case["status"] == "requested"


def test_an_order_below_its_budget_is_not_marked(shop):
    """It holds number 119 of docs/reliability.md."""
    fill(shop, rows=18)
    learn(shop)

    assert full_alarms(shop) == []
    assert shop.tell("message.posted", text="one more").json["status"] == "accepted"


def test_its_deliveries_are_quarantined_with_an_alarm_and_repeats_are_duplicates(shop):
    """It holds number 119 of docs/reliability.md."""
    fill(shop)
    learn(shop)
    before = len(shop.recourse.log.read(shop.key.order).events)

    answered = shop.tell("message.posted", text="too much")

    assert (answered.status, answered.json["status"]) == (202, "quarantined")
    assert answered.json["reason"].startswith("order-full")
    assert "delivery_quarantined" in [alarm["what"] for alarm in shop.cloud.alarms]
    assert len(shop.recourse.log.read(shop.key.order).events) == before


def test_a_delivery_that_was_stored_before_is_still_a_duplicate(shop):
    """It holds number 119 of docs/reliability.md."""
    body = json.dumps({"type": "order.placed", "timestamp": "2026-03-01T11:00:00Z", "data": {"order_number": "A-1001"}})
    first = shop.deliver(body, delivery_id="msg_first")
    fill(shop)
    learn(shop)

    again = shop.deliver(body, delivery_id="msg_first")

    assert (again.status, again.json) == (200, {"status": "duplicate", "event": first.json["event"]})


def test_its_commands_are_refused_by_name_and_the_others_work(shop):
    """It holds number 119 of docs/reliability.md."""
    fill(shop)
    learn(shop)

    assert shop.refused("post_message", text="hello") == "order-full"
    assert shop.refused("refuse_return", reason="too late") == "order-full"
    record = {"customer": {"name": "Ada"}, "lines": [line()]}
    put = shop.api(
        "PUT", "/orders/{marketplace}/{order_number}", marketplace="alibaba", order_number="A-1001", json=record
    )
    assert (put.status, put.json["rule"]) == (409, "order-full")
    assert Uploads(shop).announce().json["rule"] == "order-full"
    assert shop.read().status == 200
    shop.order_and_return("A-2")
    assert len(shop.listed(order="A-2")) == 1


def test_projector_desk_and_clock_leave_it_alone(shop):
    """It holds number 119 of docs/reliability.md."""
    fill(shop)
    learn(shop)
    shop.recourse.projector.project(shop.key.order)
    rows = shop.cloud.rows()
    shop.cloud.wire.clear()

    shop.wait(days=8)
    shop.recourse.projector.project(shop.key.order)
    shop.world.call("reconcile", event_of())

    assert [row for row in shop.cloud.rows() if row not in rows] == []
    assert shop.queued() == []


def test_a_request_on_the_queue_is_not_filed_while_its_order_is_full(shop):
    """It holds number 119 of docs/reliability.md."""
    fill(shop, rows=10)
    shop.tell("offer.made", offer_id="O-1", resolution="partial_refund", amount=usd(1500))
    shop.done("decline_offer", offer_id="O-1")
    shop.done("escalate", reason="no agreement")
    shop.flow()
    shop.recourse.registry.mark_full(shop.key.order, rows=20, size=1)
    shop.cloud.file_at("https://filing.example/requests")
    learn(shop)

    shop.world.mediate()
    assert shop.world.platform.filings == {}

    shop.cloud.dynamodb.delete_item(TableName="orders", Key=full_order_key(shop.key.order))
    learn(shop)
    shop.world.mediate()
    assert len(shop.world.platform.filings) == 1


def test_what_arrives_in_the_minute_before_everybody_knows_is_bounded_for_readers(shop):
    """It holds number 119 of docs/reliability.md."""
    fill(shop)
    shop.pace = timedelta(seconds=1)
    for number in range(12):
        assert shop.tell("message.posted", text=f"flood {number}").json["status"] == "accepted"
    shop.flow()

    answered = shop.read()
    assert (answered.status, answered.json["rule"]) == (409, "order-full")
    with pytest.raises(OrderFull):
        shop.recourse.log.read(shop.key.order)
