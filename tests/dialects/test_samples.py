"""Each sample of a platform says exactly the facts that its documents say."""

from typing import Any

import pytest

from chalicelib.dialects import DIALECTS
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from tests.dialects.samples import EVERY_SAMPLE

SAMPLES = {sample.name: (name, sample) for name, sample in EVERY_SAMPLE}
ICBU, PAYPAL = "255201166001024316", "PP-000-042-663-135"
OFFER = f"{PAYPAL}-20180623100000000"
STRIPE = "du_1MtJUT2eZvKYlo2CNaw2HvEv"

# The order, and of each fact its type, its date and some of its fields.
SAID: dict[str, tuple[str, list[tuple[str, str, dict[str, Any]]]]] = {
    "1688-order-shipped": ("167539019420540000", [(E.ORDER_SHIPPED, "2018-05-30T11:24:18", {})]),
    "1688-order-received": ("167539019420540000", [(E.ORDER_DELIVERED, "2018-05-31T11:26:40", {})]),
    "1688-order-refund-after-sales-agreed": (
        "161292821695900310",
        [(E.RETURN_UPDATED, "2018-05-30T11:37:28", {"return_id": "1234567", "stage": Stage.AGREED})],
    ),
    "1688-order-refund-in-sales": (
        "1479266113491823456",
        [(E.RETURN_UPDATED, "2020-04-07T02:51:09", {"return_id": "1234556", "stage": Stage.OVER})],
    ),
    "icbu-order-sync-frozen": (
        ICBU,
        [
            (
                E.RETURN_UPDATED,
                "2025-06-02T08:15:10",
                {"return_id": f"{ICBU}-refund", "stage": Stage.UNKNOWN, "platform_status": "frozen"},
            )
        ],
    ),
    "icbu-order-sync-trade-close": (ICBU, [(E.ORDER_ENDED, "2022-04-20T06:18:57", {"platform_status": "trade_close"})]),
    "lazada-reverse-order-msg10": (
        "416557324702006",
        [(E.RETURN_REQUESTED, "2021-07-20T07:54:58", {"wants": "return_and_refund", "stage": Stage.OPEN})],
    ),
    "lazada-trade-order-reverse-msg0": (
        "252883361348153",
        [(E.RETURN_UPDATED, "2020-10-26T09:14:23", {"platform_status": "returned", "stage": Stage.UNKNOWN})],
    ),
    "lazada-trade-order-msg0-forward": ("260422900198363", [("lazada.message.0", "2020-10-26T07:50:38", {})]),
    "tiktok-return-status-change-type12": (
        "576486316948490001",
        [(E.RETURN_REQUESTED, "2022-02-09T13:21:25", {"wants": "refund_without_return", "stage": Stage.OPEN})],
    ),
    "tiktok-cancellation-status-change-type11": (
        "576486316948490001",
        [(E.RETURN_REQUESTED, "2022-02-09T13:21:25", {"return_id": "4035318504086604100", "stage": Stage.OPEN})],
    ),
    "tiktok-order-status-change-type1": ("576486316948490001", [("tiktok.1", "2022-02-09T13:21:25", {})]),
    "shopee-return-updates-code29": (
        "220614T9XV8JTN",
        [
            (
                E.RETURN_REQUESTED,
                "2024-10-29T10:47:36",
                {"return_id": "2206140TA5PM808", "platform_status": "REQUESTED", "stage": Stage.OPEN},
            )
        ],
    ),
    "shopify-returns-request-captured": (
        "5196695273621",
        [
            (
                E.RETURN_REQUESTED,
                "2026-03-01T11:59:30",
                {"return_id": "3547267221", "reason": {"code": "change_of_heart", "text": "unwanted"}},
            )
        ],
    ),
    "shopify-returns-request": ("4783296544821", [(E.RETURN_REQUESTED, "2026-03-01T11:59:30", {"lines": None})]),
    "shopify-returns-approve": ("4783296544821", [(E.RETURN_UPDATED, "2026-03-01T11:59:30", {"stage": Stage.AGREED})]),
    "shopify-returns-close": ("4783296544821", [(E.RETURN_UPDATED, "2026-03-01T11:59:30", {"stage": Stage.OVER})]),
    "shopify-refunds-create": ("820982911946154500", [("shopify.refunds/create", "2026-03-01T11:59:30", {})]),
    "shopify-disputes-create": (
        "820982911946154500",
        [
            (
                E.RETURN_REQUESTED,
                "2026-03-01T11:59:30",
                {
                    "return_id": "285332461850802050",
                    "stage": Stage.OPEN,
                    "respond_until": {"at": "2021-12-31T00:00:00.000000Z", "if_silent": None},
                },
            )
        ],
    ),
    "stripe-charge-dispute-created": (
        "pi_1AZtxr2eZvKYlo2C00000001",
        [(E.RETURN_REQUESTED, "2023-04-04T23:42:17", {"return_id": STRIPE, "wants": "refund_without_return"})],
    ),
    "stripe-charge-dispute-closed": (
        "pi_1AZtxr2eZvKYlo2C00000001",
        [
            (E.RETURN_UPDATED, "2023-04-25T05:20:00", {"platform_status": "lost", "stage": None}),
            (
                E.MEDIATION_DECIDED,
                "2023-04-25T05:20:00",
                {"mediation_id": STRIPE, "in_favour_of": "customer", "refund": {"minor": 1000, "currency": "USD"}},
            ),
        ],
    ),
    "paypal-dispute-created": (
        "00D10444LD479031K",
        [
            (E.RETURN_REQUESTED, "2018-06-21T13:35:44", {"return_id": PAYPAL, "stage": Stage.OPEN}),
            (E.MESSAGE_POSTED, "2018-06-21T13:35:52", {"text": "the parcel never came"}),
        ],
    ),
    "paypal-dispute-updated": (
        "00D10444LD479031K",
        [
            (E.RETURN_UPDATED, "2018-06-25T08:59:30", {"platform_status": "WAITING_FOR_SELLER_RESPONSE"}),
            (E.MESSAGE_POSTED, "2018-06-21T13:35:52", {"text": "the parcel never came"}),
            (E.MESSAGE_POSTED, "2018-06-25T08:58:00", {"text": "I want all of it back"}),
            (E.RETURN_UPDATED, "2018-06-23T10:00:00", {"platform_status": None}),
            (E.OFFER_DECLINED, "2018-06-24T11:30:00", {"offer_id": OFFER}),
            (
                E.MEDIATION_OPENED,
                "2018-06-25T08:59:30",
                {"mediation_id": PAYPAL, "opened_by": "customer", "evidence_due": "2018-07-05T08:59:30.000000Z"},
            ),
        ],
    ),
    "paypal-dispute-resolved": (
        "00D10444LD479031K",
        [
            (E.RETURN_UPDATED, "2018-07-09T11:59:00", {"platform_status": "RESOLVED/RESOLVED_BUYER_FAVOUR"}),
            (E.MESSAGE_POSTED, "2018-06-21T13:35:52", {}),
            (E.MESSAGE_POSTED, "2018-06-25T08:58:00", {}),
            (E.RETURN_UPDATED, "2018-06-23T10:00:00", {}),
            (E.OFFER_DECLINED, "2018-06-24T11:30:00", {"offer_id": OFFER}),
            (E.MEDIATION_OPENED, "2018-07-09T11:59:00", {"mediation_id": PAYPAL}),
            (
                E.MEDIATION_DECIDED,
                "2018-07-09T11:58:00",
                {"mediation_id": PAYPAL, "in_favour_of": "customer", "refund": {"minor": 300, "currency": "USD"}},
            ),
        ],
    ),
}


def test_every_sample_has_its_facts_here():
    assert {name for name, (dialect, _) in SAMPLES.items() if dialect != "standard"} == set(SAID)


@pytest.mark.parametrize("name", SAID)
def test_a_sample_says_what_its_document_says(name):
    dialect, sample = SAMPLES[name]
    order_number, facts = SAID[name]
    translation = DIALECTS[dialect].translate(sample.body, sample.headers)

    assert translation.order_number == order_number
    said = [(each.type, each.at.isoformat()[:19]) for each in translation.happenings]
    assert said == [(kind, at) for kind, at, _ in facts]
    for happening, (_, _, fields) in zip(translation.happenings, facts, strict=True):
        content = happening.fact.model_dump(mode="json")
        assert {field: content.get(field) for field in fields} == fields
