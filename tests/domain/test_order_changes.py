"""An order changes: the newest record counts, and what was promised on an older one stays valid and is flagged."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.events import Event
from chalicelib.values.vocabulary import Outcome, Party, Status
from tests.domain.histories import (
    confirmed,
    line,
    on,
    opened,
    ours,
    placed,
    requested,
    rules_flagged,
    story,
    told,
    told_of,
    usd,
)

PLATE = line("PLATE-02", 1, 1600)
ONE_MUG = [line(quantity=1, minor=1200), PLATE]
DEARER = [line(minor=2600), PLATE]
NO_PLATE = [line()]
OFFER: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(1000)}


def record(day: float, *, lines: object = None, name: str = "Ada Buyer", **more: Any) -> Event:
    return ours("order.recorded", day, customer={"name": name}, lines=lines or [line(), PLATE], **more)


def changes(case: Case) -> list[str]:
    return [review.detail for review in case.reviews if "changed" in review.detail]


def test_the_newest_record_of_the_marketplace_counts_whichever_comes_first():
    """The newest by its own date counts."""
    events = (placed(0), placed(3, lines=ONE_MUG), placed(2, lines=NO_PLATE))
    for order in (events, events[::-1], (events[1], events[0], events[2])):
        shown = story(*order, requested(4)).file(5).order
        assert [found.quantity for found in shown.lines] == [1, 1]
        assert shown.stated is not None
        assert (shown.stated.at, shown.stated.by, shown.placed_at) == (on(3), Party.PLATFORM, on(0))


def test_of_two_records_of_one_date_the_id_decides():
    """The newest by its own date; of one date the same counts in any order of arrival."""
    events = [told("order.placed", 1, delivery=name, customer={"name": name}, lines=[line()]) for name in "abc"]
    (_, _, last) = sorted(event.id for event in events)
    for order in (events, events[::-1]):
        stated = story(*order).file(2).order.stated
        assert stated is not None
        assert stated.id == last


def test_an_older_record_of_the_sellers_counts_before_a_newer_one_of_the_marketplace():
    """Any record of the seller's before any of a marketplace's."""
    order = story(record(1, lines=NO_PLATE), placed(5), requested(6)).file(7).order
    assert len(order.lines) == 1
    assert [entry.no_effect_because for entry in order.entries if entry.type == "order.placed"] != [None]


def test_the_newest_record_of_the_sellers_counts():
    """The newest by its own date counts."""
    order = story(record(1, lines=NO_PLATE), placed(0), record(5), requested(6)).file(7).order
    assert len(order.lines) == 2


def test_a_change_of_what_was_agreed_leaves_the_agreement_and_flags_the_case():
    """What was promised on an older one stands, and the case is flagged."""
    agreed = opened().give(3, "accept_return")
    case = agreed.then(placed(4, lines=ONE_MUG)).case(5)
    assert (case.status, case.agreement) == (Status.AGREED, agreed.case(3).agreement)
    (detail,) = changes(case)
    assert "MUG-01 was 2 for 24.00 USD, now 1 for 12.00 USD" in detail
    assert "stays valid" in detail


@pytest.mark.parametrize("told_first", [False, True], ids=["told after", "dated before, told after"])
def test_a_change_counts_as_made_after_the_promise_if_it_is_told_after_it(told_first):
    """The seller promised on the record that they knew."""
    late = told("order.placed", 2.5 if told_first else 4, customer={"name": "Ada Buyer"}, lines=ONE_MUG)
    told_late = opened().give(3, "accept_return").then(replace(late, received_at=on(4)))
    assert len(changes(told_late.case(5))) == 1


def test_an_offer_of_ours_is_flagged_while_it_is_open():
    """What was promised on an older one stands."""
    offered = opened().give(3, "make_offer", **OFFER).then(placed(4, lines=ONE_MUG))
    assert len(changes(offered.case(5))) == 1
    accepted = offered.then(told_of("offer.accepted", 5, offer_id="R-1-s1"))
    assert (len(changes(accepted.case(6))), accepted.case(6).status) == (1, Status.SETTLING)


@pytest.mark.parametrize(
    "change",
    [
        placed(4, lines=NO_PLATE),
        placed(4, lines=[line(), line("PLATE-02", 2, 3200)]),
        placed(4, lines=[line(quantity=1, minor=1200), line(quantity=1, minor=1200), PLATE]),
        placed(4, lines=[line(), PLATE], total=usd(4000)),
        placed(4, name="ADA  BUYER"),
        placed(1, lines=ONE_MUG),
    ],
    ids=[
        "an article goes",
        "one grows",
        "lines are cut",
        "the total is said",
        "the name is spelled",
        "an older record",
    ],
)
def test_a_change_that_touches_no_promise_flags_nothing(change):
    """The case is flagged for what was promised on the older record."""
    agreed = story(placed(2), requested(2)).give(3, "accept_return")
    assert rules_flagged(agreed.then(replace(change, received_at=on(4))).case(5)) == set()


@pytest.mark.parametrize(
    "change",
    [
        placed(4, lines=[line(), PLATE], total=usd(3000)),
        placed(4, lines=[line(minor=1400), PLATE]),
        placed(4, lines=[PLATE]),
        placed(4, name="Eve Other"),
        record(4, lines=ONE_MUG),
        placed(4, lines=[line(currency="EUR"), line("PLATE-02", 1, 1600, "EUR")]),
    ],
    ids=["a discount", "a price", "the article goes", "the customer", "by the seller", "the currency"],
)
def test_a_change_that_touches_a_promise_flags_its_case(change):
    """What was promised on an older one stands, and the case is flagged."""
    case = opened().give(3, "accept_return").then(change).case(5)
    assert (case.status, len(changes(case))) == (Status.AGREED, 1)


def test_only_cases_with_a_promise_are_flagged():
    """Flagged is what was promised; what is still open is decided on the new record."""
    asked = opened().then(requested(2, return_id="R-2", lines=[PLATE])).give(3, "accept_return", return_id="R-2")
    file = asked.then(placed(4, lines=ONE_MUG), told_of("return.refused", 4)).file(5)
    assert {name: len(changes(case)) for name, case in file.cases.items()} == {"R-1": 0, "R-2": 0}
    file = asked.then(placed(4, lines=[line(), line("PLATE-02", 1, 900)])).file(5)
    assert {name: len(changes(case)) for name, case in file.cases.items()} == {"R-1": 0, "R-2": 1}


def test_a_promise_made_after_the_change_is_not_flagged():
    """It was made on the record that counts."""
    assert changes(opened().then(placed(3, lines=DEARER)).give(4, "make_offer", **OFFER).case(5)) == []


def test_a_promise_that_has_ended_without_money_is_not_flagged_and_a_paid_one_is():
    """What was promised stands as long as it stands."""
    agreed = opened().give(3, "accept_return")
    change = placed(5, lines=ONE_MUG)
    withdrawn = agreed.then(told_of("return.withdrawn", 4), change).case(6)
    assert (withdrawn.outcome, changes(withdrawn)) == (Outcome.WITHDRAWN, [])
    paid = agreed.then(told_of("refund.settled", 4, amount=usd(2400)), change).case(6)
    assert (paid.outcome, len(changes(paid))) == (Outcome.REFUNDED, 1)


def test_an_order_that_changes_back_leaves_nothing_to_review():
    """The record that counts is the one that was promised on."""
    agreed = opened().give(3, "accept_return").then(placed(4, lines=ONE_MUG), placed(5))
    assert rules_flagged(agreed.case(6)) == set()


def test_a_first_record_is_no_change():
    """G2.1: the seller confirmed for an order that nobody knew."""
    vouched = story(requested()).give(3, "override_order_check", reason="by phone").give(3, "accept_return")
    assert changes(vouched.then(placed(4, lines=ONE_MUG)).case(5)) == []


def test_a_marketplace_that_contradicts_the_sellers_record_after_a_promise_is_flagged():
    """The seller's record counts, and a person is told."""
    agreed = story(requested(), record(2)).give(3, "accept_return")
    assert rules_flagged(agreed.then(placed(1)).case(5)) == set()
    case = agreed.then(placed(4, name="Eve Other")).case(5)
    assert "Your own record of the order counts" in changes(case)[0]


def test_a_marketplace_that_repeats_what_the_seller_has_corrected_is_not_flagged():
    """Told again it has no second effect."""
    agreed = story(placed(0, lines=ONE_MUG), record(1), requested()).give(3, "accept_return")
    assert rules_flagged(agreed.then(placed(4, lines=ONE_MUG)).case(5)) == set()


def test_an_article_that_the_return_spells_otherwise_is_compared_too():
    """Article numbers compare as people read them."""
    offered = ours("offer.made", 3, return_id="R-1", offer_id="R-1-s1", **OFFER)
    asked = confirmed(lines=[line("mug-01 ")]).then(offered)
    assert changes(asked.then(placed(4, lines=NO_PLATE)).case(5)) == []
    assert len(changes(asked.then(placed(4, lines=ONE_MUG)).case(5))) == 1
