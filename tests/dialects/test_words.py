"""Each documented word of TikTok Shop and Alibaba.com is our event, and the stage of the return there."""

import json
from typing import Any

import pytest

from chalicelib.dialects import DIALECTS
from chalicelib.dialects.delivery import NO_HEADERS, Translation
from chalicelib.values.stages import Stage as S  # noqa: N817 -- the tables read by their columns
from chalicelib.values.vocabulary import EventType as E
from tests.dialects.samples import PAYLOADS

STATUS = "RETURN_OR_REFUND_REQUEST"


def sample(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_bytes()))


def tiktok(name: str, **data: Any) -> Translation:
    message = sample(name)
    return DIALECTS["tiktok"].translate(json.dumps(message | {"data": message["data"] | data}).encode(), NO_HEADERS)


def icbu(status: str) -> Translation:
    message = sample("icbu-order-sync-frozen")
    return DIALECTS["icbu"].translate(
        json.dumps(message | {"data": message["data"] | {"status": status}}).encode(), NO_HEADERS
    )


def kinds(translation: Translation) -> list[str]:
    return [str(each.type) for each in translation.happenings]


def stage(translation: Translation) -> S | None:
    found: S | None = getattr(translation.happening.fact, "stage", None)
    return found


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        (f"{STATUS}_PENDING", E.RETURN_REQUESTED, S.OPEN),
        ("REPLACEMENT_REQUEST_PENDING", E.RETURN_REQUESTED, S.OPEN),
        ("AWAITING_BUYER_RESPONSE", E.RETURN_UPDATED, S.OPEN),
        ("AWAITING_BUYER_SHIP", E.RETURN_UPDATED, S.AGREED),
        ("BUYER_SHIPPED_ITEM", E.RETURN_SHIPPED, S.SENT),
        ("REFUND_OR_RETURN_REQUEST_REJECT", E.RETURN_UPDATED, S.REFUSED),
        ("REPLACEMENT_REQUEST_REJECT", E.RETURN_UPDATED, S.REFUSED),
        ("REJECT_RECEIVE_PACKAGE", E.RETURN_UPDATED, S.REFUSED),
        (f"{STATUS}_SUCCESS", E.RETURN_UPDATED, S.REFUNDING),
        ("REPLACEMENT_REQUEST_REFUND_SUCCESS", E.RETURN_UPDATED, S.REFUNDING),
        ("REPLACEMENT_REQUEST_COMPLETE", E.RETURN_UPDATED, S.AGREED),
        (f"{STATUS}_COMPLETE", E.RETURN_UPDATED, S.OVER),
        ("REPLACEMENT_REQUEST_CANCEL", E.RETURN_WITHDRAWN, S.OVER),
        (f"{STATUS}_CANCEL", E.RETURN_UPDATED, S.OVER),
        ("RETURN_OR_REFUND__REQUEST_CANCELLED", E.RETURN_UPDATED, S.OVER),
        ("return_or_refund_request_pending", E.RETURN_UPDATED, S.UNKNOWN),
    ],
)
def test_a_status_of_tiktok(status, kind, expected):
    """It holds number 111 of docs/reliability.md."""
    found = tiktok("tiktok-return-status-change-type12", return_status=status)
    assert (kinds(found), stage(found)) == ([kind], expected)


@pytest.mark.parametrize(
    ("kind", "wants"),
    [
        ("REFUND", "refund_without_return"),
        ("RETURN_AND_REFUND", "return_and_refund"),
        ("REPLACEMENT", "exchange"),
        ("X", None),
        (None, None),
    ],
)
def test_the_kind_of_a_return_of_tiktok_stands_in_later_messages_too(kind, wants):
    found = tiktok("tiktok-return-status-change-type12", return_type=kind, return_status="AWAITING_BUYER_SHIP")
    assert getattr(found.happening.fact, "wants", None) == wants


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        ("PENDING", E.RETURN_REQUESTED, S.OPEN),
        ("SUCCESS", E.RETURN_UPDATED, S.REFUNDING),
        ("COMPLETE", E.RETURN_UPDATED, S.OVER),
        ("CANCELLED", E.RETURN_UPDATED, S.OVER),
        ("OTHER", E.RETURN_UPDATED, S.UNKNOWN),
    ],
)
def test_a_cancellation_of_tiktok(status, kind, expected):
    found = tiktok("tiktok-cancellation-status-change-type11", cancel_status=f"CANCELLATION_REQUEST_{status}")
    assert (kinds(found), stage(found)) == ([kind], expected)


@pytest.mark.parametrize(
    ("status", "kind"),
    [("IN_TRANSIT", E.ORDER_SHIPPED), ("DELIVERED", E.ORDER_DELIVERED), ("COMPLETED", "tiktok.1"), (None, "tiktok.1")],
)
def test_an_order_of_tiktok(status, kind):
    assert kinds(tiktok("tiktok-order-status-change-type1", order_status=status)) == [kind]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("delivering", [E.ORDER_SHIPPED]),
        ("wait_confirm_receipt", [E.ORDER_SHIPPED]),
        ("trade_success", [E.ORDER_DELIVERED, E.ORDER_ENDED]),
        ("trade_close", [E.ORDER_ENDED]),
        ("frozen", [E.RETURN_UPDATED]),
        ("charge_back", [E.RETURN_UPDATED]),
        ("undeliver", ["icbu.message.3"]),
        ("NEVER_DOCUMENTED", ["icbu.message.3"]),
    ],
)
def test_a_status_of_alibaba_com(status, expected):
    assert kinds(icbu(status)) == expected
