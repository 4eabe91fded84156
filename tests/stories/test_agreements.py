"""Returns on which both sides agree, from the request to the closed record."""

import pytest

from tests.world.order import line, usd


def test_a_return_goes_from_request_to_refund(shop):
    shop.sell()
    shop.request()
    assert shop.stands == ("requested", None)
    assert shop.case["order_check"]["result"] == "confirmed"

    agreed = shop.done("accept_return")
    assert (agreed["status"], agreed["refund"]) == (
        "agreed",
        {"due": usd(2400), "settled": None, "failed": [], "other": []},
    )
    shop.tell("return.shipped", tracking={"carrier": "DHL", "number": "JD01"})
    assert shop.stands == ("returning", None)
    shop.tell("return.delivered")
    assert shop.stands == ("inspecting", None)

    seen = {"matches_description": True, "matches_pictures": True, "condition": "as_sent"}
    inspected = shop.done("record_inspection", **seen)
    assert inspected["status"] == "settling"
    assert inspected["inspection"] | seen == inspected["inspection"]
    closed = shop.done("record_settlement", kind="refund", reference="PAY-1")
    assert (closed["status"], closed["outcome"]) == ("closed", "refunded")
    assert closed["refund"] == {"due": usd(2400), "settled": usd(2400), "failed": [], "other": []}
    assert (closed["deadline"], closed["deadlines"]) == (None, [])

    learnt = shop.done("close_case", root_cause="the batch was dyed wrongly", lesson="check each batch")
    assert (learnt["status"], learnt["outcome"]) == ("closed", "refunded")
    assert shop.messages() == []


def test_a_return_goes_from_request_to_exchange(shop):
    shop.sell()
    shop.request(wants="exchange")
    agreed = shop.done("accept_return")
    assert (agreed["status"], agreed["refund"]["due"]) == ("agreed", None)
    shop.tell("return.shipped")
    shop.tell("return.delivered")
    shop.done("record_inspection", matches_description=True, matches_pictures=True, condition="as_sent")

    shop.tell("exchange.shipped", tracking={"carrier": "DHL", "number": "JD02"})

    assert shop.stands == ("closed", "exchanged")


def test_the_seller_can_record_that_the_exchange_was_shipped(shop):
    shop.sell()
    shop.request(wants="exchange")
    shop.done("accept_return")
    shop.tell("return.delivered")
    shop.done("record_inspection", matches_description=True, matches_pictures=True, condition="as_sent")

    closed = shop.done("record_settlement", kind="exchange")

    assert (closed["status"], closed["outcome"]) == ("closed", "exchanged")


def test_a_partial_refund_is_negotiated_by_both_sides(shop):
    shop.sell()
    shop.request()
    offered = shop.done("make_offer", resolution="partial_refund", amount=usd(600), text="keep them at a quarter off")
    assert offered["status"] == "negotiating"
    assert [offer["offer_id"] for offer in offered["offers"]] == ["R-1-s1"]
    shop.tell("offer.declined", offer_id="R-1-s1", text="too little")
    shop.tell("offer.made", offer_id="c1", resolution="partial_refund", amount=usd(1500))
    shop.done("make_offer", resolution="partial_refund", amount=usd(1000))
    shop.done("make_offer", resolution="partial_refund", amount=usd(1200), freight_payer="seller")

    shop.tell("offer.accepted", offer_id="R-1-s3")

    case = shop.case
    assert {offer["offer_id"]: (offer["by"], offer["status"]) for offer in case["offers"]} == {
        "R-1-s1": ("seller", "declined"),
        "c1": ("customer", "replaced"),
        "R-1-s2": ("seller", "replaced"),
        "R-1-s3": ("seller", "accepted"),
    }
    assert (case["status"], case["refund"]["due"]) == ("settling", usd(1200))
    assert case["freight"]["payer"] is None
    assert "nothing travels" in case["freight"]["because"]
    shop.tell("refund.settled", amount=usd(1200), reference="PAY-1")
    assert shop.stands == ("closed", "partially_refunded")


def test_the_seller_accepts_what_the_customer_offers_and_nobody_accepts_their_own(shop):
    shop.sell()
    shop.request()
    shop.done("make_offer", resolution="partial_refund", amount=usd(600))
    shop.tell("offer.made", offer_id="c1", resolution="refund_without_return", amount=usd(1800))

    assert shop.refused("accept_offer", offer_id="R-1-s1") == "G2.3a"
    assert shop.refused("decline_offer", offer_id="nobody-s") == "G2.3a"
    agreed = shop.done("accept_offer", offer_id="c1")

    assert (agreed["status"], agreed["refund"]["due"]) == ("settling", usd(1800))


def test_a_partial_settlement_does_not_close_the_case(shop):
    shop.sell()
    shop.request(wants="refund_without_return")
    shop.done("accept_return")

    half = shop.done("record_settlement", kind="refund", amount=usd(1000), reference="PAY-1")
    assert (half["status"], half["refund"]["settled"]) == ("settling", usd(1000))
    assert shop.refused("record_settlement", kind="refund", amount=usd(1401), reference="PAY-2") == "G3.1"
    whole = shop.done("record_settlement", kind="refund", amount=usd(1400), reference="PAY-3")

    assert (whole["status"], whole["outcome"]) == ("closed", "refunded")


@pytest.mark.parametrize("command", ["accept_return", "make_offer", "accept_offer"])
def test_before_the_order_is_confirmed_nothing_is_promised(shop, command):
    shop.request()
    shop.tell("offer.made", offer_id="c1", resolution="partial_refund", amount=usd(500))
    fields = {
        "accept_return": {},
        "make_offer": {"resolution": "partial_refund", "amount": usd(500)},
        "accept_offer": {"offer_id": "c1"},
    }[command]

    assert shop.case["order_check"]["result"] == "unknown_order"
    assert command not in shop.case["available_actions"]
    assert shop.give(command, **fields).status == 409
    confirmed = shop.done("override_order_check", reason="known from the phone")
    assert confirmed["order_check"]["overridden"]["reason"] == "known from the phone"
    assert shop.give(command, **fields).status == 201


def test_an_order_record_that_comes_later_confirms_the_case(shop):
    shop.request()
    assert shop.case["order_check"]["result"] == "unknown_order"

    order = {"customer": {"name": "ADA  BUYER"}, "lines": [line()]}
    route = {"marketplace": "alibaba", "order_number": "A-1001"}
    recorded = shop.api("PUT", "/orders/{marketplace}/{order_number}", json=order, **route)

    assert recorded.status == 201
    assert shop.case["order_check"]["result"] == "confirmed"
    shop.done("accept_return")


def test_another_customer_than_the_orders_is_a_mismatch_with_both_values(shop):
    shop.sell()
    shop.request(customer={"name": "Eve Else"})

    assert shop.case["order_check"] == {
        "result": "mismatch",
        "fields": [{"field": "customer.name", "return": "Eve Else", "order": "Ada Buyer"}],
        "overridden": None,
    }


def test_a_change_of_heart_before_delivery_is_a_cancellation(shop):
    shop.tell("order.placed", customer={"name": "Ada Buyer"}, lines=[line()])
    shop.request(reason={"code": "change_of_heart"})

    agreed = shop.done("accept_return")
    assert agreed["status"] == "settling"
    shop.tell("refund.settled", amount=usd(2400), reference="PAY-1")

    assert shop.stands == ("closed", "cancelled")
