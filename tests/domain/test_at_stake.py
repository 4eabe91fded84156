"""At stake: what it would cost the seller to accept now."""

import pytest

from chalicelib.domain.at_stake import at_stake
from chalicelib.domain.situation import Situation
from tests.domain.histories import confirmed, delivered, line, offer, opened, placed, requested, story, told_of, usd


def stake(told, day, return_id="R-1"):
    """Return as text what is at stake on a day."""
    file = told.file(day)
    amount = at_stake(Situation.of(file, file.cases[return_id], now=file.as_of))
    return None if amount is None else str(amount)


def test_it_is_the_value_of_the_lines_while_the_customer_asks_for_money():
    assert stake(opened(), 3) == "24.00 USD"
    assert stake(opened(wants="refund_without_return"), 3) == "24.00 USD"


def test_it_is_what_the_customer_offers_once_they_offer():
    assert stake(opened().then(offer(3)), 4) == "12.00 USD"
    assert stake(opened().then(offer(3, resolution="return_and_refund", amount=None)), 4) == "24.00 USD"
    assert stake(opened().then(offer(3), offer(4, "C-2", amount=usd(1300))), 5) == "13.00 USD"


def test_after_we_declined_it_is_the_request_again():
    assert stake(opened().then(offer(3)).give(4, "decline_offer", offer_id="C-1"), 5) == "24.00 USD"


@pytest.mark.parametrize(
    "told",
    [
        opened(wants="exchange"),
        opened(wants=None),
        opened(lines=None),
        opened().give(3, "accept_return"),
        opened().then(told_of("return.withdrawn", 3)),
        opened().then(offer(3, resolution="exchange", amount=None)),
    ],
    ids=["exchange", "nobody knows what they want", "no lines", "agreed", "closed", "their exchange"],
)
def test_it_is_nothing_where_no_money_can_be_accepted(told):
    assert stake(told, 4) is None


def test_it_is_no_more_than_the_order_still_has():
    other = requested(2, return_id="R-2", lines=[line("PLATE-02", 1, 1600)])
    told = story(placed(total=usd(3000)), delivered(), requested(2), other).give(3, "accept_return")
    assert stake(told, 4, "R-2") == "6.00 USD"


def test_what_is_paid_already_does_not_cost_again():
    assert stake(opened().then(told_of("refund.settled", 3, amount=usd(1000), reference="P-1")), 4) == "14.00 USD"


def test_an_order_that_is_not_known_has_the_claim_at_stake():
    assert stake(story(requested(2)), 3) == "24.00 USD"
    assert stake(confirmed(), 3) == "24.00 USD"
