"""The worth of the pieces of a return.

It holds number 104 of docs/reliability.md.
"""

from typing import Any

import pytest

from chalicelib.domain.events import Event
from chalicelib.values.money import Money
from tests.domain.histories import (
    Story,
    line,
    offer,
    opened,
    placed,
    requested,
    rules_flagged,
    story,
    told_of,
    usd,
)

TEA = [line("CUP", 1, 1000), line("POT", 1, 9000)]
KEEP: dict[str, Any] = {"resolution": "refund_without_return"}


def sold(lines: list[dict[str, Any]], *claimed: dict[str, Any], **more: Any) -> Story:
    return story(placed(lines=lines, **more), requested(lines=list(claimed)))


def accepted(told: Story, return_id: str = "R-1") -> int:
    due = told.give(5, "accept_return", return_id=return_id).case(5, return_id).due
    assert isinstance(due, Money)
    return due.minor


def second(*claimed: dict[str, Any]) -> Event:
    return requested(4, return_id="R-2", lines=list(claimed))


@pytest.mark.parametrize(
    ("bought", "claimed", "worth"),
    [
        (TEA, line("CUP", 1, 9500), 1000),
        (TEA, line("CUP", 1, 900), 900),
        ([line("TEE", 3, 3000)], line("TEE", 1, 3000), 1000),
        ([line("TEE", 3, 1000)], line("TEE", 1, 1000), 334),
        ([line("TEE", 3, 1000)], line("TEE", 2, 1000), 667),
        ([line("TEE", 3, 1000)], line("TEE", 3, 1000), 1000),
        ([line("TEE", 1, 1000), line("TEE", 2, 2600)], line("TEE", 2, 9000), 2400),
        ([line("GIFT", 1, 0), line("POT", 1, 9000)], line("POT", 1, 9001), 9000),
    ],
)
def test_a_return_is_worth_no_more_than_its_pieces_cost(bought, claimed, worth):
    """G2.3a: a line claimed above its price is refunded at its price, and flagged."""
    told = sold(bought, claimed)
    assert accepted(told) == worth
    assert ("G2.3a" in rules_flagged(told.case(3))) == (claimed["amount"]["minor"] > worth)


def test_two_lines_of_one_article_are_worth_what_the_article_cost():
    """G2.3a: a claim is not cut into lines to be worth more."""
    told = sold([line("TEE", 2, 2000), line("POT", 1, 9000)], line("TEE", 1, 5000), line("TEE", 1, 5000))
    assert accepted(told) == 2000


def test_a_discount_on_the_order_still_bounds_what_is_promised():
    """G2.3a: never more than was paid."""
    assert accepted(sold(TEA, line("POT", 1, 9000), total=usd(8000))) == 8000


@pytest.mark.parametrize("state", ["offered", "agreed", "paid"])
def test_what_another_case_paid_or_promised_for_the_article_is_taken_off(state):
    """G2.3a: its cost less what other cases paid or promised for it."""
    told = opened().then(second(line())).give(4, "make_offer", **KEEP, amount=usd(500))
    if state != "offered":
        told = told.then(told_of("offer.accepted", 4.2, offer_id="R-1-s1"))
    if state == "paid":
        told = told.give(4.5, "record_settlement", kind="refund")
    assert accepted(told, "R-2") == 1900
    assert "24.00 USD is claimed for 2 of MUG-01, and 19.00 USD" in told.case(5, "R-2").reviews[0].detail


def test_a_sum_for_several_articles_is_shared_by_their_cost():
    """G2.3a: 14.00 for a mug of 12.00 and a plate of 16.00 is 6.00 and 8.00."""
    told = opened(lines=[line(quantity=1, minor=1200), line("PLATE-02", 1, 1600)])
    told = told.give(3, "make_offer", resolution="partial_refund", amount=usd(1400))
    assert accepted(told.then(second(line())), "R-2") == 1800
    assert accepted(told.then(second(line("PLATE-02", 1, 1600))), "R-2") == 800


def test_what_was_paid_for_no_article_of_the_order_is_not_taken_off_an_article():
    """G2.3a: freight that was refunded leaves the mugs their price."""
    freight = {"sku": "SHIPPING", "order_sku": None}
    told = sold([line(quantity=4, minor=4800)], line(), line("SHIPPING", 1, 500), total=usd(5300))
    told = told.give(3, "match_lines", lines=[freight]).give(3, "accept_return")
    assert str(told.case(3).due) == "29.00 USD"
    assert accepted(told.then(second(line(quantity=2, minor=2400))), "R-2") == 2400


def test_where_the_order_is_unknown_the_claim_counts():
    """G2.3a: a return is worth no more than its pieces."""
    told = story(requested(lines=[line("CUP", 1, 9500)])).give(3, "override_order_check", reason="sold by phone")
    assert accepted(told) == 9500
    assert "is left" in told.refusal(3, "make_offer", **KEEP, amount=usd(9501), goodwill=True).why


