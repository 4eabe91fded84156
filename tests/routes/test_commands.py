"""Commands and order records as they are sent: what is malformed, and what is sent twice."""

import json

import pytest

from chalicelib.domain.lifecycle_commands import COMMANDS
from tests.world.api import JSON, call
from tests.world.order import CUSTOMER, line, usd

COMMANDS_ROUTE = "/cases/{case_id}/commands"
ORDER_ROUTE = "/orders/{marketplace}/{order_number}"
A_1001 = {"marketplace": "alibaba", "order_number": "A-1001"}
RECORD = {"customer": CUSTOMER, "lines": [line()]}


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    return shop


def events(shop):
    return [item["SK"]["S"] for item in shop.cloud.rows() if item["SK"]["S"].startswith("EVENT#")]


def send(shop, body, headers=(JSON,), role="seller"):
    """Send bytes as a command."""
    token = ("Authorization", f"Bearer {shop.keys['demo', role]}")
    return call("POST", COMMANDS_ROUTE, headers=[token, *headers], body=body, case_id=shop.case_id)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ("{", [JSON], 400),
        ("", [JSON], 400),
        ('{"command": NaN}', [JSON], 400),
        ('{"command": "escalate", "command": "escalate"}', [JSON], 400),
        ('{"command": "post_message", "text": "\ud800"}', [JSON], 400),
        ("[" * 10_000, [JSON], 400),
        ("[]", [JSON], 422),
        ('"escalate"', [JSON], 422),
        ("null", [JSON], 422),
        ("{}", [JSON], 422),
        ("{}", [("Content-Type", "text/plain")], 415),
        ("{}", [], 422),
        ("{", [], 400),
        ("{}", [("Content-Encoding", "gzip")], 415),
        ("{}", [JSON, ("Content-Encoding", "gzip")], 415),
        ('{"text": "' + "x" * 300 * 1024 + '"}', [JSON], 413),
        ("{}", [("Content-Type", "application/json; charset=utf-8")], 422),
    ],
    ids=lambda value: ascii(value[:40]) if isinstance(value, str) else None,
)
def test_a_body_that_is_no_command_is_a_problem_and_changes_nothing(shop, body, headers, status):
    """It holds number 94 of docs/reliability.md."""
    before = events(shop)

    answered = send(shop, body, headers)

    assert (answered.status, answered.is_problem) == (status, True), answered.text
    assert events(shop) == before


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, ["command"]),
        ({"command": "give_up"}, ["command"]),
        ({"command": 5}, ["command"]),
        ({"command": None}, ["command"]),
        ({"command": "accept_return", "colour": "red"}, ["colour"]),
        ({"command": "make_offer"}, ["resolution"]),
        ({"command": "make_offer", "resolution": "hugs"}, ["resolution"]),
        ({"command": "make_offer", "resolution": "exchange", "freight_payer": "platform"}, ["freight_payer"]),
        (
            {"command": "make_offer", "resolution": "partial_refund", "amount": {"minor": -1, "currency": "XXX"}},
            ["amount.minor", "amount.currency"],
        ),
        (
            {"command": "make_offer", "resolution": "partial_refund", "amount": {"minor": 1.5, "currency": "USD"}},
            ["amount.minor"],
        ),
        ({"command": "make_offer", "resolution": "exchange", "expires_at": "tomorrow"}, ["expires_at"]),
        ({"command": "make_offer", "resolution": "exchange", "expires_at": "2026-03-01T12:00:00"}, ["expires_at"]),
        ({"command": "post_message", "text": ""}, ["text"]),
        ({"command": "post_message", "text": "x" * 8_001}, ["text"]),
        ({"command": "post_message", "text": "hello", "anyway": "yes"}, ["anyway"]),
        ({"command": "accept_offer", "offer_id": "../x"}, ["offer_id"]),
        ({"command": "complete_details", "lines": []}, ["lines"]),
        ({"command": "complete_details", "lines": [line() | {"quantity": 0}]}, ["lines.0.quantity"]),
        ({"command": "complete_details", "reason": {"code": "bad_vibes"}}, ["reason"]),
        ({"command": "complete_details", "customer": {"name": "Ada Buyer", "mail": "a@b"}}, ["customer.mail"]),
        ({"command": "complete_details", "reason": {"code": "other", "txt": "x"}}, ["reason.txt"]),
        ({"command": "record_settlement", "kind": "refund", "amount": usd(5) | {"paid": 1}}, ["amount.paid"]),
        ({"command": "file_appeal", "grounds": "x", "evidence": "e1"}, ["evidence"]),
        ({"command": "record_settlement", "kind": "gift"}, ["kind"]),
        (
            {"command": "record_inspection", "matches_description": "yes", "matches_pictures": 1, "condition": "fine"},
            ["matches_description", "matches_pictures", "condition"],
        ),
    ],
    ids=lambda value: str(value)[:80] if isinstance(value, dict) else None,
)
def test_what_is_wrong_with_a_command_is_named_field_by_field(shop, sent, fields):
    """It holds number 95 of docs/reliability.md."""
    before = events(shop)

    answered = send(shop, json.dumps(sent))

    assert (answered.status, answered.is_problem) == (422, True)
    assert [error["field"] for error in answered.json["errors"]] == fields
    assert all(error["message"] for error in answered.json["errors"])
    assert events(shop) == before


@pytest.mark.parametrize("command", [ask.command for ask in COMMANDS])
def test_every_command_refuses_a_field_it_does_not_know(shop, command):
    """It holds number 95 of docs/reliability.md."""
    answered = send(shop, json.dumps({"command": command, "surprise": 1}), role="operator")

    assert answered.status == 422
    assert "surprise" in [error["field"] for error in answered.json["errors"]]


