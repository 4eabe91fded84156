"""The front door against moto: what becomes of a delivery, and what it costs."""

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from chalicelib.aws.log import OrderLog
from chalicelib.aws.quarantine import Quarantine
from chalicelib.deliveries import Receipt, Verdict
from chalicelib.dialects.delivery import Request
from chalicelib.domain.identifiers import OrderKey
from chalicelib.domain.instants import format_instant
from tests.cloud import APP_KEY, APP_SECRET, SECRET, billed_bytes
from tests.signing import alibaba_form, lazada_signature, standard_headers
from tests.wire import Killed, Refusal

ACCEPTED = Receipt(Verdict.ACCEPTED, "delivery.demo.msg_1")
DUPLICATE = Receipt(Verdict.DUPLICATE, "delivery.demo.msg_1")
UNAVAILABLE = Receipt(Verdict.UNAVAILABLE)
NOT_AUTHENTIC = Receipt(Verdict.NOT_AUTHENTIC)


@pytest.fixture
def process(cloud):
    return cloud.recourse()


@pytest.fixture
def door(process, cloud):
    """A door that has taken a delivery before: its caches are warm."""
    process.door.take("demo", signed(body(return_id="R-0"), "warm", cloud.clock()))
    cloud.wire.clear()
    cloud.lines.clear()
    return process.door


def body(*, order="A-1001", return_id="R-1", at="2026-03-01T11:59:00Z", **more) -> str:
    data = {"order_number": order, "return_id": return_id, "customer": {"name": "Ada Buyer"}, **more}
    return json.dumps({"type": "return.requested", "timestamp": at, "data": data})


def signed(text, delivery_id, now, secret=SECRET) -> Request:
    headers = standard_headers(text, secret=secret, delivery_id=delivery_id, at=now)
    return Request.received(headers.items(), text.encode())


