"""Lazada's pushes: the platform's own samples, its statuses, and signatures without a time."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.dialects.delivery import Credentials, Misconfigured, NotAuthentic, NotUnderstood, Request
from chalicelib.dialects.lazada import translate
from chalicelib.dialects.signatures import verify_app_push as verify
from chalicelib.domain.facts import ReturnMoved, Unknown
from chalicelib.domain.request_facts import ReturnRequested, ReturnUpdated
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType, Party, Resolution
from tests.world.signing import lazada_signature

PAYLOADS = Path(__file__).parent / "payloads"
REVERSE = (PAYLOADS / "lazada-reverse-order-msg10.json").read_bytes()
TRADE = (PAYLOADS / "lazada-trade-order-reverse-msg0.json").read_bytes()
CREDENTIALS = Credentials(app_key="100132", secrets=("the new secret", "the old secret"))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def signed(body: bytes, *, app_key: str = "100132", secret: str = "the new secret") -> str:
    return lazada_signature(body, app_key=app_key, secret=secret)


def request(signature: str, body: bytes = REVERSE) -> Request:
    return Request.received([("Authorization", signature)], body)


def push(*, message_type: object = 10, **changes: object) -> bytes:
    message = json.loads(REVERSE)
    data = {name: value for name, value in (message["data"] | changes).items() if value is not ...}
    return json.dumps(message | {"message_type": message_type, "data": data}).encode()


@pytest.mark.parametrize("secret", CREDENTIALS.secrets)
def test_a_signed_push_is_believed_and_known_by_its_body(secret):
    found = verify(request(signed(REVERSE, secret=secret)), CREDENTIALS, LONG_AGO)
    assert found == hashlib.sha256(REVERSE).hexdigest()


@pytest.mark.parametrize(
    "delivery",
    [
        Request.received([], REVERSE),
        Request.received([("Authorization", signed(REVERSE)), ("authorization", signed(REVERSE))], REVERSE),
        request(signed(TRADE)),
        request(""),
        request("é" * 64),
        request(signed(REVERSE).upper()),
        request(signed(REVERSE)[:-1]),
        request("Bearer " + signed(REVERSE)),
        request(signed(REVERSE), REVERSE + b"\n"),
        request(signed(REVERSE, secret="another connection's")),
        request(signed(REVERSE, app_key="100133")),
        request(signed(b""), b""),
        request(signed(b"\xff"), b"\xff"),
    ],
    ids=[
        "no-signature",
        "two-signatures",
        "of-another-body",
        "empty",
        "non-ascii",
        "upper-case",
        "cut-off",
        "with-a-scheme",
        "one-byte-more",
        "another-secret",
        "another-app",
        "empty-body",
        "not-utf-8",
    ],
)
def test_whatever_is_wrong_the_answer_is_one(delivery):
    """It holds numbers 3, 4, 6, 7, 11, 12, 17, 19, 23 and 24 of docs/reliability.md."""
    with pytest.raises(NotAuthentic) as refusal:
        verify(delivery, CREDENTIALS, LONG_AGO)
    assert refusal.value.args == ()


@pytest.mark.parametrize(
    "credentials",
    [Credentials("100132", ()), Credentials("100132", ("",)), Credentials(None, ("s",)), Credentials("", ("s",))],
)
def test_nothing_is_believed_by_credentials_with_gaps(credentials):
    """It holds number 32 of docs/reliability.md."""
    with pytest.raises(Misconfigured):
        verify(request(signed(REVERSE)), credentials, LONG_AGO)


def test_the_sample_of_a_reverse_order_opens_a_return():
    found = translate(REVERSE)
    assert found.order_number == "416557324702006"
    assert (found.happening.type, found.happening.by) == ("return.requested", Party.CUSTOMER)
    assert found.happening.at == datetime(2021, 7, 20, 7, 54, 58, tzinfo=UTC)
    fact = found.happening.fact
    assert isinstance(fact, ReturnRequested)
    assert fact.return_id == "658960600102006"
    assert (fact.customer, fact.reason, fact.lines) == (None,) * 3
    assert fact.wants is Resolution.RETURN_AND_REFUND


def test_the_sample_of_a_returned_order_line_keeps_the_platforms_word():
    found = translate(TRADE)
    assert (found.happening.type, found.order_number) == ("return.updated", "252883361348153")
    assert found.happening.at == datetime(2020, 10, 26, 9, 14, 23, tzinfo=UTC)
    assert found.happening.fact == ReturnUpdated(
        return_id="501977696648153", platform_status="returned", stage=Stage.UNKNOWN
    )


@pytest.mark.parametrize(
    ("status", "kind", "model"),
    [
        ("RTW_INIT", EventType.RETURN_REQUESTED, ReturnRequested),
        ("REFUND_INIT", EventType.RETURN_REQUESTED, ReturnRequested),
        ("CANCEL_INIT", EventType.RETURN_REQUESTED, ReturnRequested),
        ("RTM_SHIPPING_BACK", EventType.RETURN_SHIPPED, ReturnMoved),
        ("RTW_SHIPPING_BACK", EventType.RETURN_SHIPPED, ReturnMoved),
        ("RTM_RECEIVE_ITEM", EventType.RETURN_DELIVERED, ReturnMoved),
    ],
)
def test_a_status_that_is_certain_becomes_its_fact(status, kind, model):
    found = translate(push(reverse_status=status))
    assert found.happening.type == kind
    assert type(found.happening.fact) is model


@pytest.mark.parametrize(
    ("status", "stage"),
    [
        ("RTM_CANCELED", Stage.OVER),
        ("RTW_REJECT", Stage.REFUSED),
        ("REFUND_SUCCESS", Stage.OVER),
        ("REFUND_PENDING", Stage.REFUNDING),
        ("CANCEL_REFUND_ISSUED", Stage.OVER),
        ("rtm_init", Stage.UNKNOWN),
        ("NEVER_DOCUMENTED", Stage.UNKNOWN),
    ],
)
def test_any_other_status_is_kept_as_it_is_with_its_stage(status, stage):
    """It holds number 111 of docs/reliability.md."""
    found = translate(push(reverse_status=status))
    assert found.happening.fact == ReturnUpdated(return_id="658960600102006", platform_status=status, stage=stage)


@pytest.mark.parametrize("time", [1_626_767_698, 1_626_767_698_000, "1626767698", "1626767698000"])
def test_seconds_and_milliseconds_are_one_time(time):
    assert translate(push(status_update_time=time)).happening.at == datetime(2021, 7, 20, 7, 54, 58, tzinfo=UTC)


def test_a_push_without_a_time_of_its_change_has_the_time_it_was_sent():
    assert translate(push(status_update_time=...)).happening.at == datetime(2021, 8, 2, 7, 33, 29, tzinfo=UTC)


@pytest.mark.parametrize("blank", [None, "", " ", "\u200b", {}])
@pytest.mark.parametrize("field", ["reverse_status", "order_status", "status_update_time"])
def test_a_blank_is_as_good_as_nothing(field, blank):
    assert translate(push(**{"order_status": "returned", field: blank})) == translate(
        push(**{"order_status": "returned", field: ...})
    )


@pytest.mark.parametrize("number", [9_007_199_254_740_993, "9007199254740993"])
def test_ids_beyond_2_53_keep_every_digit(number):
    found = translate(push(trade_order_id=number, reverse_order_id=number))
    assert found.order_number == "9007199254740993"
    assert isinstance(found.happening.fact, ReturnRequested)
    assert found.happening.fact.return_id == "9007199254740993"


@pytest.mark.parametrize("status", ["unpaid", "ready_to_ship", "canceled", "NEVER_DOCUMENTED", ...])
def test_an_orders_other_change_is_kept_under_its_message_type(status):
    """It holds number 40 of docs/reliability.md."""
    found = translate(push(message_type=0, order_status=status, reverse_order_id=..., reverse_status=...))
    assert found.order_number == "416557324702006"
    assert (found.happening.type, found.happening.fact) == ("lazada.message.0", Unknown())


@pytest.mark.parametrize(
    ("status", "wants"),
    [
        ("RTW_INIT", Resolution.RETURN_AND_REFUND),
        ("REFUND_INIT", Resolution.REFUND_WITHOUT_RETURN),
        ("CANCEL_INIT", Resolution.REFUND_WITHOUT_RETURN),
    ],
)
def test_the_kind_of_a_return_says_what_the_customer_wants(status, wants):
    fact = translate(push(reverse_status=status)).happening.fact
    assert isinstance(fact, ReturnRequested)
    assert fact.wants is wants


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"[]", "the JSON is not an object"),
        (push(trade_order_id=...), "data.trade_order_id:"),
        (push(trade_order_id=1.5), "data.trade_order_id:"),
        (push(trade_order_id=True), "data.trade_order_id:"),
        (push(trade_order_id="4/../1"), "data.trade_order_id:"),
        (push(reverse_order_id=...), "data: a change of a reverse order needs"),
        (push(reverse_status=...), "data: a change of a reverse order needs"),
        (push(reverse_status="x" * 129), "data.reverse_status:"),
        (push(status_update_time=0), "data.status_update_time:"),
        (push(status_update_time=1e9), "data.status_update_time:"),
        (push(status_update_time="yesterday"), "data.status_update_time:"),
        (push(status_update_time=99_999_999_999_999), "data.status_update_time:"),
        (push(message_type=None), "message_type:"),
        (json.dumps({"message_type": 10, "timestamp": 1_627_889_609, "data": "{}"}).encode(), "data:"),
    ],
)
def test_a_push_that_lacks_what_it_needs_is_not_understood(body, field):
    """It holds number 39 of docs/reliability.md."""
    with pytest.raises(NotUnderstood) as refusal:
        translate(body)
    assert refusal.value.reason.startswith(field)
