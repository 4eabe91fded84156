from typing import Any

import pytest

from chalicelib.domain.freight import Freight, freight
from chalicelib.policies import policy_book
from chalicelib.values.vocabulary import Party, Status
from tests.domain.histories import GUIDE, Story, delivered, offer, opened, placed, requested, story, told_of, usd

AT_FAULT = policy_book(default="party-at-fault")
SEEN: dict[str, Any] = {"matches_description": True, "matches_pictures": True, "condition": "as_sent"}


def decided(told: Story, day: float = 3) -> Freight:
    return freight(told.case(day), told.file(day).order, told.policies.shipped)


def inspected(reason: str, **seen: Any) -> Story:
    agreed = opened(reason={"code": reason}).give(3, "accept_return")
    return agreed.give(7, "record_inspection", **SEEN | seen)


@pytest.mark.parametrize(
    ("reason", "guide", "at_fault"),
    [
        ("change_of_heart", "seller", "customer"),
        ("wrong_item", "customer", "seller"),
        ("defective", "customer", "seller"),
        ("colour_difference", "customer", "seller"),
    ],
)
def test_the_two_policies_give_opposite_payers_and_each_says_what_the_other_does(reason, guide, at_fault):
    """G2.4: where the two policies differ, that they do and what the other says."""
    told = opened(reason={"code": reason})
    ours, theirs = decided(told.under(GUIDE)), decided(told.under(AT_FAULT))
    assert (ours.payer, theirs.payer) == (guide, at_fault)
    assert ours.differs is not None
    assert (ours.differs.policy, ours.differs.payer) == ("party-at-fault", at_fault)
    assert theirs.differs is not None
    assert (theirs.differs.policy, theirs.differs.payer) == ("guide", guide)
    assert (ours.policy, ours.rule, theirs.policy, theirs.rule) == ("guide", "G2.4", "party-at-fault", "G2.4")


@pytest.mark.parametrize("policies", [GUIDE, AT_FAULT], ids=["guide", "party-at-fault"])
@pytest.mark.parametrize("reason", ["damaged_in_transit", "lost_in_transit"])
def test_a_fault_of_the_carriers_is_paid_by_the_seller_and_reclaimed(policies, reason):
    """G2.4: seller, reclaim from the carrier."""
    found = decided(opened(reason={"code": reason}).under(policies))
    assert (found.payer, found.reclaim_from, found.differs) == (Party.SELLER, "carrier", None)


def test_the_guide_asks_the_customer_and_leaves_the_choice_to_the_seller():
    """G2.4: customer may be asked, the seller chooses, default is to ask."""
    told = opened()
    assert decided(told).may_choose
    chosen = told.give(3, "make_offer", resolution="exchange", freight_payer="seller")
    agreed = chosen.then(told_of("offer.accepted", 4, offer_id="R-1-s1"))
    assert decided(agreed, 4).payer is Party.SELLER


@pytest.mark.parametrize("reason", ["other", "unknown", "NO_SUCH_WORD"])
def test_nobody_pays_for_a_reason_that_is_unclear(reason):
    """G2.4: each decision names its rule."""
    found = decided(opened(reason={"code": reason}))
    assert (found.payer, found.rule, found.differs) == (None, "G1.1", None)


def test_an_agreed_offer_that_names_a_payer_overrides_and_says_so():
    """G2.4: an accepted offer that names a payer overrides, and says so."""
    made = offer(3, resolution="return_and_refund", freight_payer="seller")
    found = decided(opened().then(made).give(4, "accept_offer", offer_id="C-1"), 4)
    assert (found.payer, found.differs) == (Party.SELLER, None)
    assert "overrides the policy" in found.because


def test_a_ruling_that_names_a_payer_stands_before_the_agreement():
    """G2.4: the platform's ruling names the payer."""
    told = opened().then(offer(3, freight_payer="seller")).give(4, "accept_offer", offer_id="C-1")
    ruling = told_of("mediation.decided", 5, mediation_id="M-1", in_favour_of="seller", freight_payer="customer")
    assert decided(told.then(ruling), 5).payer is Party.CUSTOMER


@pytest.mark.parametrize(
    ("seen", "guide", "at_fault"),
    [
        ({"condition": "wrong_goods"}, "customer", "seller"),
        ({"matches_description": False}, "customer", "seller"),
        ({"matches_pictures": False}, "customer", "seller"),
        ({}, "seller", "customer"),
    ],
)
def test_an_inspection_can_change_whose_fault_it_was(seen, guide, at_fault):
    """G2.4: wrong_goods, or goods that do not match as sent, are the seller's fault; as_sent confirms the reason."""
    told = inspected("change_of_heart", **seen)
    assert (decided(told, 7).payer, decided(told.under(AT_FAULT), 7).payer) == (guide, at_fault)


