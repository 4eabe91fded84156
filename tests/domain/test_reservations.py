from typing import Any

import pytest

from chalicelib.domain.guards import available_actions
from chalicelib.domain.reservations import exceeds_order, remaining
from chalicelib.domain.situation import Situation
from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import Story, line, offer, opened, placed, requested, rules_flagged, story, told_of, usd

PLATE: dict[str, Any] = {"return_id": "R-2", "lines": [line("PLATE-02", 1, 1600)]}
REFUND: dict[str, Any] = {"resolution": "refund_without_return"}
RETURN: dict[str, Any] = {"resolution": "return_and_refund"}


def two_cases(**second: Any) -> Story:
    """The mugs (24.00) on day 2 and, unless told otherwise, the plate (16.00) on day 3, of an order of 40.00."""
    return opened().then(requested(3, **(PLATE | second)))


def left(told: Story, day: float, return_id: str) -> int | None:
    file = told.file(day)
    found = remaining(Situation.of(file, file.cases[return_id], now=file.as_of))
    return found.minor if found else None


def test_an_open_offer_of_ours_reserves_money_across_all_cases_of_the_order():
    """G2.3a: open offers reserve money and quantity."""
    told = two_cases().give(4, "make_offer", **REFUND, amount=usd(3000), goodwill=True)
    assert (left(told, 4, "R-1"), left(told, 4, "R-2")) == (4000, 1000)
    assert "10.00 USD is left" in told.refusal(5, "make_offer", return_id="R-2", **REFUND, amount=usd(1600)).why


@pytest.mark.parametrize("freed_by", ["declined", "expired", "withdrawn"])
def test_an_offer_that_is_open_no_more_frees_what_it_reserved(freed_by):
    """G2.3a: open offers reserve."""
    told = two_cases().give(
        4, "make_offer", **REFUND, amount=usd(3000), goodwill=True, expires_at="2026-03-07T12:00:00Z"
    )
    if freed_by == "declined":
        told = told.then(told_of("offer.declined", 5, offer_id="R-1-s1"))
    if freed_by == "withdrawn":
        told = told.then(told_of("return.withdrawn", 5))
    assert left(told, 6, "R-2") == 4000


def test_what_was_agreed_stays_reserved_until_it_is_paid_and_after():
    """G2.3a: open and accepted offers reserve money and quantity."""
    agreed = two_cases().give(4, "accept_return")
    paid = agreed.give(5, "record_settlement", kind="refund")
    assert (left(agreed, 4, "R-2"), left(paid, 5, "R-2")) == (1600, 1600)


def test_an_offer_of_the_customers_is_a_wish_and_reserves_nothing():
    """G2.3a: what we promise never exceeds the order."""
    told = two_cases().then(offer(4, amount=usd(4000)))
    assert left(told, 4, "R-2") == 4000
    assert rules_flagged(told.case(4)) == set()


def test_accepting_a_return_promises_no_more_than_the_order_still_has():
    """G2.3a: for the full remaining value of its lines."""
    told = two_cases().give(4, "make_offer", **REFUND, amount=usd(3000), goodwill=True)
    agreement = told.give(5, "accept_return", return_id="R-2").case(5, "R-2").agreement
    assert agreement is not None
    assert agreement.amount is not None
    assert agreement.amount.minor == 1000


def test_nothing_is_promised_once_nothing_is_left():
    """G2.3a: open offers reserve money."""
    told = two_cases().give(4, "make_offer", **REFUND, amount=usd(4000), goodwill=True)
    assert "nothing is left" in told.refusal(5, "accept_return", return_id="R-2").why


def test_an_offer_is_never_above_what_was_paid():
    """G2.3a: what we promise never exceeds the order."""
    assert "40.00 USD is left" in opened().refusal(3, "make_offer", **REFUND, amount=usd(4001)).why
    assert opened().give(3, "make_offer", **REFUND, amount=usd(4000), goodwill=True).case(3).offers


@pytest.mark.parametrize("amount", [0, 10**15])
def test_an_offer_is_an_amount_above_nothing_within_the_order(amount):
    """G2.3a: zero and the absurd are no offers."""
    assert opened().refusal(3, "make_offer", **REFUND, amount=usd(amount)).rule == "G2.3a"


def test_what_was_paid_is_the_stated_total_where_there_is_one():
    """G2.3a: what was paid is total, else the sum of the order's lines."""
    told = story(placed(total=usd(2000)), requested())
    assert left(told, 3, "R-1") == 2000
    assert told.give(3, "accept_return").case(3).due == told.file(3).order.total


def test_a_customers_offer_above_what_is_left_is_not_accepted():
    """G2.3a: what we promise never exceeds the order."""
    told = two_cases().give(4, "accept_return").then(offer(5, return_id="R-2", amount=usd(2000)))
    assert "16.00 USD is left" in told.refusal(6, "accept_offer", return_id="R-2", offer_id="C-1").why


def test_goods_are_given_away_once():
    """G2.3a: open offers reserve quantity."""
    told = two_cases(lines=[line(quantity=1, minor=1200)]).give(4, "make_offer", **RETURN, amount=usd(100))
    refused = told.refusal(5, "make_offer", return_id="R-2", **RETURN, amount=usd(100))
    assert "1 of MUG-01 where 0 are left" in refused.why
    declined = told.then(told_of("offer.declined", 5, offer_id="R-1-s1"))
    assert declined.give(6, "make_offer", return_id="R-2", **RETURN, amount=usd(100)).case(6, "R-2").offers


