"""`/deliveries`: an integrator sees what arrived, what it led to, and tries again what was not understood."""

import itertools
import json
from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.world.cloud import billed_bytes
from tests.world.order import CUSTOMER, line
from tests.world.wire import Refusal

NOT_UNDERSTOOD = json.dumps(
    {
        "type": "return.requested",
        "timestamp": "2026-03-01T12:00:00Z",
        "data": {"order_number": "A-1001", "return_id": "R-1", "wants": "the moon", "customer": CUSTOMER},
    }
)


@pytest.fixture
def told(shop):
    """An order, its return, and a delivery that was not understood, all of them after the stream."""
    shop.tell("order.placed", customer=CUSTOMER, lines=[line()])
    shop.request()
    shop.cloud.clock.forward(minutes=1)
    assert shop.deliver(NOT_UNDERSTOOD, delivery_id="odd").json["status"] == "quarantined"
    shop.flow()
    return shop


def page(shop, *, role="seller", merchant="demo", **query):
    answered = shop.api("GET", "/deliveries", role=role, merchant=merchant, query=query)
    assert answered.status == 200, answered.text
    return answered.json


def feed_rows(shop):
    items = shop.cloud.dynamodb.scan(TableName=shop.cloud.settings.table)["Items"]
    return [item for item in items if item["PK"]["S"].startswith("FEED#")]


def test_the_feed_has_each_delivery_once_and_the_oldest_first(told):
    shown = page(told)["deliveries"]

    assert [(each["type"], each["verdict"], each["case_id"]) for each in shown] == [
        ("order.placed", "accepted", None),
        ("return.requested", "accepted", "alibaba.A-1001.R-1"),
        ("return.requested", "quarantined", None),
    ]
    assert [each["received_at"] for each in shown] == sorted(each["received_at"] for each in shown)
    assert shown[2]["reason"].startswith("data")
    assert page(told, merchant="other")["deliveries"] == []


def test_a_repetition_and_a_forgery_are_not_in_the_feed(told):
    told.deliver(NOT_UNDERSTOOD, delivery_id="odd")
    told.deliver(NOT_UNDERSTOOD, delivery_id="not an id")
    told.flow()

    assert len(page(told)["deliveries"]) == 3


def test_pages_show_every_delivery_once_and_lead_on_to_later_ones(told):
    first = page(told, limit="2")
    second = page(told, limit="2", after=first["next"])
    assert [len(each["deliveries"]) for each in (first, second)] == [2, 1]

    nothing = page(told, after=second["next"])
    told.tell("return.withdrawn")
    told.flow()
    later = page(told, after=nothing["next"])

    assert nothing["deliveries"] == []
    assert [each["type"] for each in later["deliveries"]] == ["return.withdrawn"]


def test_a_feed_without_deliveries_leads_on_too(shop):
    before = page(shop)
    shop.tell("return.withdrawn")
    shop.flow()

    assert before["deliveries"] == []
    assert len(page(shop, after=before["next"])["deliveries"]) == 1


def test_a_page_can_begin_at_an_instant_and_show_one_type_or_connection(told):
    received = [each["received_at"] for each in page(told)["deliveries"]]

    assert [each["received_at"] for each in page(told, after=received[1])["deliveries"]] == received[1:]
    assert [each["type"] for each in page(told, type="order.placed")["deliveries"]] == ["order.placed"]
    assert len(page(told, connection="demo", limit="2")["deliveries"]) == 2
    assert page(told, connection="demo-lazada")["deliveries"] == []


def test_what_is_not_the_merchants_or_no_position_is_refused(told):
    wrong = [{"after": "AAAA"}, {"limit": "0"}, {"limit": "101"}, {"cursor": "AAAA"}]
    for query, status in [
        *(({"connection": name}, 404) for name in ("other", "nobody")),
        *((query, 400) for query in wrong),
    ]:
        answered = told.api("GET", "/deliveries", query=query)

        assert (answered.status, answered.is_problem) == (status, True), query


