"""Cancelled or returned: decided when the seller accepts or offers, by what was known then."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.eligibility import eligibility
from chalicelib.domain.events import Event
from chalicelib.domain.offer_facts import ReturnAccepted
from chalicelib.domain.reported import read_marketplace_fact
from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import (
    Story,
    confirmed,
    delivered,
    offer,
    on,
    opened,
    ours,
    placed,
    requested,
    rules_flagged,
    story,
    told_of,
    usd,
)

HEART = {"code": "change_of_heart"}
BACK: dict[str, Any] = {"resolution": "return_and_refund"}


def accepted(told: Story) -> Story:
    return told.give(3, "accept_return")


def offered(told: Story) -> Story:
    return told.give(3, "make_offer", **BACK).then(told_of("offer.accepted", 3.5, offer_id="R-1-s1"))


def taken(told: Story) -> Story:
    return told.then(offer(2.5, **BACK, amount=usd(2400))).give(3, "accept_offer", offer_id="C-1")


WAYS = pytest.mark.parametrize("agree", [accepted, offered, taken])


def received(event: Event, day: float) -> Event:
    return replace(event, received_at=on(day))


def reviews(told: Story, day: float) -> list[str]:
    return [review.detail for review in told.case(day).reviews if review.rule == "G1.2"]


def running(told: Story, day: float) -> list[str]:
    return [deadline.name for deadline in deadlines(told.case(day))]


@WAYS
@pytest.mark.parametrize("day", [1, 2.9, 3.9], ids=["before the request", "before the yes", "after the yes"])
def test_a_delivery_told_after_a_cancellation_flags_it_and_changes_nothing(agree, day):
    """It holds number 106 of docs/reliability.md: it neither reopens the case nor starts a shipping deadline."""
    agreed = agree(confirmed(reason=HEART))
    late = agreed.then(received(delivered(day), 4))
    assert (running(late, 5), running(late, 30)) == (["settle"], ["settle"])
    assert late.case(30).status is Status.SETTLING
    (detail,) = reviews(late, 5)
    assert "Ask the customer to send the goods back" in detail
    assert late.give(5, "record_settlement", kind="refund").case(5).outcome is Outcome.CANCELLED


@WAYS
def test_a_delivery_told_after_a_cancellation_was_paid_flags_it_too(agree):
    """It holds number 106 of docs/reliability.md: the goods are at the customer's, and the money too."""
    paid = agree(confirmed(reason=HEART)).then(told_of("refund.settled", 4, amount=usd(2400)))
    late = paid.then(received(delivered(1), 5)).case(6)
    assert (late.outcome, len(reviews(paid, 6))) == (Outcome.CANCELLED, 0)
    assert "G1.2" in rules_flagged(late)


def test_a_delivery_told_between_our_offer_and_its_acceptance_flags_the_case():
    """It holds number 106 of docs/reliability.md: decided when the seller offers."""
    told = confirmed(reason=HEART).give(3, "make_offer", **BACK).then(received(delivered(1), 4))
    agreed = told.then(told_of("offer.accepted", 5, offer_id="R-1-s1"))
    assert agreed.case(6).status is Status.SETTLING
    assert len(reviews(agreed, 6)) == 1
    renewed = told.give(4.5, "make_offer", **BACK).then(told_of("offer.accepted", 5, offer_id="R-1-s2"))
    assert (renewed.case(6).status, reviews(renewed, 6)) == (Status.AGREED, [])


def test_a_delivery_that_the_seller_knew_of_flags_nothing():
    """G1.2: the goods were on their way when the customer called the order off, and the seller accepted that."""
    agreed = accepted(story(placed(), requested(2, reason=HEART), delivered(2.5)))
    assert (agreed.case(5).status, reviews(agreed, 5)) == (Status.SETTLING, [])


def test_the_eligibility_of_a_cancellation_stays_as_decided():
    """G1.2: the decision is shown as it was taken."""
    file = accepted(confirmed(reason=HEART)).then(received(delivered(1), 4)).file(5)
    assert eligibility(file.cases["R-1"], file.order, now=on(5)).rules[1].rule == "G1.2"