def test_more_goods_than_were_bought_are_flagged_and_not_promised():
    """G2.3a: excess that a platform reports is kept and flagged."""
    told = story(placed(), requested(lines=[line(quantity=3)]))
    assert told.case(3).reviews[0].detail == "3 of MUG-01 are asked back where 2 are left of the order"
    assert "3 of MUG-01 where 2 are left" in told.refusal(3, "accept_return").why


def test_an_exchange_takes_goods_and_no_money():
    """G2.3a: a return or an exchange."""
    told = two_cases(lines=[line(quantity=1, minor=1200)]).give(4, "make_offer", resolution="exchange")
    assert left(told, 4, "R-2") == 4000
    assert "MUG-01" in told.refusal(5, "accept_return", return_id="R-2").why


def test_excess_that_a_platform_reports_is_kept_and_flagged():
    """G2.3a: excess that a platform reports is kept and flagged."""
    told = two_cases().give(4, "accept_return").then(told_of("refund.settled", 5, amount=usd(9000)))
    case = told.case(5)
    assert case.settled is not None
    assert (case.settled.minor, case.status) == (9000, Status.CLOSED)
    assert exceeds_order(told.file(5).order, told.file(5).cases.values())
    assert rules_flagged(case) == {"G3.1", "G2.3a"}


def test_nothing_is_promised_of_an_order_in_two_currencies():
    """G2.3a: two currencies in one order are kept and flagged, and never added up."""
    told = story(placed(), requested(lines=[line(currency="EUR")]))
    assert rules_flagged(told.case(3)) == {"G2.1"}
    assert "currencies are never mixed" in told.refusal(3, "accept_return").why
    for currency in ("EUR", "USD"):
        amount = {"minor": 100, "currency": currency}
        assert "never mixed" in told.refusal(3, "make_offer", **REFUND, amount=amount).why


def test_a_return_in_two_currencies_names_no_worth():
    """G2.3a: two currencies are never added up."""
    told = story(placed(), requested(lines=[line(), line("PLATE-02", 1, 100, "EUR")]))
    assert told.case(3).claim is None
    assert "name the amount" in told.refusal(3, "accept_return").why


def test_a_settlement_in_another_currency_is_flagged_and_not_added():
    """G2.3a: two currencies are never added up."""
    agreed = opened().give(3, "accept_return").then(told_of("refund.settled", 4, amount=usd(1000)))
    told = agreed.then(told_of("refund.settled", 5, amount={"minor": 1400, "currency": "EUR"}))
    assert (told.case(5).settled, told.case(5).status) == (agreed.case(4).settled, Status.AGREED)
    assert "which settles nothing" in told.case(5).reviews[0].detail


def test_an_order_whose_worth_nobody_knows_limits_nothing():
    """G2.3a: an order that the seller confirms without a record is the seller's own risk, up to the return's worth."""
    confirmed = story(requested()).give(3, "override_order_check", reason="sold by phone")
    assert "24.00 USD is left" in confirmed.refusal(3, "make_offer", **REFUND, amount=usd(2401)).why
    assert confirmed.give(3, "accept_return").case(3).status is Status.AGREED


def test_lines_worth_more_than_the_largest_amount_are_kept_and_not_promised():
    """G2.3a: an absurd claim never stops an order from being read."""
    huge = story(placed(), requested(lines=[line(minor=10**15), line(minor=10**15)]))
    assert huge.case(3).claim is not None
    confirmed = story(requested(lines=[line(minor=10**15), line(minor=10**15)]))
    refused = confirmed.give(3, "override_order_check", reason="x").refusal(3, "accept_return")
    assert "one that can be told" in refused.why


def test_a_closed_case_that_gave_nothing_away_is_not_flagged_for_others():
    """G2.3a: a withdrawn case asks nothing back."""
    told = two_cases(lines=[line()]).then(told_of("return.withdrawn", 4, return_id="R-2")).give(5, "accept_return")
    assert told.case(5, "R-2").outcome is Outcome.WITHDRAWN
    assert rules_flagged(told.case(5, "R-2")) == set()


def test_what_the_order_has_no_goods_or_money_for_is_not_offered_as_an_action():
    """G2.3a: what can be asked is what would be taken."""
    goods = two_cases(lines=[line()]).give(4, "make_offer", **RETURN)
    money = two_cases().give(4, "make_offer", **REFUND, amount=usd(4000), goodwill=True)
    asks = {"accept_return", "make_offer", "accept_offer"}
    for told, possible in ((goods, set()), (money, {"make_offer"})):
        file = told.then(offer(4.5, return_id="R-2")).file(5)
        assert asks & set(available_actions(Situation.of(file, file.cases["R-2"], now=file.as_of))) == possible


def test_an_amount_is_named_where_the_lines_are_unknown():
    """G2.3a: nothing is promised that has no amount."""
    told = story(placed(), requested(2, lines=None))
    assert "name the amount" in told.refusal(3, "make_offer", **REFUND).why


def test_a_ruling_in_another_currency_is_kept_and_flagged():
    """G2.3a: two currencies in one order are kept and flagged."""
    refund = {"minor": 100, "currency": "EUR"}
    told = opened().then(told_of("mediation.decided", 4, mediation_id="M-1", in_favour_of="customer", refund=refund))
    assert "G2.1" in rules_flagged(told.case(5))
