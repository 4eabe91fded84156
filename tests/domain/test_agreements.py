"""An agreement stays as it is, and a yes that lost its ground is flagged."""

import random
from typing import Any

import pytest

from chalicelib.values.states import OfferStatus
from chalicelib.values.vocabulary import Status
from tests.domain.histories import Story, line, offer, on, opened, requested, rules_flagged, told_of, usd

HALF: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(1200)}
RULED = told_of("mediation.decided", 4.5, mediation_id="M-1", in_favour_of="seller")
APPEAL = told_of("appeal.opened", 4.5, appeal_id="A-1", opened_by="customer")


def offered() -> Story:
    return opened().give(4, "make_offer", **HALF)


@pytest.mark.parametrize("late", [RULED, APPEAL], ids=["ruling", "appeal"])
def test_a_yes_after_a_ruling_or_an_appeal_that_came_late_is_flagged_and_the_offer_is_not_left_open(late):
    """Number 100 of docs/reliability.md: whoever gave the yes."""
    told = offered().then(told_of("offer.accepted", 5, offer_id="R-1-s1"))
    assert told.case(6).agreement is not None
    case = told.then(late).case(6)
    assert (case.agreement, case.open_offers()) == (None, ())
    assert "G2.3a" in rules_flagged(case)


@pytest.mark.parametrize("late", [RULED, APPEAL], ids=["ruling", "appeal"])
def test_our_own_yes_that_lost_its_ground_is_flagged(late):
    """Number 100 of docs/reliability.md: our yes to the customer's offer, and to the request."""
    ours = opened().then(offer(4)).give(5, "accept_offer", offer_id="C-1")
    plain = opened().give(5, "accept_return")
    for told in (ours, plain):
        assert "G2.3a" in rules_flagged(told.then(late).case(6)) - rules_flagged(told.case(6))


def test_an_old_offer_accepted_after_the_withdrawal_promises_nothing_beside_another_return():
    """Number 101 of docs/reliability.md: its money was promised elsewhere."""
    other = {"return_id": "R-2", "lines": [line("PLATE-02", 1, 1600)], "wants": "refund_without_return"}
    told = opened().give(3, "make_offer", resolution="refund_without_return", amount=usd(2400))
    told = told.then(told_of("return.withdrawn", 4), requested(4.5, **other)).give(5, "accept_return", return_id="R-2")
    late = told.then(told_of("offer.accepted", 6, offer_id="R-1-s1"))
    case = late.case(7)
    assert (case.status, case.due, [found.status for found in case.offers]) == (
        Status.CLOSED,
        None,
        [OfferStatus.WITHDRAWN],
    )
    assert "after-the-end" in rules_flagged(case)
    assert rules_flagged(late.case(7, "R-2")) == rules_flagged(told.case(7, "R-2"))


@pytest.mark.parametrize(
    "change",
    [{"lines": [line(quantity=4, minor=4800)]}, {"wants": "exchange"}, {"lines": [line(quantity=1, minor=1200)]}],
)
def test_lines_or_wants_changed_after_the_agreement_are_kept_and_flagged(change):
    """Number 110 of docs/reliability.md: what was agreed is frozen."""
    told = opened().give(3, "accept_return")
    case = told.then(told_of("return.updated", 4, **change)).case(5)
    before = told.case(5)
    assert (case.lines, case.wants, case.due) == (before.lines, before.wants, before.due)
    assert rules_flagged(case) - rules_flagged(before) == {"G2.3a"}


def test_an_update_that_says_the_same_lines_after_the_agreement_is_not_flagged():
    """Number 110 of docs/reliability.md: nothing has changed."""
    told = opened().give(3, "accept_return")
    case = told.then(told_of("return.updated", 4, lines=[line()], wants="return_and_refund")).case(5)
    assert rules_flagged(case) == rules_flagged(told.case(5))


def test_lines_changed_before_the_agreement_count():
    """Number 110 of docs/reliability.md: until both sides agree the request may change."""
    told = opened().then(told_of("return.updated", 3, lines=[line(quantity=1, minor=1200)])).give(4, "accept_return")
    assert str(told.case(5).due) == "12.00 USD"


def test_an_agreement_is_the_same_whatever_order_its_facts_arrive_in():
    """Number 100 of docs/reliability.md: an order of arrival changes nothing."""
    told = offered().then(told_of("offer.accepted", 5, offer_id="R-1-s1"), RULED, told_of("return.withdrawn", 6))
    chance = random.Random(7)  # noqa: S311 -- an order of arrival, no secret
    for _ in range(20):
        events = list(told.events)
        chance.shuffle(events)
        assert Story(tuple(events)).case(on(8)) == told.case(on(8))