@pytest.mark.parametrize("kind", ["return.shipped", "return.delivered"])
@pytest.mark.parametrize("day", [2.5, 4], ids=["before the yes", "after the yes"])
def test_goods_that_come_back_after_a_cancellation_are_flagged_with_what_to_do(kind, day):
    """It holds number 106 of docs/reliability.md: no return and no inspection; a person is told what to do."""
    back = accepted(confirmed(reason=HEART)).then(received(told_of(kind, day), 4.5))
    assert (back.case(5).status, running(back, 5)) == (Status.SETTLING, ["settle"])
    (detail,) = reviews(back, 5)
    assert "put them into stock" in detail
    assert back.give(5, "record_settlement", kind="refund").case(5).outcome is Outcome.CANCELLED


@WAYS
def test_a_return_stays_one_if_the_request_proves_to_be_older_than_the_delivery(agree):
    """It holds number 106 of docs/reliability.md: the reverse too."""
    agreed = agree(opened(reason=HEART))
    late = agreed.then(received(told_of("return.updated", 0.5), 4))
    assert (late.case(5).status, late.case(5).agreement) == (Status.AGREED, agreed.case(5).agreement)
    assert len(reviews(late, 5)) == 1
    assert late.give(5, "record_settlement", kind="refund").case(5).outcome is Outcome.REFUNDED


def test_a_return_stays_one_if_the_order_is_told_after_it():
    """It holds number 106 of docs/reliability.md: no record said that the goods had not arrived."""
    vouched = story(requested(reason=HEART)).give(2.5, "override_order_check", reason="by phone")
    late = accepted(vouched).then(received(placed(), 4))
    assert (late.case(5).status, len(reviews(late, 5))) == (Status.AGREED, 1)
    back = late.then(told_of("return.shipped", 5))
    assert (back.case(6).status, reviews(back, 6)) == (Status.RETURNING, [])


def test_lost_goods_are_not_waited_for_although_a_late_word_names_another_reason():
    """G1.3: a promise once made is not unmade by a late fact."""
    agreed = accepted(confirmed(reason={"code": "lost_in_transit"}))
    late = agreed.then(received(told_of("return.updated", 2.5, reason={"code": "defective"}), 4))
    assert (late.case(5).status, late.case(40).status) == (Status.SETTLING, Status.SETTLING)
    assert late.then(told_of("return.shipped", 5)).case(6).status is Status.RETURNING


def test_lost_goods_that_had_arrived_are_flagged_with_what_to_do():
    """G1.3: the promise stays valid, and a person decides what becomes of the goods."""
    late = accepted(confirmed(reason={"code": "lost_in_transit"})).then(received(delivered(1), 4))
    (review,) = late.case(5).reviews
    assert (late.case(5).status, review.rule) == (Status.SETTLING, "G1.3")
    assert "Ask the customer to send the goods back" in review.detail


def test_an_acceptance_of_the_first_edition_is_judged_by_what_is_known():
    """The first edition: its rows do not say what was decided."""
    row = ours("return.accepted", 3, return_id="R-1", resolution="return_and_refund", amount=usd(2400))
    agreed = confirmed(reason=HEART).then(row)
    assert agreed.case(4).status is Status.SETTLING
    assert agreed.then(received(delivered(1), 4)).case(5).status is Status.AGREED
    back = agreed.then(told_of("return.shipped", 5), told_of("return.delivered", 6))
    assert back.statuses() == ["requested", "settling", "returning", "inspecting"]
    assert back.give(6, "record_settlement", kind="refund").case(6).outcome is Outcome.REFUNDED


def test_the_decision_stands_in_the_row():
    """It holds number 106 of docs/reliability.md: it is part of the seller's act."""
    fact = accepted(confirmed(reason=HEART)).events[-1].fact
    assert isinstance(fact, ReturnAccepted)
    assert fact.goods is not None
    assert (fact.goods.cancelled, fact.goods.lost) == (True, False)


@pytest.mark.parametrize("goods", ["mugs", {"cancelled": True, "lost": False}])
def test_a_customers_offer_decides_nothing_about_the_goods(goods):
    """Unknown fields are ignored."""
    data = {"return_id": "R-1", "offer_id": "C-1", "goods": goods, **BACK}
    fact, _ = read_marketplace_fact("offer.made", data)
    assert fact == read_marketplace_fact("offer.made", {**data, "goods": None})[0]
