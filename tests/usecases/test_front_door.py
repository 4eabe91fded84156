"""The front door against moto: what becomes of a delivery, and what it costs."""

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.dialects.delivery import Request
from chalicelib.usecases.front_door import Receipt, Verdict
from chalicelib.values.instants import format_instant
from tests.usecases.sending import ACCEPTED, DUPLICATE, NOT_AUTHENTIC, body, log_of, quarantined, receive, signed
from tests.world.cloud import SECRET, billed_bytes
from tests.world.wire import Refusal


def test_a_first_delivery_costs_one_call_and_stands_as_it_came(door, process, cloud):
    assert receive(door, "demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED
    assert cloud.wire.calls() == {"PutItem": 1}

    [row] = [row for row in log_of(cloud, "A-1001") if row.id == "delivery#demo#msg_1"]
    assert row.body == body().encode()
    assert (row.dialect, row.type, row.by) == ("standard", "return.requested", "customer")
    assert (row.received_at, format_instant(row.occurred_at)) == (cloud.clock(), "2026-03-01T11:59:00.000000Z")


@pytest.mark.parametrize(
    "later",
    [timedelta(0), timedelta(minutes=6), timedelta(hours=25), timedelta(hours=76), timedelta(days=30)],
    ids=["at-once", "after-6-min", "after-25-h", "after-76-h", "after-30-days"],
)
def test_the_same_delivery_again_is_a_duplicate_however_much_later(door, cloud, later):
    """It holds numbers 49 and 50 of docs/reliability.md."""
    receive(door, "demo", signed(body(), "msg_1", cloud.clock()))
    before = cloud.rows()
    now = cloud.clock.forward(seconds=later.total_seconds())
    receive(door, "demo", signed(body(), "warm", now))
    cloud.wire.clear()

    assert receive(door, "demo", signed(body(), "msg_1", now)) == DUPLICATE
    assert cloud.wire.calls() == {"PutItem": 1}
    assert [row for row in cloud.rows() if row in before] == before


def test_another_body_under_the_same_id_is_a_conflict_and_both_are_kept(door, process, cloud):
    """It holds number 52 of docs/reliability.md."""
    receive(door, "demo", signed(body(), "msg_1", cloud.clock()))
    cloud.wire.clear()
    receipt = receive(door, "demo", signed(body(wants="exchange"), "msg_1", cloud.clock()))

    assert receipt.verdict is Verdict.CONFLICT
    assert cloud.wire.calls() == {"PutItem": 2}
    [kept] = quarantined(cloud)
    assert kept.body == body(wants="exchange").encode()
    assert receipt.event == kept.event_id
    assert body().encode() in [row.body for row in log_of(cloud, "A-1001")]

    assert receive(door, "demo", signed(body(wants="exchange"), "msg_1", cloud.clock())) == receipt
    assert receive(door, "demo", signed(body(), "msg_1", cloud.clock())) == DUPLICATE


def test_the_same_id_for_another_order_is_that_orders_own(door, cloud):
    """It holds number 53 of docs/reliability.md."""
    receive(door, "demo", signed(body(), "msg_1", cloud.clock()))

    assert receive(door, "demo", signed(body(order="A-2"), "msg_1", cloud.clock())) == ACCEPTED
    assert len(log_of(cloud, "A-2")) == 1


def test_the_same_order_number_of_two_merchants_is_two_orders(door, cloud):
    """It holds number 46 of docs/reliability.md."""
    cloud.keep_secrets("other", json.dumps({"secrets": [{"secret": SECRET}]}))
    receive(door, "demo", signed(body(), "msg_1", cloud.clock()))

    receipt = receive(door, "other", signed(body(), "msg_1", cloud.clock()))
    assert receipt == Receipt(Verdict.ACCEPTED, "delivery.other.msg_1")
    assert [row.id for row in log_of(cloud, "A-1001", merchant="other")] == ["delivery#other#msg_1"]


def test_twenty_deliveries_that_eight_threads_send_at_once_are_accepted_once(door, cloud):
    """It holds number 56 of docs/reliability.md."""
    start = threading.Barrier(8)

    def send(_):
        start.wait(10)
        return [receive(door, "demo", signed(body(), f"msg_{n}", cloud.clock())).verdict for n in range(20)]

    with ThreadPoolExecutor(8) as threads:
        verdicts = Counter(verdict for sent in threads.map(send, range(8)) for verdict in sent)
    assert verdicts == {Verdict.ACCEPTED: 20, Verdict.DUPLICATE: 140}
    assert len(log_of(cloud, "A-1001")) == 21


def test_a_delivery_costs_the_same_however_many_cases_its_order_has(door, cloud):
    def cost(delivery_id):
        cloud.wire.clear()
        receive(door, "demo", signed(body(), delivery_id, cloud.clock()))
        assert cloud.wire.calls() == {"PutItem": 1}
        [row] = [row for row in cloud.rows() if row["SK"]["S"].endswith(delivery_id)]
        return billed_bytes(row)

    first = cost("msg_a")
    for number in range(30):
        receive(door, "demo", signed(body(return_id=f"R-{number}"), f"msg_{number}", cloud.clock()))
    assert cost("msg_b") == first
    assert len(cloud.rows()) == 33


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (timedelta(minutes=5), Verdict.ACCEPTED),
        (timedelta(minutes=5, microseconds=1), Verdict.QUARANTINED),
        (timedelta(days=-9000), Verdict.ACCEPTED),
        (timedelta(days=-9600), Verdict.QUARANTINED),
    ],
    ids=["5-min-ahead", "more-than-5-min-ahead", "2001", "1999"],
)
def test_a_date_that_cannot_be_is_quarantined(door, cloud, at, verdict):
    """It holds number 44 of docs/reliability.md."""
    dated = body(at=format_instant(cloud.clock() + at))

    assert receive(door, "demo", signed(dated, "msg_1", cloud.clock())).verdict is verdict


