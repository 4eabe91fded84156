"""The front door against moto: pushes of marketplaces that sign in their own way."""

import json

from chalicelib.dialects.delivery import Request
from chalicelib.usecases.front_door import Receipt, Verdict
from tests.usecases.sending import log_of, receive
from tests.world.api import JSON
from tests.world.cloud import APP_KEY, APP_SECRET
from tests.world.signing import alibaba_form, lazada_signature

FORM = ("Content-Type", "application/x-www-form-urlencoded")


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
    request = Request.received([JSON, ("Authorization", signature)], pushed)

    first = receive(door, "demo-lazada", request)
    assert first.verdict is Verdict.ACCEPTED
    cloud.clock.forward(days=90)
    assert receive(door, "demo-lazada", request) == Receipt(Verdict.DUPLICATE, first.event, says_verdict=False)


def test_an_alibaba_message_is_taken_as_the_form_it_is(door, cloud):
    message = {
        "msgId": "7565094247",
        "type": "ORDER_BUYER_VIEW_ORDER_BUYER_REFUND_IN_SALES",
        "gmtBorn": "1586227869437",
        "data": {"orderId": 1479266113491823456, "refundId": "1234556", "refundAction": "BUYER_APPLY_REFUND"},
    }
    form = alibaba_form(message, secret=APP_SECRET)

    receipt = receive(door, "demo-alibaba", Request.received([FORM], form))
    assert receipt == Receipt(Verdict.ACCEPTED, "delivery.demo-alibaba.7565094247", says_verdict=False)
    assert [row.body for row in log_of(cloud, "1479266113491823456")] == [form]