def test_an_offer_above_the_worth_is_goodwill_and_never_above_the_order():
    """G2.3a: make_offer takes goodwill."""
    told = sold(TEA, line("CUP", 1, 1000))
    assert "worth 10.00 USD at the most" in told.refusal(3, "make_offer", **KEEP, amount=usd(1001)).why
    assert (
        str(told.give(3, "make_offer", **KEEP, amount=usd(1001), goodwill=True).case(3).offers[0].amount) == "10.01 USD"
    )
    assert "is left" in told.refusal(3, "make_offer", **KEEP, amount=usd(10001), goodwill=True).why
    assert told.give(3, "make_offer", **KEEP).case(3).offers[0].amount == Money(minor=1000, currency="USD")


def test_an_offer_of_the_customers_above_the_worth_is_accepted_as_goodwill_only():
    """G2.3a: a customer's offer above the price."""
    told = sold(TEA, line("CUP", 1, 1000)).then(offer(3, amount=usd(9500)))
    assert "goodwill" in told.refusal(4, "accept_offer", offer_id="C-1").why
    assert str(told.give(4, "accept_offer", offer_id="C-1", goodwill=True).case(4).due) == "95.00 USD"
    above = sold(TEA, line("CUP", 1, 1000)).then(offer(3, amount=usd(10001)))
    assert "is left" in above.refusal(4, "accept_offer", offer_id="C-1", goodwill=True).why


def test_an_exchange_with_a_price_difference_above_the_worth_is_goodwill_too():
    """G2.3a: a return is worth no more than its pieces."""
    told = sold(TEA, line("CUP", 1, 1000))
    assert "goodwill" in told.refusal(3, "make_offer", resolution="exchange", amount=usd(1001)).why
    assert told.give(3, "make_offer", resolution="exchange").case(3).offers


def test_a_settlement_in_mediation_is_bounded_by_the_worth():
    """G2.3a: record_settlement in mediation."""
    opening = told_of("mediation.opened", 4, mediation_id="M-1", opened_by="customer")
    told = sold(TEA, line("CUP", 1, 9500)).then(opening)
    assert "worth 10.00 USD" in told.refusal(5, "record_settlement", kind="refund", amount=usd(1001)).why
    half = told.give(5, "record_settlement", kind="refund", amount=usd(600), reference="P-1")
    assert "worth 10.00 USD" in half.refusal(6, "record_settlement", kind="refund", amount=usd(401)).why
    assert str(half.give(6, "record_settlement", kind="refund", amount=usd(400)).case(6).settled) == "10.00 USD"


def test_a_settlement_in_mediation_of_an_unknown_order_is_bounded_by_the_claim():
    """G2.3a: where the order is unknown, the claim counts."""
    opening = told_of("mediation.opened", 4, mediation_id="M-1", opened_by="customer")
    told = story(requested(lines=[line("CUP", 1, 1000)])).then(opening)
    assert "10.00 USD" in told.refusal(5, "record_settlement", kind="refund", amount=usd(1001)).why


def test_nothing_is_recorded_as_paid():
    """A command that would have no effect is refused."""
    told = opened().give(3, "accept_return")
    assert "above nothing" in told.refusal(4, "record_settlement", kind="refund", amount=usd(0)).why


def test_a_claim_is_no_longer_flagged_once_an_amount_is_agreed():
    """G2.3a: the amount that was agreed counts."""
    told = sold(TEA, line("CUP", 1, 9500)).give(3, "accept_return")
    assert rules_flagged(told.case(3)) == set()


def test_what_the_platform_paid_above_the_worth_stays_flagged():
    """G2.3a: a claim above the price that was paid by the platform."""
    told = sold(TEA, line("CUP", 1, 9500)).then(told_of("refund.settled", 4, amount=usd(9500), reference="P-1"))
    assert "G2.3a" in rules_flagged(told.case(5))


def test_goodwill_is_on_record_with_the_offer_and_with_the_yes_that_it_was_needed_for():
    """G2.3a: the log is the record of why more was promised than the pieces are worth."""
    told = sold(TEA, line("CUP", 1, 1000))
    ours = told.give(4, "make_offer", **KEEP, amount=usd(3000), text="sorry", goodwill=True)
    yes = told.then(offer(4, **KEEP, amount=usd(3000))).give(5, "accept_offer", offer_id="C-1", goodwill=True)
    plain = told.give(4, "make_offer", **KEEP, amount=usd(900))
    assert ours.events[-1].fact.model_dump()["goodwill"] is True
    assert ours.entry(5, "offer.made").text == "as goodwill: sorry"
    assert yes.entry(6, "offer.accepted").text == "as goodwill"
    assert "goodwill" not in plain.events[-1].fact.model_dump(exclude_none=True)
    assert plain.entry(5, "offer.made").text == "refund without return: 9.00 USD"
