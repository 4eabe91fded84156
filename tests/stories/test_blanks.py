"""Fields that a marketplace knows nothing of, as the door, the case and the queue treat them."""

import json

import pytest

from tests.world import contract
from tests.world.order import CUSTOMER, REQUEST, line, usd

ORDER_ROUTE = "/orders/{marketplace}/{order_number}"
MUG = {"sku": "MUG-01", "quantity": 2}
BLANKS: list[object] = [None, "", "  ", "\u200b", {}, []]


def quarantined(answered):
    return (answered.status, answered.json["status"])


@pytest.mark.parametrize("customer", [*BLANKS, {"name": ""}, {"name": None}, {"name": "\ufeff ", "id": 42}])
def test_a_return_whose_customer_is_blank_opens_its_case_and_is_incomplete(shop, customer):
    shop.sell()
    shop.request(customer=customer)

    assert shop.case["order_check"]["result"] == "incomplete"
    assert (shop.case["customer"], shop.case["lines"][0]["sku"]) == (None, "MUG-01")
    shop.done("complete_details", customer=CUSTOMER)
    assert shop.done("accept_return")["status"] == "agreed"


@pytest.mark.parametrize("code", BLANKS)
def test_a_reason_without_a_code_keeps_its_words(shop, code):
    shop.sell()
    shop.request(reason={"code": code, "text": "it broke"})

    shown = shop.case["reason"]
    assert (shown["code"], shown["text"], shown["original"]) == ("unknown", "it broke", None)
    assert shop.done("classify_reason", code="defective", reason="a crack")["reason"]["fault"] == "seller"
    shop.flow()
    assert shop.listed()[0]["reason"]["text"] == "it broke"


@pytest.mark.parametrize(
    "wrong",
    [{"sku": None}, {"sku": ""}, {"sku": "\u200b"}, {"quantity": 0}, {"quantity": None}, {"quantity": ""}],
)
def test_a_line_without_what_it_needs_is_kept_and_not_understood(shop, wrong):
    shop.sell()
    answered = shop.tell("return.requested", **(REQUEST | {"lines": [line(), line("PLATE-02") | wrong]}))

    assert quarantined(answered) == (202, "quarantined")
    assert "lines.1" in answered.json["reason"]
    assert shop.read().status == 404


@pytest.mark.parametrize("amount", [*BLANKS, {"minor": None, "currency": ""}])
def test_a_line_without_an_amount_is_worth_what_the_order_says_everywhere_it_is_shown(shop, amount):
    shop.sell(lines=[line(quantity=3, minor=1000)])
    shop.request(lines=[MUG | {"amount": amount}])

    case = shop.read().json
    contract.whole_case(case)
    assert case["lines"] == [{"sku": "MUG-01", "title": None, "quantity": 2, "amount": usd(667), "order_sku": None}]
    shop.wait(days=8)
    (message,) = shop.messages()
    assert message["data"]["case"]["lines"][0]["amount"] == usd(667)
    dossier = shop.api("GET", "/cases/{case_id}/dossier", case_id=shop.case_id)
    assert dossier.json["case"]["lines"][0]["amount"] == usd(667)


def test_an_amount_that_nobody_knows_is_null_until_an_order_record_says_it(shop):
    shop.request(lines=[MUG])

    assert shop.case["lines"][0]["amount"] is None
    shop.flow()
    (record,) = map(json.loads, shop.api("GET", "/records").text.splitlines())
    assert (record["claim"], record["goods"]) == (None, [{"sku": "MUG-01", "quantity": 2, "worth": None}])
    page = shop.api("GET", "/cases/{case_id}/dossier", case_id=shop.case_id, headers=[("Accept", "text/html")])
    assert "not known" in page.text

    body = {"customer": CUSTOMER, "lines": [line(quantity=4)], "total": {"minor": None, "currency": ""}}
    where = {"marketplace": "alibaba", "order_number": shop.order_number}
    put = shop.api("PUT", ORDER_ROUTE, **where, json=body | {"placed_at": "", "delivered_at": {}})
    assert (put.status, put.json["total"], put.json["delivered_at"]) == (201, usd(2400), None)
    assert shop.case["lines"][0]["amount"] == usd(1200)


def test_a_line_of_an_order_record_needs_its_amount(shop):
    where = {"marketplace": "alibaba", "order_number": shop.order_number}
    put = shop.api("PUT", ORDER_ROUTE, **where, json={"customer": CUSTOMER, "lines": [MUG]})
    assert (put.status, put.json["errors"][0]["field"]) == (422, "lines.0.amount")
    told = shop.tell("order.placed", customer=CUSTOMER, lines=[MUG])
    assert quarantined(told) == (202, "quarantined")


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_a_command_that_needs_words_takes_no_blank(shop, reason):
    shop.sell()
    shop.request()

    answered = shop.give("refuse_return", reason=reason)
    assert (answered.status, answered.json["errors"][0]["field"]) == (422, "reason")
