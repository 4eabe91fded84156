"""The worth of a return, its articles, and money that does not count, from outside (G2.1, G3.1)."""

from tests.world.order import line, usd

NUMBER = "8800123456"


def test_the_seller_matches_the_platforms_number_and_both_words_are_shown(shop):
    shop.tell("order.placed", customer={"name": "Ada Buyer"}, lines=[line() | {"title": "A mug"}], total=usd(2900))
    shop.request(lines=[line(NUMBER), line("SHIPPING", quantity=1, minor=500)])
    assert shop.refused("accept_return") == "G2.1"
    assert any("which articles of the order" in step for step in shop.case["next_steps"])

    matches = [{"sku": NUMBER, "order_sku": "MUG-01"}, {"sku": "SHIPPING", "order_sku": None}]
    matched = shop.done("match_lines", lines=matches)

    assert [(line["sku"], line["order_sku"], line["title"]) for line in matched["lines"]] == [
        (NUMBER, "MUG-01", "A mug"),
        ("SHIPPING", None, None),
    ]
    assert shop.refused("match_lines", lines=matches) == "G2.1"
    assert shop.done("accept_return")["refund"]["due"] == usd(2900)


def test_more_than_the_pieces_are_worth_takes_goodwill(shop):
    shop.sell(lines=[line("CUP", quantity=1, minor=1000), line("POT", quantity=1, minor=9000)])
    shop.request(lines=[line("CUP", quantity=1, minor=9500)])
    assert [review["rule"] for review in shop.case["needs_review"]] == ["G2.3a"]

    offer = {"resolution": "partial_refund", "amount": usd(1500)}
    assert shop.refused("make_offer", **offer) == "G2.3a"
    assert shop.done("make_offer", **offer, goodwill=True)["offers"][0]["amount"] == usd(1500)
    assert shop.done("accept_return")["refund"]["due"] == usd(1000)


def test_a_refund_in_another_currency_is_shown_and_settles_nothing(shop):
    shop.sell()
    shop.request()
    shop.done("make_offer", resolution="refund_without_return")
    shop.tell("offer.accepted", offer_id="R-1-s1")
    yuan = {"minor": 17000, "currency": "CNY"}
    shop.tell("refund.settled", amount=yuan, reference="P-1")

    assert shop.case["refund"] == {"due": usd(2400), "settled": None, "failed": [], "other": [yuan]}
    assert shop.refused("record_settlement", kind="refund", amount=yuan) == "G3.1"
    assert shop.done("record_settlement", kind="refund", reference="P-2")["outcome"] == "refunded"


def test_a_refund_that_failed_is_due_again_and_shown(shop):
    shop.sell()
    shop.request()
    shop.done("make_offer", resolution="refund_without_return")
    shop.tell("offer.accepted", offer_id="R-1-s1")
    assert shop.done("record_settlement", kind="refund", reference="P-1")["outcome"] == "refunded"

    shop.tell("refund.failed", reference="P-1", text="the account is closed")

    case = shop.case
    assert (case["status"], case["outcome"], case["refund"]["settled"]) == ("settling", None, None)
    assert [(one["amount"], one["reference"]) for one in case["refund"]["failed"]] == [(usd(2400), "P-1")]
    assert [deadline["name"] for deadline in case["deadlines"]] == ["settle"]
    assert shop.done("record_settlement", kind="refund", reference="P-2")["outcome"] == "refunded"
