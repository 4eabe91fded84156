"""Answers of the platforms' own APIs: what a push leaves out, each order's part for its own row."""

import json
from typing import Any

import pytest

from chalicelib.dialects import DIALECTS, SNAPSHOTS, TRANSLATORS
from chalicelib.dialects.delivery import NotUnderstood
from chalicelib.dialects.snapshots import ORDER
from chalicelib.dialects.tiktok_reasons import reason_code
from chalicelib.values.vocabulary import EventType as E
from tests.dialects.samples import PAYLOADS
from tests.dialects.test_hostile_contents import WRONG, changed, leaves
from tests.world.signing import alibaba_form

FILES = {
    "alibaba.snapshot": "1688-refund-detail-response",
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


def refund_of_1688(**fields: Any) -> list[tuple[str, dict[str, Any]]]:
    content = answer("alibaba.snapshot")
    content["result"]["opOrderRefundModelDetail"] |= fields
    return facts("alibaba.snapshot", content)


def test_an_answer_of_1688_tells_the_articles_the_parcel_and_the_money():
    told = refund_of_1688()
    assert [kind for kind, _ in told] == [E.RETURN_UPDATED, E.RETURN_SHIPPED, E.REFUND_SETTLED]
    update, shipped, settled = (said for _, said in told)
    assert (update["platform_status"], update["stage"], update["wants"]) == (
        "refundsuccess",
        "over",
        "return_and_refund",
    )
    assert update["reason"] == {"code": "unknown", "text": "颜色/图案/款式不符"}
    (line,) = update["lines"]
    assert (line["sku"], line["quantity"], line["amount"]) == (
        "151267031009969811",
        2,
        {"minor": 1, "currency": "CNY"},
    )
    assert shipped["tracking"] == {"carrier": "其他", "number": "12345134135435234"}
    assert settled["amount"] == {"minor": 1, "currency": "CNY"}


def test_the_time_out_of_1688_is_the_platforms_own_deadline():
    waits = {"status": "waitselleragree", "gmtTimeOut": "20260305120000000+0800", "goodsStatus": 2}
    ((_, said),) = refund_of_1688(**waits, timeOutOperateType="agree")
    assert said["respond_until"] == {"at": "2026-03-05T04:00:00.000000Z", "if_silent": '1688 acts by itself: "agree"'}
    ((_, said),) = refund_of_1688(**waits)
    assert said["respond_until"] == {"at": "2026-03-05T04:00:00.000000Z"}


@pytest.mark.parametrize("fields", [{"timeOutFreeze": True}, {"isTimeOutFreeze": True}, {"status": "waitbuyersend"}])
def test_a_time_out_of_1688_that_is_frozen_or_the_buyers_is_no_deadline_of_the_seller(fields):
    content = answer("alibaba.snapshot")
    refund = content["result"]["opOrderRefundModelDetail"]
    del refund["timeOutFreeze"]
    refund |= {"status": "waitselleragree", "gmtTimeOut": "20260305120000000+0800"} | fields
    assert "respond_until" not in facts("alibaba.snapshot", content)[0][1]


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        ({"onlyRefund": True, "refundGoods": None}, "wants", "refund_without_return"),
        ({"refundGoods": False}, "wants", "refund_without_return"),
        ({"refundGoods": None}, "wants", None),
        ({"status": "waitselleragree", "taskStatus": "processing"}, "stage", "support"),
        ({"status": "never_documented"}, "stage", "unknown"),
        ({"status": ""}, "stage", None),
        ({"orderEntryCountMap": {}}, "lines", None),
        ({"applyReason": "", "applySubReason": None}, "reason", None),
    ],
)
def test_a_field_of_an_answer_of_1688_says_no_more_than_it_tells(fields, field, value):
    assert refund_of_1688(**fields)[0][1].get(field) == value


@pytest.mark.parametrize("fields", [{"refundPayment": 0}, {"refundCarriage": 5}, {"status": "waitsellerreceive"}])
def test_a_refund_of_1688_is_settled_only_by_a_sum_that_can_mean_nothing_else(fields):
    assert E.REFUND_SETTLED not in [kind for kind, _ in refund_of_1688(**fields)]


def test_the_refunds_of_an_order_of_1688_come_in_one_answer_with_other_names_of_flags():
    content = answer("alibaba.snapshot")
    one = content["result"].pop("opOrderRefundModelDetail")
    one["isOnlyRefund"], one["isRefundGoods"] = one.pop("onlyRefund"), one.pop("refundGoods")
    content["result"]["opOrderRefundModels"] = [one, one | {"refundId": "TQ2"}]
    told = facts("alibaba.snapshot", content)
    assert [said["return_id"] for _, said in told] == ["8651493722961198"] * 3 + ["2"] * 3
    assert told[0][1]["wants"] == "return_and_refund"


def test_a_push_and_an_answer_of_1688_name_one_return():
    message = json.loads((PAYLOADS / "1688-order-refund-in-sales.json").read_bytes())
    message["data"] |= {"refundId": "TQ8651493722961198"}
    pushed = DIALECTS["alibaba"].translate(alibaba_form(message, secret="s"), {})
    assert pushed.happening.fact.model_dump()["return_id"] == refund_of_1688()[0][1]["return_id"]


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