@pytest.mark.parametrize("condition", ["used", "damaged", "empty"])
@pytest.mark.parametrize("policies", [GUIDE, AT_FAULT], ids=["guide", "party-at-fault"])
def test_spoiled_goods_of_a_no_reason_return_put_the_freight_on_the_customer(condition, policies):
    """G2.4: used, damaged after delivery, or empty put the freight on the customer's side."""
    found = decided(inspected("change_of_heart", condition=condition).under(policies), 7)
    assert (found.payer, found.differs) == (Party.CUSTOMER, None)


def test_the_decision_is_taken_again_after_inspection_and_both_stand_in_the_timeline():
    """G2.4: then the decision is taken again and both stand in the timeline."""
    told = inspected("change_of_heart", condition="wrong_goods")
    notes = [(entry.at.day, entry.effect) for entry in told.case(7).timeline if entry.type == "freight.decided"]
    assert notes == [
        (3, "the seller pays the freight (G2.4, policy guide)"),
        (8, "the customer pays the freight (G2.4, policy guide)"),
    ]


def test_a_classified_reason_decides_the_freight():
    """G1.1, G2.4: the fault class follows the reason."""
    told = opened(reason={"code": "other"}).give(3, "classify_reason", code="change_of_heart", reason="said so")
    assert decided(told).payer is Party.SELLER
    assert told.entry(3, "freight.decided").effect


def test_a_late_order_record_does_not_touch_the_freight():
    """G2.4: by fault class only."""
    unknown = story(*[event for event in opened().events if event.type != "order.placed"])
    assert decided(unknown) == decided(opened())
    assert unknown.case(3).status is Status.REQUESTED


def test_an_agreement_names_an_amount_and_the_freight_stays_by_policy():
    """G2.4: only an offer that names a payer overrides."""
    told = opened().give(3, "make_offer", resolution="return_and_refund", amount=usd(100))
    agreed = told.then(told_of("offer.accepted", 4, offer_id="R-1-s1"))
    assert decided(agreed, 4) == decided(opened())


@pytest.mark.parametrize("resolution", ["partial_refund", "refund_without_return"])
def test_nobody_pays_for_goods_that_stay_with_the_customer(resolution):
    """G2.4: where nothing travels there is no payer, whatever an offer says."""
    wished = opened(wants=resolution)
    offered = opened().then(offer(3, resolution=resolution, freight_payer="seller"))
    agreed = offered.give(4, "accept_offer", offer_id="C-1")
    for found in (decided(wished), decided(agreed, 4)):
        assert (found.payer, found.reclaim_from, found.differs) == (None, None, None)
        assert "the goods stay with the customer" in found.because
    assert "nobody pays the freight" in (agreed.entry(4, "freight.decided").effect or "")


def test_nobody_pays_for_an_order_that_is_cancelled():
    """G2.4, G1.2: a cancellation has no way back."""
    cancelled = story(placed(), requested(2, reason={"code": "change_of_heart"}))
    assert decided(cancelled).payer is None
    arrived = cancelled.then(delivered(1))
    assert decided(arrived).payer is Party.SELLER


def test_goods_that_travel_all_the_same_have_a_payer():
    """G2.4: what came back has travelled."""
    agreed = opened().then(offer(3)).give(4, "accept_offer", offer_id="C-1").then(told_of("return.shipped", 5))
    assert decided(agreed, 6).payer is Party.CUSTOMER


def test_a_payer_that_a_ruling_named_stays_named_until_another_ruling_names_one():
    """G2.4: a later ruling that names none changes nothing."""
    first = told_of("mediation.decided", 5, mediation_id="M-1", in_favour_of="customer", freight_payer="seller")
    silent = told_of("appeal.decided", 6, appeal_id="A-1", in_favour_of="split", refund=usd(100))
    other = told_of("mediation.decided", 7, mediation_id="M-2", in_favour_of="split", freight_payer="customer")
    told = opened().then(first, silent)
    assert [decided(found, 8).payer for found in (told, told.then(other))] == [Party.SELLER, Party.CUSTOMER]


@pytest.mark.parametrize(("payer", "reclaim_from"), [("seller", "carrier"), ("customer", None)])
def test_a_seller_who_agreed_to_pay_still_reclaims_from_the_carrier_at_fault(payer, reclaim_from):
    """G2.4: carrier's fault: seller, reclaim from the carrier; a named payer overrides who pays only."""
    told = opened(reason={"code": "damaged_in_transit"}).give(
        3, "make_offer", resolution="return_and_refund", freight_payer=payer
    )
    found = decided(told.then(told_of("offer.accepted", 4, offer_id="R-1-s1")), 4)
    assert (found.payer, found.reclaim_from) == (payer, reclaim_from)
