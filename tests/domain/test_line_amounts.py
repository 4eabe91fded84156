"""A line of a return may name no amount: then it is what the order says of these pieces.

It holds number 109 of docs/reliability.md.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.facts import Line, OrderLine
from chalicelib.domain.line_amounts import with_amounts
from chalicelib.values.money import LARGEST_MINOR, Money
from chalicelib.values.vocabulary import Status
from tests.domain.histories import Story, line, opened, placed, requested, rules_flagged, story, told_of, usd

CUPS = line("CUP-3", 3, 1000)


def unpriced(sku: str = "MUG-01", quantity: int = 2) -> dict[str, object]:
    return {"sku": sku, "quantity": quantity}


def amounts(told: Story, day: float = 3, return_id: str = "R-1") -> list[int | None]:
    return [found.amount.minor if found.amount else None for found in told.case(day, return_id).priced_lines]


@pytest.mark.parametrize(
    ("bought", "asked", "minor"),
    [
        ([line()], [unpriced()], [2400]),
        ([line()], [unpriced(quantity=1)], [1200]),
        ([CUPS], [unpriced("CUP-3", 1)], [334]),
        ([CUPS], [unpriced("CUP-3", 2)], [667]),
        ([CUPS], [unpriced("CUP-3", 1), unpriced("CUP-3", 1), unpriced("CUP-3", 1)], [334, 333, 333]),
        ([CUPS], [unpriced("CUP-3", 5)], [1000]),
        ([line("A", 1, 100), line("a", 3, 500)], [unpriced("A", 2)], [300]),
        ([line()], [unpriced("mug-\u200b01 ")], [2400]),
        ([line()], [line(minor=1900)], [1900]),
        ([line(), line("PLATE-02", 1, 1600)], [line(minor=1900), unpriced("PLATE-02", 1)], [1900, 1600]),
        ([line()], [unpriced("PLATE-02", 1)], [None]),
        ([line("A", 1, 100), line("A", 1, 100, "EUR")], [unpriced("A", 1)], [None]),
        ([line(minor=0)], [unpriced()], [0]),
    ],
)
def test_a_line_without_an_amount_is_its_share_of_the_orders_line_rounded_up(bought, asked, minor):
    assert amounts(story(placed(lines=bought), requested(lines=asked))) == minor


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 9)), min_size=1, max_size=5),
    st.integers(1, 30),
    st.integers(0, LARGEST_MINOR),
)
def test_the_lines_of_an_article_together_are_never_worth_more_than_it_cost(asked, pieces, cost):
    bought = OrderLine(sku="A", quantity=pieces, amount=Money(minor=cost, currency="USD"))
    found = with_amounts(tuple(Line(sku=sku, quantity=quantity) for sku, quantity in asked), (bought,))
    priced = [amount.minor for _, amount in ((line.sku, line.amount) for line in found) if amount is not None]
    asked_of_it = sum(quantity for sku, quantity in asked if sku == "A")
    assert sum(priced) == -(-cost * min(asked_of_it, pieces) // pieces)
    assert [line.amount for line in found if line.sku == "B"] == [None for sku, _ in asked if sku == "B"]


def test_it_is_accepted_for_what_the_order_says():
    told = story(placed(), requested(lines=[unpriced(quantity=1)])).give(3, "accept_return")
    assert told.case(3).due == Money(minor=1200, currency="USD")
    paid = told.then(told_of("return.delivered", 4), told_of("refund.settled", 5, amount=usd(1200)))
    assert (paid.case(6).status, rules_flagged(paid.case(6))) == (Status.CLOSED, set())


def test_a_record_that_comes_later_says_what_earlier_lines_are_worth():
    told = story(requested(lines=[unpriced()]))
    assert (amounts(told), told.case(3).claim) == ([None], None)
    assert amounts(told.then(placed(4)), 5) == [2400]


def test_while_the_amount_is_unknown_an_offer_has_to_name_it():
    told = story(requested(lines=[unpriced()])).give(3, "override_order_check", reason="sold by phone")
    assert "name the amount" in told.refusal(3, "accept_return").why
    offered = told.give(3, "make_offer", resolution="return_and_refund", amount=usd(2400))
    assert offered.case(3).offers[0].amount == Money(minor=2400, currency="USD")


def test_one_unknown_amount_leaves_the_claim_unknown():
    """A sum of the known amounts is less than the claim: it would promise too little."""
    told = story(placed(), requested(lines=[line(), unpriced("CUP-3", 1)]))
    assert (amounts(told), told.case(3).claim) == ([2400, None], None)


def test_a_request_told_again_with_its_amounts_completes_the_first():
    told = story(requested(lines=[unpriced()]), requested(2.5, lines=[line()]))
    assert (amounts(told), rules_flagged(told.case(3))) == ([2400], set())


def test_a_request_told_again_without_its_amounts_says_nothing_else():
    told = opened().then(requested(2.5, lines=[unpriced()]))
    assert (amounts(told), rules_flagged(told.case(3))) == ([2400], set())
    other = opened().then(requested(2.5, lines=[unpriced(quantity=1)]))
    assert rules_flagged(other.case(3)) == {"told-otherwise"}


def test_an_update_without_amounts_keeps_those_of_the_same_pieces():
    told = story(requested(), told_of("return.updated", 3, lines=[unpriced()]))
    assert amounts(told, 4) == [2400]
    fewer = story(requested(), told_of("return.updated", 3, lines=[unpriced(quantity=1)]))
    assert amounts(fewer, 4) == [None]


def test_the_seller_can_complete_what_the_platform_left_out():
    told = story(requested(lines=[unpriced()]))
    named = told.give(3, "complete_details", lines=[line()])
    assert amounts(named, 4) == [2400]
    assert "lines is known" in named.refusal(4, "complete_details", lines=[line(minor=1)]).why
    assert "lines is known" in told.refusal(4, "complete_details", lines=[line(quantity=1)]).why


def test_a_share_above_the_largest_amount_is_kept_and_not_promised():
    bought = [line(minor=LARGEST_MINOR), line(minor=LARGEST_MINOR)]
    told = story(placed(lines=bought), requested(lines=[unpriced(quantity=4)]))
    assert amounts(told) == [2 * LARGEST_MINOR]
    assert "can be" in told.refusal(3, "accept_return").why


def test_a_line_of_an_order_needs_its_amount():
    with pytest.raises(ValueError, match=r"lines\.0\.amount"):
        placed(lines=[unpriced()])
