"""Alibaba's pushes: the platform's own sample as its form, its actions, and signatures without a time."""

import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest

from chalicelib.dialects.alibaba import translate, verify
from chalicelib.dialects.delivery import (
    Credentials,
    Misconfigured,
    NotAuthentic,
    NotUnderstood,
    Request,
)
from chalicelib.domain.facts import PlatformFact, Unknown
from chalicelib.domain.interventions import MediationEnded
from chalicelib.domain.openings import UnnamedMediation
from chalicelib.domain.request_facts import ReturnUpdated
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType, Party
from tests.world.signing import alibaba_form

SAMPLE = json.loads((Path(__file__).parent / "payloads" / "1688-order-refund-in-sales.json").read_text())
SECRET = "an app secret"
FORM = alibaba_form(SAMPLE, secret=SECRET)
CREDENTIALS = Credentials(app_key=None, secrets=("the next one", SECRET))
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def form(**changes: object) -> bytes:
    message = {name: value for name, value in (SAMPLE | changes).items() if value is not ...}
    return alibaba_form(message, secret=SECRET)


def about(**changes: object) -> bytes:
    data = {name: value for name, value in (SAMPLE["data"] | changes).items() if value is not ...}
    return form(data=data)


def believed(body: bytes) -> str:
    return verify(Request({}, body), CREDENTIALS, NOW)


def test_the_signed_sample_is_believed_and_known_by_its_message_id():
    assert believed(FORM) == "7565094247"


def test_what_a_form_encodes_is_what_was_signed():
    assert believed(form(userInfo="b2b 老 + & = %", msgId="9" * 19)) == "9" * 19


@pytest.mark.parametrize(
    "body",
    [
        FORM.partition(b"&_aop_signature")[0],
        FORM + b"&_aop_signature=0",
        FORM.replace(b"_aop_signature=", b"_aop_signature=0"),
        FORM[:-1],
        FORM.rpartition(b"=")[0] + b"=" + FORM.rpartition(b"=")[2].lower(),
        FORM.replace(b"refundsuccess", b"refundclose"),
        FORM.replace(b"type=", b"Type="),
        alibaba_form(SAMPLE, secret="another connection's"),
        form(msgId=...),
        form(msgId="7.1"),
        form(msgId=""),
        form(msgId="7" * 65),
        b"",
        b"\xff=1",
        form(userInfo="\ufffd").replace(b"%EF%BF%BD", b"%FF"),
        FORM + b"&x",
        form(**{f"field{number}": 1 for number in range(50)}),
        json.dumps(SAMPLE).encode(),
    ],
    ids=[
        "no-signature",
        "two-signatures",
        "wrong-signature",
        "cut-off",
        "lower-case",
        "body-changed",
        "name-changed",
        "another-secret",
        "no-id",
        "dot-in-id",
        "empty-id",
        "id-of-65-characters",
        "empty-body",
        "not-utf-8",
        "not-utf-8-encoded",
        "field-without-value",
        "too-many-fields",
        "json-instead-of-a-form",
    ],
)
def test_whatever_is_wrong_the_answer_is_one(body):
    """It holds numbers 1, 3, 4, 6, 7, 12, 13, 17, 19 and 21 to 24 of docs/reliability.md."""
    with pytest.raises(NotAuthentic) as refusal:
        believed(body)
    assert refusal.value.args == ()


def test_without_a_secret_nothing_is_believed():
    """It holds number 32 of docs/reliability.md."""
    with pytest.raises(Misconfigured):
        verify(Request({}, FORM), Credentials(app_key=None, secrets=()), NOW)


def test_the_sample_has_a_status_but_no_settlement():
    found = translate(FORM)
    assert found.order_number == "1479266113491823456"
    assert (found.happening.type, found.happening.by) == ("return.updated", Party.PLATFORM)
    assert found.happening.at == datetime(2020, 4, 7, 2, 51, 9, 437_000, tzinfo=UTC)
    assert found.happening.fact == ReturnUpdated(
        return_id="1234556", platform_status="refundsuccess/SYSTEM_AGREE_REFUND_PROTOCOL", stage=Stage.OVER
    )


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("BUYER_APPLY_REFUND", EventType.RETURN_REQUESTED),
        ("BUYER_CANCEL_REFUND_CLOSE", EventType.RETURN_WITHDRAWN),
        ("BUYER_SEND_GOODS", EventType.RETURN_SHIPPED),
        ("SELLER_RECEIVE_GOODS", EventType.RETURN_DELIVERED),
    ],
)
def test_an_action_that_is_certain_becomes_its_fact(action, kind):
    found = translate(about(refundAction=action))
    assert (found.happening.type, getattr(found.happening.fact, "return_id", None)) == (kind, "1234556")


