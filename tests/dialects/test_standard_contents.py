"""Section B of docs/reliability.md: what the standard dialect understands of an authentic body."""

import json
import traceback
from datetime import UTC, datetime

import pytest

from chalicelib.dialects.delivery import NotUnderstood, Translation
from chalicelib.dialects.standard import translate
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Customer, Line, StatedReason, Unknown
from chalicelib.domain.request_facts import ReturnRequested, ReturnUpdated
from chalicelib.domain.ruling_facts import AppealDecided
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import EventType, Favour, Party, Resolution

LINE = {"sku": "MUG-01", "quantity": 2, "amount": {"minor": 2400, "currency": "USD"}}
RETURN = {
    "order_number": "A-1001",
    "return_id": "R-1",
    "customer": {"name": "Ada Buyer"},
    "reason": {"code": "colour_difference", "text": "ordered navy, got black"},
    "wants": "return_and_refund",
    "lines": [LINE],
}
ENVELOPE = {"type": "return.requested", "timestamp": "2026-03-01T12:00:00+01:00", "data": RETURN}


def told(data=None, /, **changes) -> bytes:
    envelope = ENVELOPE | changes | ({"data": RETURN | data} if data else {})
    return json.dumps(envelope).encode()


def about_line(**changes) -> bytes:
    return told({"lines": [LINE | changes]})


def test_the_example_delivery_is_understood():
    asked = ReturnRequested(
        return_id="R-1",
        customer=Customer(name="Ada Buyer"),
        reason=StatedReason(code="colour_difference", text="ordered navy, got black"),
        wants=Resolution.RETURN_AND_REFUND,
        lines=(Line(sku="MUG-01", quantity=2, amount=Money(minor=2400, currency="USD")),),
    )
    at = datetime(2026, 3, 1, 11, tzinfo=UTC)
    happening = Happening(type="return.requested", at=at, by=Party.CUSTOMER, fact=asked)
    assert translate(told()) == Translation("A-1001", (happening,))


def test_unknown_fields_are_ignored():
    """It holds number 39 of docs/reliability.md."""
    extra = told({"colour": "navy", "customer": {"name": "Ada Buyer", "vip": True}}, version=3)
    assert translate(extra) == translate(told())


@pytest.mark.parametrize(
    ("kind", "blank", "absent"),
    [
        ("return.requested", {"lines": [], "wants": ""}, {"lines": None, "wants": None}),
        ("return.requested", {"lines": [LINE | {"title": ""}]}, {"lines": [LINE]}),
        ("return.updated", {"platform_status": ""}, {}),
        ("return.shipped", {"tracking": {"carrier": "", "number": ""}}, {"tracking": {}}),
        ("refund.settled", {"amount": LINE["amount"], "reference": ""}, {"amount": LINE["amount"]}),
    ],
)
def test_a_field_filled_with_a_blank_is_absent(kind, blank, absent):
    assert translate(told(blank, type=kind)) == translate(told(absent, type=kind))


def test_an_unknown_type_is_kept_under_its_own_name():
    """It holds number 40 of docs/reliability.md."""
    found = translate(told(type="loyalty.points-granted"))
    assert found.order_number == "A-1001"
    assert (found.happening.type, found.happening.by) == ("loyalty.points-granted", Party.PLATFORM)
    assert found.happening.fact == Unknown(return_id="R-1")


@pytest.mark.parametrize("kind", ["case.closed", "return.accepted", "filing.recorded", "clock.rang"])
def test_a_marketplace_cannot_speak_in_our_own_name(kind):
    assert type(translate(told(type=kind)).happening.fact) is Unknown


def test_an_appeal_needs_no_return_before_it():
    """It holds number 41 of docs/reliability.md."""
    data = {"order_number": "A-1", "return_id": "R-9", "appeal_id": "P-1", "in_favour_of": "seller"}
    fact = translate(told(type="appeal.decided", data=data)).happening.fact
    assert fact == AppealDecided(return_id="R-9", appeal_id="P-1", in_favour_of=Favour.SELLER)


def test_two_currencies_in_one_return_are_understood():
    """It holds number 43 of docs/reliability.md."""
    euros = LINE | {"amount": {"minor": 1, "currency": "EUR"}}
    fact = translate(told({"lines": [LINE, euros]})).happening.fact
    assert isinstance(fact, ReturnRequested)
    assert fact.lines is not None
    assert [line.amount.currency for line in fact.lines if line.amount] == ["USD", "EUR"]


def test_text_is_read_unchanged():
    """It holds number 45 of docs/reliability.md."""
    text = '<script>alert("1")</script>\r\nSet-Cookie: a=b \u202egnp.exe'
    fact = translate(
        told({"platform_status": "x", "reason": {"code": "other", "text": text}}, type="return.updated")
    ).happening.fact
    assert isinstance(fact, ReturnUpdated)
    assert fact.reason == StatedReason(code="other", text=text)


@pytest.mark.parametrize("kind", EventType)
def test_every_type_of_event_needs_an_order_number(kind):
    with pytest.raises(NotUnderstood, match=r"^data\.order_number: Field required"):
        translate(told(type=kind, data={"return_id": "R-1"}))