def test_a_first_delivery_costs_one_call_and_stands_as_it_came(door, process, cloud):
    assert door.take("demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED
    assert cloud.wire.calls() == {"PutItem": 1}

    [row] = [row for row in log_of(cloud, "A-1001") if row.id == "delivery#demo#msg_1"]
    assert row.body == body().encode()
    assert (row.dialect, row.type, row.by) == ("standard", "return.requested", "customer")
    assert (row.received_at, format_instant(row.occurred_at)) == (cloud.clock(), "2026-03-01T11:59:00.000000Z")


def log_of(cloud, order, *, merchant="demo", marketplace="alibaba"):
    return OrderLog(cloud.dynamodb, cloud.settings.table).read(OrderKey(merchant, marketplace, order)).events


def quarantined(cloud):
    return Quarantine(cloud.dynamodb, cloud.settings.table).rows("demo")


@pytest.mark.parametrize(
    "later",
    [timedelta(0), timedelta(minutes=6), timedelta(hours=25), timedelta(hours=76), timedelta(days=30)],
    ids=["49", "50-6min", "50-25h", "50-76h", "50-30d"],
)
def test_the_same_delivery_again_is_a_duplicate_however_much_later(door, cloud, later):
    door.take("demo", signed(body(), "msg_1", cloud.clock()))
    before = cloud.rows()
    now = cloud.clock.forward(seconds=later.total_seconds())
    door.take("demo", signed(body(), "warm", now))
    cloud.wire.clear()

    assert door.take("demo", signed(body(), "msg_1", now)) == DUPLICATE
    assert cloud.wire.calls() == {"PutItem": 1}
    assert [row for row in cloud.rows() if row in before] == before


def test_52_another_body_under_the_same_id_is_a_conflict_and_both_are_kept(door, process, cloud):
    door.take("demo", signed(body(), "msg_1", cloud.clock()))
    cloud.wire.clear()
    receipt = door.take("demo", signed(body(wants="exchange"), "msg_1", cloud.clock()))

    assert receipt.verdict is Verdict.CONFLICT
    assert cloud.wire.calls() == {"PutItem": 2}
    [kept] = quarantined(cloud)
    assert kept.body == body(wants="exchange").encode()
    assert receipt.event == kept.event_id
    assert body().encode() in [row.body for row in log_of(cloud, "A-1001")]

    assert door.take("demo", signed(body(wants="exchange"), "msg_1", cloud.clock())) == receipt
    assert door.take("demo", signed(body(), "msg_1", cloud.clock())) == DUPLICATE


def test_53_the_same_id_for_another_order_is_that_orders_own(door, cloud):
    door.take("demo", signed(body(), "msg_1", cloud.clock()))

    assert door.take("demo", signed(body(order="A-2"), "msg_1", cloud.clock())) == ACCEPTED
    assert len(log_of(cloud, "A-2")) == 1


def test_46_the_same_order_number_of_two_merchants_is_two_orders(door, cloud):
    cloud.keep_secrets("other", json.dumps({"secrets": [{"secret": SECRET}]}))
    door.take("demo", signed(body(), "msg_1", cloud.clock()))

    receipt = door.take("other", signed(body(), "msg_1", cloud.clock()))
    assert receipt == Receipt(Verdict.ACCEPTED, "delivery.other.msg_1")
    assert [row.id for row in log_of(cloud, "A-1001", merchant="other")] == ["delivery#other#msg_1"]


def test_56_eight_threads_with_the_same_twenty_ids(door, cloud):
    start = threading.Barrier(8)

    def send(_):
        start.wait(10)
        return [door.take("demo", signed(body(), f"msg_{n}", cloud.clock())).verdict for n in range(20)]

    with ThreadPoolExecutor(8) as threads:
        verdicts = Counter(verdict for sent in threads.map(send, range(8)) for verdict in sent)
    assert verdicts == {Verdict.ACCEPTED: 20, Verdict.DUPLICATE: 140}
    assert len(log_of(cloud, "A-1001")) == 21


def test_60_of_a_thousand_deliveries_to_a_hot_order_none_is_lost(door, cloud):
    def send(number):
        return door.take("demo", signed(body(return_id=f"R-{number % 50}"), f"msg_{number}", cloud.clock())).verdict

    cloud.wire.cut("PutItem", Refusal("ThrottlingException"), times=300)
    with ThreadPoolExecutor(8) as threads:
        verdicts = list(threads.map(send, range(1000)))
    refused = [number for number, verdict in enumerate(verdicts) if verdict is Verdict.UNAVAILABLE]
    assert refused
    assert {send(number) for number in refused} == {Verdict.ACCEPTED}

    assert set(verdicts) == {Verdict.ACCEPTED, Verdict.UNAVAILABLE}
    rows = {row.id for row in log_of(cloud, "A-1001")}
    assert rows >= {f"delivery#demo#msg_{number}" for number in range(1000)}


def test_a_delivery_costs_the_same_however_many_cases_its_order_has(door, cloud):
    def cost(delivery_id):
        cloud.wire.clear()
        door.take("demo", signed(body(), delivery_id, cloud.clock()))
        assert cloud.wire.calls() == {"PutItem": 1}
        [row] = [row for row in cloud.rows() if row["SK"]["S"].endswith(delivery_id)]
        return billed_bytes(row)

    first = cost("msg_a")
    for number in range(30):
        door.take("demo", signed(body(return_id=f"R-{number}"), f"msg_{number}", cloud.clock()))
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
    ids=["5min", "44-ahead", "2001", "44-1999"],
)
def test_a_date_that_cannot_be_is_quarantined(door, cloud, at, verdict):
    dated = body(at=format_instant(cloud.clock() + at))

    assert door.take("demo", signed(dated, "msg_1", cloud.clock())).verdict is verdict


@pytest.mark.parametrize(
    "text", ["not JSON", "[]", '{"type": "return.requested"}', body(order="../A"), body(return_id="R#1")]
)
def test_what_is_authentic_but_not_understood_is_kept_once(door, process, cloud, text):
    receipt = door.take("demo", signed(text, "msg_1", cloud.clock()))

    assert receipt.verdict is Verdict.QUARANTINED
    assert receipt.reason
    assert cloud.wire.calls() == {"PutItem": 1}
    [kept] = quarantined(cloud)
    assert (kept.body, kept.event_id, kept.dialect) == (text.encode(), receipt.event, "standard")
    assert door.take("demo", signed(text, "msg_1", cloud.clock())) == Receipt(Verdict.DUPLICATE, receipt.event)