@pytest.mark.parametrize(
    "text", ["not JSON", "[]", '{"type": "return.requested"}', body(order="../A"), body(return_id="R#1")]
)
def test_what_is_authentic_but_not_understood_is_kept_once(door, process, cloud, text):
    receipt = receive(door, "demo", signed(text, "msg_1", cloud.clock()))

    assert receipt.verdict is Verdict.QUARANTINED
    assert receipt.reason
    assert cloud.wire.calls() == {"PutItem": 1}
    [kept] = quarantined(cloud)
    assert (kept.body, kept.event_id, kept.dialect) == (text.encode(), receipt.event, "standard")
    assert receive(door, "demo", signed(text, "msg_1", cloud.clock())) == Receipt(Verdict.DUPLICATE, receipt.event)


def test_a_type_nobody_knows_is_kept(door, cloud):
    """It holds number 40 of docs/reliability.md."""
    unknown = body().replace("return.requested", "parcel.weighed")

    assert receive(door, "demo", signed(unknown, "msg_1", cloud.clock())) == ACCEPTED
    assert "parcel.weighed" in [row.type for row in log_of(cloud, "A-1001")]


@pytest.mark.parametrize("forged", ["signature", "stranger", "bare"])
def test_what_is_not_authentic_costs_nothing(door, cloud, forged):
    request = signed(body(), "msg_1", cloud.clock())
    requests = {
        "signature": ("demo", Request(request.headers, request.body + b" ")),
        "stranger": ("nobody", request),
        "bare": ("demo", Request({}, request.body)),
    }
    before = cloud.rows()
    cloud.wire.clear()

    assert receive(door, *requests[forged]) == NOT_AUTHENTIC
    assert cloud.wire.calls() == {}
    assert cloud.rows() == before


def test_no_log_line_has_a_customers_words_or_a_secret(door, cloud):
    deliveries = [body(), body(wants="exchange"), "Ada Buyer, not JSON", body(order="Ada Buyer")]
    for text in deliveries:
        receive(door, "demo", signed(text, "msg_1", cloud.clock()))
    receive(door, "demo", Request({"webhook-id": ("Ada",)}, b"Ada Buyer"))
    cloud.wire.cut("PutItem", Refusal("AccessDeniedException"), times=2)
    receive(door, "demo", signed(body(), "msg_2", cloud.clock()))

    # One line for each delivery that was stored or refused, and an alarm for each of three in quarantine.
    assert len(cloud.lines) == len(deliveries) + 1 + 3
    told = "\n".join(cloud.lines)
    for private in ("Ada", "Buyer", SECRET, SECRET.removeprefix("whsec_"), "v1,"):
        assert private not in told


def test_a_door_made_ready_costs_its_first_delivery_one_call(cloud):
    cloud.file_at(None)
    process = cloud.recourse()
    process.make_ready()
    cloud.wire.clear()

    assert receive(process.front_door, "demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED
    assert cloud.wire.calls() == {"PutItem": 1}


@pytest.mark.parametrize("operation", ["Query", "GetParameters"])
def test_what_fails_while_a_door_is_made_ready_waits_for_the_first_delivery(cloud, operation):
    cloud.file_at(None)
    process = cloud.recourse()
    cloud.wire.cut(operation, Refusal("InternalServerError", 500), times=2)
    process.make_ready()
    cloud.clock.forward(seconds=6)

    assert receive(process.front_door, "demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED
