"""Pushes about orders, parcels and other things than returns, of 1688 and Lazada."""

import json

import pytest

from chalicelib.dialects import alibaba, lazada
from chalicelib.dialects.delivery import AboutNoOrder
from chalicelib.domain.facts import Tracking
from chalicelib.domain.order_facts import OrderMoved
from chalicelib.values.vocabulary import EventType
from tests.dialects.test_alibaba import form
from tests.dialects.test_lazada import push


@pytest.mark.parametrize(
    ("topic", "kind"),
    [
        ("ORDER_ANNOUNCE_SENDGOODS", EventType.ORDER_SHIPPED),
        ("ORDER_BUYER_VIEW_ANNOUNCE_SENDGOODS", EventType.ORDER_SHIPPED),
        ("ORDER_ORDER_COMFIRM_RECEIVEGOODS", EventType.ORDER_DELIVERED),
        ("ORDER_BUYER_VIEW_ORDER_COMFIRM_RECEIVEGOODS", EventType.ORDER_DELIVERED),
    ],
)
def test_an_order_that_moves_is_a_fact_for_seller_and_buyer(topic, kind):
    found = alibaba.translate(form(type=topic, data={"orderId": 167_539_019_420_540_000}))
    assert (found.happening.type, found.order_number) == (kind, "167539019420540000")


@pytest.mark.parametrize("topic", ["PRODUCT_RELATION_VIEW_PRODUCT_AUDIT", "LOGISTICS_BUYER_VIEW_TRACE", "MEMBER_X"])
def test_a_push_of_1688_about_no_order_is_kept_apart(topic):
    with pytest.raises(AboutNoOrder):
        alibaba.translate(form(type=topic, data={"productIds": "1"}))


@pytest.mark.parametrize(
    ("status", "kind"), [("shipped", EventType.ORDER_SHIPPED), ("delivered", EventType.ORDER_DELIVERED)]
)
def test_each_order_line_moves_on_its_own(status, kind):
    found = lazada.translate(push(message_type=0, order_status=status, reverse_order_id=..., reverse_status=...))
    assert (found.happening.type, found.order_number) == (kind, "416557324702006")
    assert found.happening.fact == OrderMoved(tracking=Tracking(number="416557324802006"))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("DELIVERED", EventType.ORDER_DELIVERED),
        ("LOST_BY_3PL", EventType.CARRIER_STATED),
        ("DAMAGE_BY_3PL", EventType.CARRIER_STATED),
        ("READY_TO_SHIP", "lazada.message.14"),
        (..., "lazada.message.14"),
    ],
)
def test_a_packages_word_is_kept_and_the_carriers_is_evidence(status, kind):
    package = {"status": status, "fulfillment_package_id": "FP-1", "reverse_order_id": ..., "reverse_status": ...}
    found = lazada.translate(push(message_type=14, **package)).happening
    assert found.type == kind
    assert kind != EventType.CARRIER_STATED or (
        str(status) in str(found.fact.words) and "FP-1" in str(found.fact.words)
    )


@pytest.mark.parametrize("kind", [1, "2", 3, 4, 5, 8, "19", 99])
def test_a_push_of_lazada_about_no_order_is_kept_apart(kind):
    message = {"message_type": kind, "timestamp": 1_603_766_859_530, "data": {"item_id": 1}}
    with pytest.raises(AboutNoOrder):
        lazada.translate(json.dumps(message).encode())
