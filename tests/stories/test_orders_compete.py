"""Several returns of one order: what one promises, the others cannot (G2.3a)."""

from tests.world.order import line, usd


def test_two_returns_compete_for_the_orders_money(shop):
    shop.sell(lines=[line(quantity=4, minor=3000)])
    shop.request(lines=[line(quantity=2, minor=2400)])
    shop.done("make_offer", resolution="partial_refund", amount=usd(2000), goodwill=True)
    shop.return_id = "R-2"
    shop.request(lines=[line(quantity=2, minor=2400)])

    assert shop.refused("make_offer", resolution="partial_refund", amount=usd(1001), goodwill=True) == "G2.3a"
    shop.done("make_offer", resolution="partial_refund", amount=usd(1000), goodwill=True)

    shop.return_id = "R-1"
    assert shop.refused("make_offer", resolution="partial_refund", amount=usd(2001), goodwill=True) == "G2.3a"
    shop.tell("offer.declined", offer_id="R-1-s1")
    shop.return_id = "R-2"
    shop.done("make_offer", resolution="partial_refund", amount=usd(2400), goodwill=True)


def test_two_returns_compete_for_the_orders_goods(shop):
    shop.sell(lines=[line(quantity=3, minor=9000)])
    shop.request(lines=[line(quantity=2, minor=2000)])
    shop.done("accept_return")
    shop.return_id = "R-2"
    shop.request(lines=[line(quantity=2, minor=2000)])

    assert shop.refused("accept_return") == "G2.3a"
    assert any(review["rule"] == "G2.3a" for review in shop.case["needs_review"])

    shop.return_id = "R-1"
    shop.tell("return.withdrawn")
    shop.return_id = "R-2"
    assert shop.done("accept_return")["status"] == "agreed"


def test_an_agreement_takes_what_is_left_where_less_than_its_lines_is_left(shop):
    shop.sell(lines=[line(quantity=4, minor=3000)])
    shop.request(lines=[line(quantity=1, minor=2400)])
    shop.done("make_offer", resolution="refund_without_return", amount=usd(2400), goodwill=True)
    shop.return_id = "R-2"
    shop.request(lines=[line(quantity=1, minor=2400)])

    assert shop.done("accept_return")["refund"]["due"] == usd(600)


def test_what_a_platform_settles_beyond_the_order_is_kept_and_flagged(shop):
    shop.sell()
    shop.request()
    shop.tell("refund.settled", amount=usd(2500), reference="P-1")

    assert shop.case["refund"]["settled"] == usd(2500)
    assert "G2.3a" in [review["rule"] for review in shop.case["needs_review"]]


def test_the_cases_of_two_orders_know_nothing_of_each_other(shop):
    shop.sell()
    shop.request()
    shop.done("accept_return")
    shop.order_number = "A-1002"
    shop.sell()
    shop.request()

    assert shop.done("accept_return")["refund"]["due"] == usd(2400)
