"""The pieces of an order that count as given back.

It holds number 103 of docs/reliability.md.
"""

from typing import Any

import pytest

from chalicelib.domain.events import Event
from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import Story, line, offer, opened, requested, rules_flagged, told_of, usd

SEEN: dict[str, Any] = {"matches_description": True, "matches_pictures": True, "condition": "as_sent"}
BACK = (told_of("return.shipped", 5), told_of("return.delivered", 5.5))


def again(day: float = 10) -> Event:
    """The same mugs are asked back a second time."""
    return requested(day, return_id="R-2", reason={"code": "defective"})


def ruling(favour: str) -> Event:
    return told_of("mediation.decided", 6, mediation_id="M-1", in_favour_of=favour, refund=usd(500))


def taken(told: Story) -> bool:
    flagged = "G2.3a" in {review.rule for review in told.case(11, "R-2").reviews if "asked back" in review.detail}
    possible = "return" not in told.actions(11) and not flagged
    if not possible:
        assert "does not have these goods" in told.refusal(11, "accept_return", return_id="R-2").why
        return False
    return told.give(11, "accept_return", return_id="R-2").case(11, "R-2").status is Status.AGREED


def offered(**terms: Any) -> Story:
    return opened().give(3, "make_offer", **terms).then(told_of("offer.accepted", 4, offer_id="R-1-s1"))


PARTIAL: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(500)}
STAY: dict[str, Story] = {
    "kept for a part of the money": offered(**PARTIAL).give(5, "record_settlement", kind="refund"),
    "kept for a part that is not paid yet": offered(**PARTIAL),
    "kept without return": offered(resolution="refund_without_return", amount=usd(900)),
    "a part is offered by us": opened().give(10, "make_offer", **PARTIAL),
    "split": opened().then(ruling("split")),
    "ruled for the customer": opened().then(ruling("customer")),
    "ruled for the seller": opened().then(told_of("mediation.decided", 6, mediation_id="M-1", in_favour_of="seller")),
    "ruled for the seller after an agreement": opened()
    .give(3, "accept_return")
    .then(told_of("mediation.decided", 6, mediation_id="M-1", in_favour_of="seller")),
    "ruled for the seller after they came back": opened()
    .give(3, "accept_return")
    .then(*BACK, told_of("mediation.decided", 6, mediation_id="M-1", in_favour_of="seller")),
    "exchanged": opened(wants="exchange")
    .give(3, "accept_return")
    .then(*BACK)
    .give(6, "record_inspection", **SEEN)
    .give(7, "record_settlement", kind="exchange"),
    "exchanged before they came back": opened(wants="exchange")
    .give(3, "accept_return")
    .then(told_of("exchange.shipped", 4)),
    "asked for only": opened(),
    "wished by the customer": opened().then(offer(9, resolution="return_and_refund")),
    "withdrawn": opened().give(3, "accept_return").then(told_of("return.withdrawn", 4)),
    "refused and sent back again": opened(reason={"code": "change_of_heart"})
    .give(3, "accept_return")
    .then(*BACK)
    .give(6, "record_inspection", **SEEN | {"condition": "used"})
    .give(6.5, "refuse_return", reason="used"),
}
GONE: dict[str, Story] = {
    "agreed": opened().give(9, "accept_return"),
    "offered by us": opened().give(10, "make_offer", resolution="return_and_refund"),
    "an exchange that is not sent": opened(wants="exchange").give(9, "accept_return"),
    "on their way": opened().give(3, "accept_return").then(BACK[0]),
    "on their way when it was ruled": opened().give(3, "accept_return").then(BACK[0], ruling("customer")),
    "back": opened().give(3, "accept_return").then(*BACK),
    "back and paid": opened().give(3, "accept_return").then(*BACK).give(6, "record_settlement", kind="refund"),
    "back before anything was agreed": opened().then(*BACK),
    "back although ruled without an agreement": opened().then(*BACK, ruling("customer")),
    "back after it was withdrawn": opened().give(3, "accept_return").then(*BACK, told_of("return.withdrawn", 6)),
}


@pytest.mark.parametrize("story", STAY, ids=str)
def test_goods_that_the_customer_has_can_be_asked_back_again(story):
    """G2.3a: they stayed with the customer, or others were sent for them."""
    if story == "refused and sent back again":
        assert STAY[story].case(11).outcome in (None, Outcome.REFUSED)
    assert taken(STAY[story].then(again()))


@pytest.mark.parametrize("story", GONE, ids=str)
def test_goods_that_came_back_or_are_to_come_back_count(story):
    """G2.3a: pieces are given back once."""
    assert not taken(GONE[story].then(again()))


def test_kept_goods_come_back_for_what_is_left_of_the_money():
    """G2.3a: money is counted apart."""
    told = STAY["kept for a part of the money"].then(again()).give(11, "accept_return", return_id="R-2")
    assert str(told.case(11, "R-2").due) == "19.00 USD"
    assert rules_flagged(told.case(11, "R-1")) == set()


def test_one_of_several_exchanged_pieces_comes_back_for_its_price():
    """G2.3a: an exchange leaves the customer with goods, and no money was paid."""
    one = requested(10, return_id="R-2", lines=[line(quantity=1, minor=1200)], reason={"code": "defective"})
    told = STAY["exchanged"].then(one).give(11, "accept_return", return_id="R-2")
    assert str(told.case(11, "R-2").due) == "12.00 USD"
