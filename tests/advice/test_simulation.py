"""Simulation (docs/policies.md): past orders folded under another policy, and the cases that come out otherwise."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.advice.simulation import Difference, as_if_always, differences
from chalicelib.domain.policy import Policy
from chalicelib.policies import SHIPPED, shipped
from chalicelib.policies.words import words_of
from chalicelib.values.languages import Language
from chalicelib.values.money import Money
from tests.domain.histories import (
    GUIDE,
    Story,
    delivered,
    evidence,
    offer,
    on,
    opened,
    ours,
    placed,
    requested,
    story,
    told_of,
)
from tests.domain.proposals import proposed

CHINESE = words_of(Language.CHINESE)


def guide(**changes) -> Policy:
    """The guide with changes by path."""
    return Policy.model_validate(proposed(**changes))


def changed(told: Story, policy: Policy, day: float) -> dict[str, Difference]:
    """Return the differences that another policy makes by a day."""
    other = told.under(as_if_always(policy, told.policies))
    return {found.field: found for found in differences(told.file(day), other.file(day), "R-1")}


def outcome(found: Difference) -> tuple[object, object, str]:
    return (found.was, found.would_be, found.rule)


def test_a_longer_negotiation_would_have_kept_a_case_from_the_platform():
    found = changed(opened(), guide(deadlines__negotiation__days=20), 12)
    assert outcome(found["status"]) == ("mediation_requested", "requested", "G2.3b")
    assert "negotiation would not have passed on 10 March 2026, 12:15 UTC" in found["status"].why
    assert CHINESE.write(found["status"].sentence).startswith("协商的期限不会于 2026年3月10日 12:15（UTC） 届满（")
    assert found.keys() == {"status"}


def test_a_policy_that_does_not_escalate_by_itself_would_have_left_it_to_the_seller():
    found = changed(opened(), guide(escalation__automatic=False), 12)
    assert outcome(found["status"]) == ("mediation_requested", "requested", "G2.3b")


def test_more_time_to_send_goods_back_would_have_kept_a_case_from_expiring():
    returned = opened().give(3, "accept_return")
    found = changed(returned, guide(deadlines__ship_back__days=30), 20)
    assert outcome(found["status"]) == ("closed", "agreed", "G2.3a")
    assert outcome(found["outcome"]) == ("expired", None, "G2.3a")


def test_what_would_be_due_follows_from_where_a_case_would_stand():
    """An agreement comes after the goods would have been given up on: it counts under one policy only."""
    refused = opened().give(3, "refuse_return", reason="out of stock of reasons")
    late = refused.then(told_of("return.contested", 6)).then(offer(6.5)).give(6.6, "accept_offer", offer_id="C-1")
    found = changed(late, guide(deadlines__contest__days=1), 8)
    assert outcome(found["refund.due"]) == (Money(minor=1200, currency="USD"), None, "G2.2c")
    assert outcome(found["outcome"]) == (None, "refused", "G2.2c")


@pytest.mark.parametrize(
    ("code", "was", "would_be"),
    [
        ("change_of_heart", "seller", "customer"),
        ("colour_difference", "customer", "seller"),
        ("damaged_in_transit", None, None),
        ("no idea", None, None),
    ],
)
def test_the_party_at_fault_would_have_paid_the_freight(code, was, would_be):
    found = changed(opened(reason={"code": code}), shipped("party-at-fault"), 3)
    if was is None:
        assert found == {}
    else:
        assert outcome(found["freight.payer"]) == (was, would_be, "G2.4")


@pytest.mark.parametrize(("days", "eligible"), [(7, True), (1, True), (2, False)])
def test_a_longer_window_would_have_let_a_return_in(days, eligible):
    late = story(placed(), delivered(1), requested(10, reason={"code": "change_of_heart"}))
    found = changed(late, guide(windows__no_reason__days=days + 7), 11)
    assert ("eligibility.eligible" in found) is (days != 1)
    if days != 1:
        assert outcome(found["eligibility.eligible"]) == (False, True, "G2.2a")


def test_evidence_that_a_policy_asks_for_would_have_been_missing():
    told = opened().then(*evidence(3, "E-1", "photo"), *evidence(3, "E-2", "logistics"))
    found = changed(told, guide(appeals__evidence={"photo": 2}), 4)
    assert outcome(found["readiness.ready"]) == (True, False, "G2.5b")
    assert "photo (1 of 2)" in found["readiness.ready"].why
    assert "照片（已有 1，需要 2）" in CHINESE.write(found["readiness.ready"].sentence)


def test_a_simulation_shows_a_deadline_that_would_fall_on_another_day():
    found = changed(opened(), guide(deadlines__respond__days=4, deadlines__negotiation__days=7), 3)
    assert outcome(found["deadline.respond"]) == (
        "2026-03-06T12:00:00.000000Z",
        "2026-03-07T12:00:00.000000Z",
        "G2.3b",
    )
    assert found.keys() == {"deadline.respond"}


HAPPENINGS = [
    lambda day: told_of("return.shipped", day),
    lambda day: told_of("return.delivered", day),
    lambda day: told_of("return.withdrawn", day),
    lambda day: offer(day, "C-1"),
    lambda day: offer(day, "C-2", resolution="return_and_refund", expires_at=on(day + 2).isoformat()),
    lambda day: told_of("offer.accepted", day, offer_id="R-1-s1"),
    lambda day: ours("offer.made", day, return_id="R-1", offer_id="R-1-s1", resolution="exchange"),
    lambda day: ours("offer.accepted", day, return_id="R-1", offer_id="C-1"),
    lambda day: ours("return.refused", day, return_id="R-1", reason="worn", grounds=[]),
    lambda day: told_of("return.contested", day),
    lambda day: ours("mediation.requested", day, return_id="R-1", reason="no agreement"),
    lambda day: told_of("mediation.opened", day, mediation_id="M-1", opened_by="seller"),
    lambda day: told_of("mediation.decided", day, mediation_id="M-1", in_favour_of="customer"),
    lambda day: told_of("refund.settled", day, amount={"minor": 2400, "currency": "USD"}),
]
CODES = st.sampled_from(["change_of_heart", "defective", "lost_in_transit", "no idea"])


@st.composite
def stories(draw) -> Story:
    days = st.integers(2, 40).map(float)
    happened = draw(st.lists(st.tuples(st.sampled_from(HAPPENINGS), days), max_size=8))
    told = [happening(day) for happening, day in happened]
    return opened(reason={"code": draw(CODES)}).then(*told)


@given(stories(), st.sampled_from(SHIPPED), st.integers(2, 60))
def test_the_same_policy_changes_nothing(told, name, day):
    book = as_if_always(shipped(name), GUIDE)
    assert changed(told.under(book), shipped(name), day) == {}


@given(stories(), st.integers(2, 60))
def test_the_two_policies_that_ship_differ_in_the_freight_and_nothing_else(told, day):
    """G2.4: the payer is policy data, and two policies ship."""
    assert changed(told, shipped("party-at-fault"), day).keys() <= {"freight.payer"}


TERMS = st.fixed_dictionaries(
    {f"deadlines__{name}__days": st.integers(1, 30) for name in type(shipped("guide").deadlines).model_fields}
    | {"escalation__automatic": st.booleans(), "windows__no_reason__days": st.integers(1, 30)}
)


@given(stories(), TERMS, st.integers(2, 60))
def test_any_history_under_any_terms_is_compared_and_each_difference_is_one(told, terms, day):
    for found in changed(told, guide(**terms), day).values():
        assert found.was != found.would_be
        assert found.rule
        assert found.why
        assert re.search(r"[a-z]{2,}", re.sub(r"guide|UTC", "", CHINESE.write(found.sentence))) is None