def test_the_platforms_service_stepping_in_is_a_mediation():
    fact = translate(about(refundAction="CRM_INTERVENE_TASK", currentStatus="waitcrm")).happening.fact
    assert fact == UnnamedMediation(
        return_id="1234556", opened_by=Party.PLATFORM, platform_status="waitcrm/CRM_INTERVENE_TASK"
    )


@pytest.mark.parametrize("action", ["CRM_DISMISS_TASK", "CRM_FINISH_TASK"])
def test_the_end_of_the_platforms_service_names_no_winner(action):
    found = translate(about(refundAction=action, currentStatus="waitselleragree")).happening
    word = f"waitselleragree/{action}"
    assert (found.type, found.fact) == (
        EventType.RETURN_UPDATED,
        MediationEnded(return_id="1234556", platform_status=word, stage=Stage.UNKNOWN),
    )


@pytest.mark.parametrize(
    ("action", "status", "stage"),
    [
        ("BUYER_UPLOAD_BILL", "waitsellerreceive", Stage.SENT),
        ("BUYER_UPLOAD_BILL", "waitbuyersend", Stage.AGREED),
        ("BUYER_UPLOAD_BILL", "NEVER_DOCUMENTED", Stage.OPEN),
        ("SELLER_AGREE_REFUND", "waitselleragree", Stage.REFUNDING),
        ("SELLER_REJECT_REFUND", "waitbuyermodify", Stage.REFUSED),
        ("BUYER_APPLY_SUPPORT", "refundclose", Stage.OVER),
        ("NEVER_DOCUMENTED", "waitselleragree", Stage.UNKNOWN),
        (..., "waitsellerreceive", Stage.SENT),
        (..., "NEVER_DOCUMENTED", Stage.UNKNOWN),
    ],
)
def test_the_status_can_only_raise_the_stage_of_the_action(action, status, stage):
    """It holds number 111 of docs/reliability.md."""
    fact = translate(about(refundAction=action, currentStatus=status)).happening.fact
    assert isinstance(fact, PlatformFact)
    assert fact.stage is stage


@pytest.mark.parametrize(
    ("action", "stage"),
    [
        ("SELLER_AGREE_REFUND", Stage.REFUNDING),
        ("BUYER_APPLY_SUPPORT", Stage.SUPPORT),
        ("CRM_APPLY_TIMEOUT_CLOSE", Stage.OVER),
        ("SYSTEM_SEND_GOODS", Stage.UNKNOWN),
        ("NEVER_DOCUMENTED", Stage.UNKNOWN),
    ],
)
def test_any_other_action_is_kept_as_it_is_with_its_stage(action, stage):
    """It holds number 111 of docs/reliability.md."""
    found = translate(about(refundAction=action, currentStatus="waitselleragree"))
    said = ReturnUpdated(return_id="1234556", platform_status=f"waitselleragree/{action}", stage=stage)
    assert found.happening.fact == said


def test_a_refund_push_with_ids_only_is_still_understood():
    found = translate(about(refundAction=..., currentStatus=...))
    assert found.happening.fact == ReturnUpdated(return_id="1234556")


@pytest.mark.parametrize("blank", [None, "", " ", "\u200b", {}])
@pytest.mark.parametrize("field", ["refundAction", "currentStatus"])
def test_a_blank_is_as_good_as_nothing(field, blank):
    assert translate(about(**{field: blank})) == translate(about(**{field: ...}))


def test_an_orders_own_change_is_kept_under_its_type():
    """It holds number 40 of docs/reliability.md."""
    data = {"orderId": 167_539_019_420_540_000, "currentStatus": "waitsellersend"}
    found = translate(form(type="ORDER_BUYER_VIEW_ORDER_PAY", data=data))
    assert (found.happening.type, found.order_number) == ("ORDER_BUYER_VIEW_ORDER_PAY", "167539019420540000")
    assert found.happening.fact == Unknown()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"\xff", "the body is not a form"),
        (b"a=1&a=2", "the body is not a form"),
        (json.dumps(SAMPLE).encode(), "the body is not a form"),
        (form(type=...), "type:"),
        (form(gmtBorn=...), "gmtBorn:"),
        (form(gmtBorn="2018-05-30 19:30:13"), "gmtBorn:"),
        (form(data=...), "data:"),
        (form(data="not json"), "not JSON"),
        (form(data='{"orderId": 1, "orderId": 2}'), "a key stands twice"),
        (about(orderId=...), "data.orderId:"),
        (about(orderId="../1"), "data.orderId:"),
        (about(refundId=...), "data.refundId:"),
        (about(refundId="R" * 65), "data.refundId:"),
        (
            urlencode({"type": "ORDER_X", "gmtBorn": 1_586_227_869_437, "data": '{"shopId": 1}'}).encode(),
            "data.orderId:",
        ),
    ],
)
def test_a_push_that_lacks_what_it_needs_is_not_understood(body, field):
    """It holds number 39 of docs/reliability.md."""
    with pytest.raises(NotUnderstood) as refusal:
        translate(body)
    assert refusal.value.reason.startswith(field)