def test_40_a_type_nobody_knows_is_kept(door, cloud):
    unknown = body().replace("return.requested", "parcel.weighed")

    assert door.take("demo", signed(unknown, "msg_1", cloud.clock())) == ACCEPTED
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

    assert door.take(*requests[forged]) == NOT_AUTHENTIC
    assert cloud.wire.calls() == {}
    assert cloud.rows() == before


def test_18_an_old_secret_is_good_to_its_end(door, cloud):
    old = "whsec_" + "b2xkIHNlY3JldCBvZiB0aGUgY29ubmVjdGlvbg=="
    end = format_instant(cloud.clock() + timedelta(minutes=3))
    cloud.keep_secrets("demo", json.dumps({"secrets": [{"secret": old, "until": end}, {"secret": SECRET}]}))

    now = cloud.clock.forward(minutes=2)
    assert door.take("demo", signed(body(), "msg_1", now, secret=old)) == ACCEPTED
    now = cloud.clock.forward(minutes=1)
    assert door.take("demo", signed(body(), "msg_2", now, secret=old)) == NOT_AUTHENTIC
    assert door.take("demo", signed(body(), "msg_1", now)) == DUPLICATE


def test_19_another_connections_secret_is_none(door, cloud):
    cloud.keep_secrets("other", json.dumps({"secrets": [{"secret": "whsec_" + "b3RoZXIgc2VjcmV0"}]}))

    assert door.take("other", signed(body(), "msg_1", cloud.clock())) == NOT_AUTHENTIC