NOT_UNDERSTOOD = {
    "no-type": (json.dumps({"timestamp": "2026-03-01T12:00:00Z", "data": RETURN}).encode(), "type:"),
    "type-is-a-number": (told(type=7), "type:"),
    "type-empty": (told(type=""), "type:"),
    "type-with-newline": (told(type="a\nb"), "type:"),
    "type-129-characters": (told(type="a" * 129), "type:"),
    "data-is-a-list": (told(data=[RETURN]), "data:"),
    "no-return-id": (told(data={"order_number": "A-1"}), "data.return_id:"),
    "wrong-wants": (told({"wants": "money"}), "data.wants:"),
    "quantity-as-text": (about_line(quantity="2"), "data.lines.0.quantity:"),
    "quantity-nought": (about_line(quantity=0), "data.lines.0.quantity:"),
    "an-order-of-nothing": (told({"lines": []}, type="order.placed"), "data.lines:"),
    "quantity-true": (about_line(quantity=True), "data.lines.0.quantity:"),
    "id-hash": (told({"order_number": "A#1"}), "data.order_number:"),
    "id-path": (told({"return_id": "../x"}), "data.return_id:"),
    "id-nul": (told({"return_id": "R\x00"}), "data.return_id:"),
    "id-trailing-newline": (told({"return_id": "R-1\n"}), "data.return_id:"),
    "id-2049-bytes": (told({"order_number": "A" * 2_049}), "data.order_number:"),
    "id-empty": (told({"order_number": ""}), "data.order_number:"),
    "id-hidden-file": (told({"return_id": ".R-1"}), "data.return_id:"),
    "id-option": (told({"return_id": "-R"}), "data.return_id:"),
    "id-65-characters": (told({"order_number": "A" * 65}), "data.order_number:"),
    "id-tilde": (told({"return_id": "R~1"}), "data.return_id:"),
    "id-other-alphabet": (told({"return_id": "\uff32-1"}), "data.return_id:"),
    "id-number": (told({"order_number": 1001}), "data.order_number:"),
    "money-negative": (about_line(amount={"minor": -1, "currency": "USD"}), "data.lines.0.amount.minor:"),
    "money-float": (about_line(amount={"minor": 24.0, "currency": "USD"}), "data.lines.0.amount.minor:"),
    "money-too-large": (about_line(amount={"minor": 10**18, "currency": "USD"}), "data.lines.0.amount.minor:"),
    "money-39-digits": (about_line(amount={"minor": 10**38, "currency": "USD"}), "a number in the JSON"),
    "money-unknown-currency": (about_line(amount={"minor": 1, "currency": "XXX"}), "data.lines.0.amount."),
    "money-lower-case": (about_line(amount={"minor": 1, "currency": "usd"}), "data.lines.0.amount.currency:"),
    "time-1970": (told(timestamp="1970-01-01T00:00:00Z"), "timestamp:"),
    "time-9999": (told(timestamp="9999-12-31T23:59:59Z"), "timestamp:"),
    "time-beyond-9999-in-UTC": (told(timestamp="9999-12-31T23:59:59-23:00"), "timestamp:"),
    "time-no-zone": (told(timestamp="2026-03-01T12:00:00"), "timestamp:"),
    "time-no-such-day": (told(timestamp="2026-02-30T12:00:00Z"), "timestamp:"),
    "time-a-number": (told(timestamp=1_772_366_400), "timestamp:"),
    "10000-lines": (told({"lines": [LINE] * 10_000}), "data.lines:"),
    "200-kB-text": (told({"reason": {"code": "other", "text": "x" * 200_000}}), "data.reason.text:"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "field"), NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD.keys())
def test_the_reason_names_the_field(body, field):
    """It holds numbers 39, 42 to 44 and 47 of docs/reliability.md."""
    with pytest.raises(NotUnderstood) as refusal:
        translate(body)
    assert refusal.value.reason.startswith(field)
    assert len(refusal.value.reason) < 1_000


def test_a_list_with_one_bad_line_is_not_called_empty():
    with pytest.raises(NotUnderstood) as refusal:
        translate(about_line(quantity=0))
    assert "data.lines:" not in refusal.value.reason


def test_neither_reason_nor_trace_quotes_what_the_customer_wrote():
    body = told(
        {
            "customer": {"name": ["Ada Buyer"]},
            "reason": {"code": "x" * 200, "text": 5},
            "wants": "my own wish",
        }
    )
    with pytest.raises(NotUnderstood) as refusal:
        translate(body)
    shown = refusal.value.reason + "".join(traceback.format_exception(refusal.value))
    assert not any(said in shown for said in ("Ada", "xxx", "own wish"))


def test_many_faults_are_counted_not_listed():
    lines = [{"sku": "", "quantity": 0, "amount": None}] * 100
    with pytest.raises(NotUnderstood, match=r"; and \d{3} more$") as refusal:
        translate(told({"lines": lines}))
    assert refusal.value.reason.count("data.lines.") == 5
