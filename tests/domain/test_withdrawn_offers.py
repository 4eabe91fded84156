"""The seller withdraws an own offer before the customer has answered it."""

from typing import Any

import pytest

from chalicelib.domain.stock import reserved
from chalicelib.values.states import OfferStatus
from chalicelib.values.vocabulary import Status
from tests.domain.histories import Story, offer, opened, requested, rules_flagged, told_of, usd

HALF: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(1200)}


def offered(**terms: Any) -> Story:
    """Both mugs are asked back on day 2, and we offer half of the money on day 4."""
    return opened().give(4, "make_offer", **(HALF | terms))


def statuses(told: Story, day: float) -> dict[str, str]:
    return {found.offer_id: found.status.value for found in told.case(day).offers}


def test_a_withdrawn_offer_reserves_nothing():
    """G2.3a: open offers reserve money and quantity."""
    told = offered()
    other = {"return_id": "R-2", "wants": "refund_without_return"}
    both = told.then(requested(4.5, **other))
    assert reserved(both.case(5)) is not None
    withdrawn = both.give(5, "withdraw_offer", offer_id="R-1-s1", text="a mistake")
    assert (reserved(withdrawn.case(5)), withdrawn.entry(5, "offer.withdrawn").text) == (None, "a mistake")
    assert withdrawn.give(5.5, "accept_return", return_id="R-2").case(6, "R-2").due is not None
    assert [found.status for found in withdrawn.case(5).offers] == [OfferStatus.WITHDRAWN]


def test_the_customers_yes_before_the_withdrawal_counts_however_late_it_is_told():
    """G2.3a: a promise once made is not unmade, and the seller learns that the withdrawal came too late."""
    told = offered().give(5, "withdraw_offer", offer_id="R-1-s1")
    late = told.then(told_of("offer.accepted", 4.9, offer_id="R-1-s1"))
    case = late.case(6)
    assert (case.status, statuses(late, 6)) == (Status.SETTLING, {"R-1-s1": "accepted"})
    assert any("before you withdrew it" in review.detail for review in case.reviews)


def test_a_withdrawal_that_came_too_late_is_flagged_also_when_all_is_paid():
    """G2.3a: the case has ended by then."""
    told = offered().give(5, "withdraw_offer", offer_id="R-1-s1")
    paid = told_of("refund.settled", 4.95, amount=usd(1200), reference="P-1")
    case = told.then(told_of("offer.accepted", 4.9, offer_id="R-1-s1"), paid).case(6)
    assert case.status is Status.CLOSED
    assert any("before you withdrew it" in review.detail for review in case.reviews)


@pytest.mark.parametrize("end", [[], [told_of("mediation.opened", 5.2, mediation_id="M-1", opened_by="customer")]])
def test_the_customers_yes_after_the_withdrawal_has_no_effect_and_is_flagged(end):
    """G2.3a: the offer was open for nobody."""
    told = offered().give(5, "withdraw_offer", offer_id="R-1-s1").then(*end)
    late = told.then(told_of("offer.accepted", 5.5, offer_id="R-1-s1"))
    case = late.case(6)
    assert (case.agreement, case.status) == (None, told.case(6).status)
    assert rules_flagged(case) - rules_flagged(told.case(6)) == {"G2.3a"}
    assert late.entry(6, "offer.accepted").no_effect_because == "the offer is withdrawn already"


def test_a_no_after_the_withdrawal_is_not_flagged():
    """G2.3a: nobody relies on a no."""
    told = offered().give(5, "withdraw_offer", offer_id="R-1-s1")
    assert rules_flagged(told.then(told_of("offer.declined", 5.5, offer_id="R-1-s1")).case(6)) == set()


def test_only_an_open_offer_of_ours_is_withdrawn():
    """G2.3a: immutable once made, and no side withdraws the other's."""
    told = offered().then(offer(4.5))
    assert "only its own side" in told.refusal(5, "withdraw_offer", offer_id="C-1").why
    assert "no such offer" in told.refusal(5, "withdraw_offer", offer_id="R-1-s7").why
    gone = told.give(5, "withdraw_offer", offer_id="R-1-s1")
    assert "no offer of ours is open" in gone.refusal(5.5, "withdraw_offer", offer_id="R-1-s1").why
    assert "is withdrawn" in gone.give(5.2, "make_offer", **HALF).refusal(6, "withdraw_offer", offer_id="R-1-s1").why


def test_a_withdrawn_offer_can_be_made_again():
    """G2.3a: a new offer."""
    told = offered().give(5, "withdraw_offer", offer_id="R-1-s1").give(6, "make_offer", **HALF)
    assert statuses(told, 6) == {"R-1-s1": "withdrawn", "R-1-s2": "open"}


@pytest.mark.parametrize("command", ["withdraw_offer", "record_customer_answer"])
def test_what_needs_an_open_offer_of_ours_is_offered_only_then(command):
    """G2.3a: available_actions name what is possible now."""
    assert command in offered().actions(5)
    assert command not in opened().then(offer(4)).actions(5)
    assert "record_customer_offer" in opened().actions(5)