def test_a_position_of_another_filter_is_refused(told):
    following = page(told, type="order.placed")["next"]

    assert told.api("GET", "/deliveries", query={"after": following}).status == 400


def test_the_feed_costs_one_call_for_a_batch_and_one_unit_for_a_delivery(shop):
    shop.sell()
    shop.request()
    shop.deliver(NOT_UNDERSTOOD, delivery_id="odd")
    shop.cloud.wire.clear()
    shop.flow()

    assert shop.cloud.wire.calls()["BatchWriteItem"] == 1
    assert [billed_bytes(row) < 1024 for row in feed_rows(shop)] == [True] * 4
    assert not [row for row in feed_rows(shop) if CUSTOMER["name"] in json.dumps(row)]


def test_the_rows_of_a_long_batch_need_one_call_for_25(shop):
    for number in range(30):
        shop.deliver("{}", delivery_id=f"m{number}")
    shop.cloud.wire.clear()
    shop.flow()

    assert shop.cloud.wire.calls()["BatchWriteItem"] == 2
    assert len(page(shop)["deliveries"]) == 30


def test_an_old_row_is_deleted_and_is_not_shown_even_before(told):
    row = feed_rows(told)[0]
    received = datetime.fromisoformat(row["received_at"]["S"])
    assert int(row["delete_at"]["N"]) == int((received + timedelta(days=30)).timestamp())

    told.cloud.clock.forward(days=31)

    assert page(told)["deliveries"] == []


def test_a_page_costs_at_most_one_query_for_each_day_that_is_kept(told):
    told.cloud.clock.forward(days=29)
    told.cloud.wire.clear()
    following = page(told)["next"]
    whole = told.cloud.wire.calls()["Query"]
    told.cloud.wire.clear()
    page(told, after=following)

    assert whole <= 32
    assert told.cloud.wire.calls()["Query"] <= 31


def test_a_feed_that_was_not_written_is_written_when_the_stream_delivers_again(shop):
    shop.request()
    shop.cloud.wire.cut("BatchWriteItem", Refusal("AccessDeniedException"))
    shop.world.stream.try_once()
    assert feed_rows(shop) == []
    shop.cloud.wire.clear()

    shop.flow()

    assert len(feed_rows(shop)) == 1
    assert Counter(line["what"] for line in map(json.loads, shop.cloud.lines))["feed_delayed"] == 1


def test_a_damaged_row_hides_no_other(shop):
    shop.request()
    shop.deliver(NOT_UNDERSTOOD, delivery_id="odd")
    changed = [record for record in shop.world.stream.fetch() if record["eventName"] == "INSERT"]
    del changed[0]["dynamodb"]["NewImage"]["received_at"]

    assert shop.world.call("project", {"Records": changed}) == {"batchItemFailures": []}
    assert [row["verdict"]["S"] for row in feed_rows(shop)] == ["quarantined"]


def test_only_an_operator_sees_what_was_delivered(told):
    shown = page(told)["deliveries"]
    for each, role in itertools.product(shown, ("seller", "desk", "operator")):
        answered = told.api("GET", "/deliveries/{delivery_id}", role=role, delivery_id=each["id"])

        assert answered.status == 200
        assert ("body" in answered.json) == (role == "operator")
        if role == "operator":
            assert json.loads(answered.json["body"])["type"] == each["type"]
        assert {**each, "type": None} == {name: answered.json[name] for name in each} | {"type": None}


def test_a_delivery_that_never_came_is_404(told):
    names = ("delivery.demo.never", "quarantine.demo.odd.0000000000000000", "x", "quarantine..")
    routes = (("GET", "/deliveries/{delivery_id}"), ("POST", "/deliveries/{delivery_id}/replay"))
    for name, (method, route) in itertools.product(names, routes):
        answered = told.api(method, route, role="operator", delivery_id=name)

        assert (answered.status, answered.is_problem) == (404, True)