def test_a_problem_never_repeats_what_was_sent(shop):
    answered = send(shop, json.dumps({"command": "post_message", "text": {"Ada": "s3cret"}, "anyway": "s3cret"}))

    assert answered.status == 422
    assert "s3cret" not in answered.text


def test_the_same_key_and_body_again_answers_the_case_as_it_is_now(shop):
    """It holds number 96 of docs/reliability.md."""
    offer = {"resolution": "partial_refund", "amount": usd(600)}
    first = shop.done("make_offer", key="once", **offer)
    rows = events(shop)
    shop.tell("offer.declined", offer_id="R-1-s1")

    again = shop.done("make_offer", key="once", **offer)

    assert [found["status"] for found in first["offers"]] == ["open"]
    assert [found["status"] for found in again["offers"]] == ["declined"]
    assert len(events(shop)) == len(rows) + 1


def test_the_same_key_with_another_body_is_a_conflict(shop):
    """It holds number 96 of docs/reliability.md."""
    shop.done("post_message", key="once", text="hello")
    before = events(shop)

    answered = shop.give("post_message", key="once", text="goodbye")

    assert (answered.status, answered.is_problem) == (409, True)
    assert "rule" not in answered.json
    assert events(shop) == before


def test_a_refusal_is_not_remembered(shop):
    """It holds number 96 of docs/reliability.md."""
    settle = {"kind": "refund", "reference": "P-1"}
    assert shop.give("record_settlement", key="once", **settle).status == 409
    shop.done("make_offer", resolution="refund_without_return")
    shop.tell("offer.accepted", offer_id="R-1-s1")

    assert shop.done("record_settlement", key="once", **settle)["status"] == "closed"


def test_a_key_of_another_case_of_the_order_is_another_request(shop):
    """It holds number 96 of docs/reliability.md."""
    shop.done("post_message", key="once", text="hello")
    shop.return_id = "R-2"
    shop.request()

    assert shop.give("post_message", key="once", text="hello").status == 409


@pytest.mark.parametrize("key", ["", "x" * 256, "é", "a\x07b"], ids=["empty", "long", "accent", "control"])
def test_a_key_that_cannot_be_one_is_refused(shop, key):
    """It holds number 96 of docs/reliability.md."""
    answered = send(shop, '{"command": "accept_return"}', [JSON, ("Idempotency-Key", key)])

    assert answered.status == 400


def test_two_idempotency_keys_in_one_request_are_refused(shop):
    """It holds number 96 of docs/reliability.md."""
    keys = [("Idempotency-Key", "one"), ("Idempotency-Key", "two")]

    assert send(shop, '{"command": "accept_return"}', [JSON, *keys]).status == 400


def test_an_order_record_is_answered_as_the_order_stands(shop):
    shop.order_number = "A-2002"
    answered = shop.api("PUT", ORDER_ROUTE, json=RECORD, marketplace="alibaba", order_number="A-2002")

    assert answered.status == 201
    order = answered.json
    assert (order["known"], order["customer"], order["total"]) == (True, CUSTOMER, usd(2400))
    shop.request()
    assert shop.case["order_check"]["result"] == "confirmed"


def test_the_same_order_record_again_is_one_fact(shop):
    shop.api("PUT", ORDER_ROUTE, json=RECORD, **A_1001)
    before = events(shop)

    assert shop.api("PUT", ORDER_ROUTE, json=RECORD, **A_1001).status == 201
    assert events(shop) == before
    assert shop.api("PUT", ORDER_ROUTE, json=RECORD | {"total": usd(2000)}, **A_1001).status == 201
    assert len(events(shop)) == len(before) + 1


def test_an_order_record_takes_an_idempotency_key_too(shop):
    key = [("Idempotency-Key", "once")]
    assert shop.api("PUT", ORDER_ROUTE, json=RECORD, headers=key, **A_1001).status == 201
    assert shop.api("PUT", ORDER_ROUTE, json=RECORD, headers=key, **A_1001).status == 201

    other = RECORD | {"total": usd(2000)}
    assert shop.api("PUT", ORDER_ROUTE, json=other, headers=key, **A_1001).status == 409


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({}, {"customer", "lines"}),
        (RECORD | {"colour": "red"}, {"colour"}),
        (RECORD | {"lines": []}, {"lines"}),
        (RECORD | {"lines": [line(quantity=0)]}, {"lines.0.quantity"}),
        (RECORD | {"delivered_at": "yesterday"}, {"delivered_at"}),
        (RECORD | {"customer": {"name": "Ada Buyer", "mail": "a@b"}}, {"customer.mail"}),
        (RECORD | {"lines": [line() | {"colour": "red"}]}, {"lines.0.colour"}),
        (RECORD | {"total": usd(5) | {"paid": 1}}, {"total.paid"}),
    ],
    ids=["empty", "extra", "no lines", "no quantity", "no instant", "of a customer", "of a line", "of an amount"],
)
def test_what_is_wrong_with_an_order_record_is_named(shop, sent, fields):
    """It holds number 95 of docs/reliability.md."""
    answered = shop.api("PUT", ORDER_ROUTE, json=sent, **A_1001)

    assert answered.status == 422
    assert {error["field"] for error in answered.json["errors"]} >= fields


@pytest.mark.parametrize("name", ["..", "a b", "x" * 65, "a#b", "ä"])
def test_an_order_that_cannot_be_called_that_is_not_found(shop, name):
    assert shop.api("PUT", ORDER_ROUTE, json=RECORD, marketplace="alibaba", order_number=name).status == 404
    assert shop.api("PUT", ORDER_ROUTE, json=RECORD, marketplace=name, order_number="A-1").status == 404
