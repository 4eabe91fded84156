"""Answers of the platforms' own APIs: what a push leaves out, each order's part for its own row."""

import json
from typing import Any

import pytest

from chalicelib.dialects import SNAPSHOTS, TRANSLATORS
from chalicelib.dialects.delivery import NotUnderstood
from chalicelib.dialects.snapshots import ORDER
from chalicelib.dialects.tiktok_reasons import reason_code
from chalicelib.values.vocabulary import EventType as E
from tests.dialects.samples import PAYLOADS
from tests.dialects.test_hostile_contents import WRONG, changed, leaves

FILES = {
    "lazada.snapshot": "lazada-reverse-detail-response",
    "shopee.snapshot": "shopee-get_return_detail-response",
    "tiktok.snapshot": "tiktok-search-returns-response",
}


def answer(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{FILES[name]}.json").read_bytes()))


def facts(name: str, content: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    (part,) = SNAPSHOTS[name](json.dumps(content).encode())
    return [(each.type, each.fact.model_dump(mode="json", exclude_none=True)) for each in part.happenings]


def test_every_kind_of_answer_has_a_sample():
    assert set(FILES) == set(SNAPSHOTS)


def test_an_answer_of_lazada_tells_the_reason_and_the_platforms_deadline():
    ((kind, said),) = facts("lazada.snapshot", answer("lazada.snapshot"))
    assert (kind, said["platform_status"], said["stage"], said["wants"]) == (
        E.RETURN_UPDATED,
        "REQUEST_INITIATE",
        "open",
        "return_and_refund",
    )
    assert said["lines"] == [{"sku": "th-123", "quantity": 1}]
    assert said["reason"] == {"code": "other", "text": "Out of stock"}
    assert said["respond_until"]["at"] == "2025-03-11T05:52:16.776000Z"


def test_an_answer_of_tiktok_tells_the_arbitration_and_the_sellers_offer():
    told = facts("tiktok.snapshot", answer("tiktok.snapshot"))
    assert [kind for kind, _ in told] == [E.RETURN_UPDATED, E.RETURN_UPDATED, E.MEDIATION_OPENED]
    update, act, opened = (said for _, said in told)
    assert update["reason"] == {"code": "change_of_heart", "text": "Order created by mistake"}
    assert update["lines"][0]["amount"] == {"minor": 123, "currency": "USD"}
    assert update["respond_until"]["at"] == "2023-07-28T14:31:20.000000Z"
    assert "PARTIAL_REFUND 10 IDR, and the buyer rejected it" in act["text"]
    assert opened["mediation_id"] == "4035318504086604100-arbitration"


@pytest.mark.parametrize(
    ("status", "last"),
    [
        ("SUPPORT_BUYER", E.MEDIATION_DECIDED),
        ("SUPPORT_SELLER", E.MEDIATION_DECIDED),
        ("CLOSED", E.RETURN_UPDATED),
    ],
)
def test_an_arbitration_of_tiktok_ends(status, last):
    content = answer("tiktok.snapshot")
    content["data"]["return_orders"][0]["arbitration_status"] = status
    kind, said = facts("tiktok.snapshot", content)[-1]
    assert (kind, said.get("in_favour_of")) == (
        last,
        {"SUPPORT_BUYER": "customer", "SUPPORT_SELLER": "seller"}.get(status),
    )


def test_an_answer_of_shopee_tells_amounts_in_major_units():
    ((kind, said),) = facts("shopee.snapshot", answer("shopee.snapshot"))
    assert (kind, said["platform_status"], said["stage"]) == (E.RETURN_UPDATED, "ACCEPTED", "agreed")
    assert said["reason"] == {"code": "lost_in_transit", "text": "not received"}
    assert said["lines"][0]["amount"] == {"minor": 1234, "currency": "SGD"}


def test_shopee_that_judges_mediates():
    content = answer("shopee.snapshot")
    content["response"]["status"] = "JUDGING"
    assert [kind for kind, _ in facts("shopee.snapshot", content)] == [E.RETURN_UPDATED, E.MEDIATION_OPENED]


def test_each_order_of_an_answer_reads_its_own_part():
    content = answer("tiktok.snapshot")
    (one,) = content["data"]["return_orders"]
    content["data"]["return_orders"] = [one, one | {"order_id": "2", "return_id": "22"}, one | {"return_id": "33"}]
    body, read = json.dumps(content).encode(), TRANSLATORS["tiktok.snapshot"]
    parts = {part.order_number: part for part in SNAPSHOTS["tiktok.snapshot"](body)}

    assert set(parts) == {"577686530908261117", "2"}
    for number, part in parts.items():
        assert read(body, {ORDER: number}) == part
    assert {getattr(each.fact, "return_id", None) for each in parts["2"].happenings} == {"22"}
    for headers in ({}, {ORDER: "3"}):
        with pytest.raises(NotUnderstood):
            read(body, headers)


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_field_of_an_answer_is_understood_or_not_and_nothing_else(name):
    content = answer(name)
    for path in leaves(content):
        for wrong in (..., *WRONG):
            try:
                assert SNAPSHOTS[name](json.dumps(changed(content, path, wrong)).encode())
            except NotUnderstood:
                continue


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("ecom_order_to_ship_canceled_reason_created_by_mistakes", "change_of_heart"),
        ("ecom_order_delivered_refund_and_return_reason_defective_seller", "defective"),
        ("ecom_order_delivered_refund_reason_damaged_uk", "damaged_in_transit"),
        ("ecom_x_reason_not_received_", "lost_in_transit"),
        ("ecom_x_reason_missed_delivery", "other"),
        ("never_documented", "other"),
        (None, "unknown"),
    ],
)
def test_a_reason_of_tiktok(word, code):
    assert reason_code(word) == code