@pytest.mark.parametrize(
    "told",
    [
        None,
        '{"secrets": []}',
        '{"secrets": [{"secret": "-- no base64 --"}]}',
        '{"secrets": [{"secret": "c2VjcmV0", "until": "2026-01-01T00:00:00Z"}]}',
    ],
    ids=["32-missing", "32-empty", "32-unusable", "32-all-ended"],
)
def test_without_a_usable_secret_nothing_is_accepted_and_an_alarm_goes_off(door, cloud, told):
    if told is not None:
        cloud.keep_secrets("other", told)

    assert door.take("other", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    assert [alarm["what"] for alarm in cloud.alarms] == ["delivery_refused"]


def test_a_dialect_that_nobody_speaks_is_the_operators_fault(process, cloud):
    connection = {"merchant": "demo", "marketplace": "alibaba", "dialect": "klingon"}
    cloud.list_connections({"demo": connection})

    assert process.door.take("demo", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    assert [alarm["code"] for alarm in cloud.alarms] == ["DialectUnknown"]


def test_62_killed_before_the_write_the_redelivery_is_the_first(door, cloud):
    cloud.wire.cut("PutItem", Killed())
    with pytest.raises(Killed):
        door.take("demo", signed(body(), "msg_1", cloud.clock()))

    assert cloud.recourse().door.take("demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED


def test_63_killed_after_the_write_the_redelivery_is_a_duplicate(door, cloud):
    cloud.wire.cut("PutItem", Killed(), answered=True)
    with pytest.raises(Killed):
        door.take("demo", signed(body(), "msg_1", cloud.clock()))

    assert cloud.recourse().door.take("demo", signed(body(), "msg_1", cloud.clock())) == DUPLICATE


def test_64_a_lost_response_makes_one_row(door, cloud):
    cloud.wire.cut("PutItem", ConnectionClosedError(endpoint_url="moto"), answered=True)

    assert door.take("demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED
    assert len(log_of(cloud, "A-1001")) == 2


@pytest.mark.parametrize(
    "fault",
    [Refusal("ThrottlingException"), ReadTimeoutError(endpoint_url="moto"), Refusal("InternalServerError", 500)],
    ids=["65-throttled", "65-slow", "65-broken"],
)
def test_when_the_write_fails_nothing_was_stored_and_the_redelivery_is_taken(door, cloud, fault):
    cloud.wire.cut("PutItem", fault, times=2)

    assert door.take("demo", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    assert cloud.alarms == []
    assert door.take("demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED


def test_65_when_the_second_copy_cannot_be_quarantined_it_is_sent_again(door, process, cloud):
    door.take("demo", signed(body(), "msg_1", cloud.clock()))
    cloud.wire.cut("PutItem", Refusal("ConditionalCheckFailedException"))
    cloud.wire.cut("GetItem", Refusal("ThrottlingException"), times=2)

    assert door.take("demo", signed(body(wants="exchange"), "msg_1", cloud.clock())) == UNAVAILABLE
    assert list(quarantined(cloud)) == []


@pytest.mark.parametrize(("same", "verdict"), [(True, Verdict.DUPLICATE), (False, Verdict.CONFLICT)])
def test_66_without_the_old_row_in_the_answer_the_verdict_is_the_same(door, cloud, same, verdict):
    door.take("demo", signed(body(), "msg_1", cloud.clock()))
    cloud.wire.cut("PutItem", Refusal("ConditionalCheckFailedException"))
    again = body() if same else body(wants="exchange")

    assert door.take("demo", signed(again, "msg_1", cloud.clock())).verdict is verdict


@pytest.mark.parametrize("code", ["AccessDeniedException", "ResourceNotFoundException"])
def test_68_what_only_a_person_can_mend_goes_off_as_an_alarm(door, cloud, code):
    cloud.wire.cut("PutItem", Refusal(code))

    assert door.take("demo", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    assert cloud.alarms == [{"level": "alarm", "what": "delivery_refused", "code": code}]


def test_a_cold_door_without_dynamodb_says_so(process, cloud):
    cloud.wire.cut("GetItem", Refusal("InternalServerError", 500), times=2)

    assert process.door.take("demo", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    assert process.door.take("demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED


def test_a_lazada_push_has_no_id_of_its_own_and_is_found_again_however_old(door, cloud):
    pushed = json.dumps(
        {
            "message_type": 10,
            "timestamp": 1627889609,
            "site": "lazada_sg",
            "data": {
                "reverse_order_id": 658960600102006,
                "reverse_status": "RTM_INIT",
                "trade_order_id": 416557324702006,
                "status_update_time": 1626767698,
            },
        }
    ).encode()
    signature = lazada_signature(pushed, app_key=APP_KEY, secret=APP_SECRET)
    request = Request.received([("Authorization", signature)], pushed)

    first = door.take("demo-lazada", request)
    assert first.verdict is Verdict.ACCEPTED
    cloud.clock.forward(days=90)
    assert door.take("demo-lazada", request) == Receipt(Verdict.DUPLICATE, first.event)


def test_an_alibaba_message_is_taken_as_the_form_it_is(door, cloud):
    message = {
        "msgId": "7565094247",
        "type": "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES",
        "gmtBorn": "1586227869437",
        "data": {"orderId": 1479266113491823456, "refundId": "1234556", "refundAction": "BUYER_APPLY_REFUND"},
    }
    form = alibaba_form(message, secret=APP_SECRET)

    receipt = door.take("demo-alibaba", Request.received([], form))
    assert receipt == Receipt(Verdict.ACCEPTED, "delivery.demo-alibaba.7565094247")
    assert [row.body for row in log_of(cloud, "1479266113491823456")] == [form]


def test_the_logbook_is_never_told_what_a_customer_or_a_secret_says(door, cloud):
    deliveries = [body(), body(wants="exchange"), "Ada Buyer, not JSON", body(order="Ada Buyer")]
    for text in deliveries:
        door.take("demo", signed(text, "msg_1", cloud.clock()))
    door.take("demo", Request({"webhook-id": ("Ada",)}, b"Ada Buyer"))
    cloud.wire.cut("PutItem", Refusal("AccessDeniedException"), times=2)
    door.take("demo", signed(body(), "msg_2", cloud.clock()))

    assert len(cloud.lines) == len(deliveries) + 1
    told = "\n".join(cloud.lines)
    for private in ("Ada", "Buyer", SECRET, SECRET.removeprefix("whsec_"), "v1,"):
        assert private not in told
