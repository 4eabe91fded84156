import pytest

from chalicelib.domain.order_check import CheckResult, check_order
from chalicelib.values.vocabulary import Party, Status
from tests.domain.histories import Story, offer, ours, placed, requested, rules_flagged, story, told_of, usd

OFFER = {"resolution": "partial_refund", "amount": usd(1000)}


def check(told: Story, day: float = 5):
    file = told.file(day)
    return check_order(file.cases["R-1"], file.order)


def record(day: float, name: str = "Ada Buyer"):
    lines = [{"sku": "MUG-01", "quantity": 2, "amount": usd(2400)}]
    return ours("order.recorded", day, customer={"name": name}, lines=lines)


def test_a_return_of_a_known_order_by_its_customer_is_confirmed():
    """G2.1: compares the return with the order record."""
    assert check(story(placed(), requested())).result is CheckResult.CONFIRMED


def test_a_return_by_another_customer_is_a_mismatch_with_both_values():
    """G2.1: which fields, both values."""
    found = check(story(placed(), requested(customer={"name": "Eve Other"})))
    assert found.result is CheckResult.MISMATCH
    (field,) = found.fields
    assert (field.field, field.returned, field.ordered) == ("customer.name", "Eve Other", "Ada Buyer")


def test_a_return_of_an_unknown_order_says_so():
    """G2.1: unknown_order."""
    assert check(story(requested())).result is CheckResult.UNKNOWN_ORDER


def test_a_return_without_a_customers_name_is_incomplete():
    """G2.1: nothing to compare is not a mismatch."""
    assert check(story(placed(), told_of("return.requested", 2))).result is CheckResult.INCOMPLETE


@pytest.mark.parametrize(
    "name",
    ["ada buyer", "ADA BUYER", " Ada  Buyer ", "Ada\u00a0Buyer", "Ada\tBuyer", "\uff21da Buyer"],
)
def test_names_compare_but_for_case_spaces_and_unicode_form(name):
    """G2.1: confirm the customer's name."""
    assert check(story(placed(), requested(customer={"name": name}))).result is CheckResult.CONFIRMED


@pytest.mark.parametrize(("one", "other"), [("Zoë Müller", "Zoe\u0308 Mu\u0308ller"), ("STRASSE", "Straße")])
def test_accents_compare_in_either_unicode_form(one, other):
    """G2.1: confirm the customer's name."""
    assert check(story(placed(name=one), requested(customer={"name": other}))).result is CheckResult.CONFIRMED


@pytest.mark.parametrize("name", ["Zoe Muller", "Muller, Zoe", "Z. Müller", "Zoë"])
def test_names_are_never_guessed_to_be_the_same(name):
    """G2.1: confirm the customer's name."""
    found = check(story(placed(name="Zoë Müller"), requested(customer={"name": name})))
    assert found.result is CheckResult.MISMATCH


@pytest.mark.parametrize(
    ("command", "fields", "status"),
    [("accept_return", {}, Status.AGREED), ("make_offer", OFFER, Status.NEGOTIATING)],
)
def test_nothing_is_accepted_or_offered_until_the_order_is_confirmed(command, fields, status):
    """G2.1: until confirmed, or overridden, nothing can be accepted or offered."""
    unknown = story(requested())
    refused = unknown.refusal(3, command, **fields)
    assert "unknown order" in refused.why
    assert unknown.then(placed(2.5)).give(3, command, **fields).case(3).status is status


def test_no_offer_of_the_customers_is_accepted_until_the_order_is_confirmed():
    """G2.1: until confirmed nothing can be accepted."""
    unknown = story(requested(), offer(3))
    assert "unknown order" in unknown.refusal(4, "accept_offer", offer_id="C-1").why
    assert unknown.then(placed()).give(4, "accept_offer", offer_id="C-1").case(4).status is Status.SETTLING


def test_a_refusal_needs_no_confirmed_order():
    """G2.1: what is held back is to accept and to offer."""
    assert story(requested()).give(3, "refuse_return", reason="not ours").case(3).status is Status.REFUSED


def test_an_override_is_kept_with_its_reason_and_opens_the_way():
    """G2.1: overridden by the seller with a reason that is kept."""
    confirmed = story(requested()).give(3, "override_order_check", reason="sold by phone")
    found = check(confirmed)
    assert (found.result, found.passed) == (CheckResult.UNKNOWN_ORDER, True)
    assert found.overridden is not None
    assert found.overridden.reason == "sold by phone"
    assert confirmed.give(4, "accept_return").case(4).status is Status.AGREED


def test_a_confirmed_order_leaves_nothing_to_override():
    """G2.1: an override answers a check that did not pass."""
    assert "nothing to override" in story(placed(), requested()).refusal(3, "override_order_check", reason="x").why


def test_an_order_record_that_comes_later_confirms_cases_that_came_earlier():
    """G2.1: an order record that comes later confirms cases that came earlier."""
    waiting = story(requested(2))
    assert check(waiting).result is CheckResult.UNKNOWN_ORDER
    assert check(waiting.then(placed(4))).result is CheckResult.CONFIRMED


def test_a_record_that_comes_after_an_override_leaves_nothing_to_review():
    """G2.1: that an order proves right later is no harm."""
    confirmed = story(requested()).give(3, "override_order_check", reason="sold by phone").give(4, "accept_return")
    assert rules_flagged(confirmed.then(placed(5)).case(5)) == set()


def test_the_sellers_own_record_confirms_where_the_marketplace_gave_none():
    """G2.1: the seller's own order record, a fact like order.placed."""
    assert check(story(requested(), record(3))).result is CheckResult.CONFIRMED


def test_the_sellers_record_counts_before_the_marketplaces_in_any_order_of_dates():
    """G2.1: any record of the seller's before any of a marketplace's."""
    mismatch = story(requested(), record(3, name="Somebody Else"), placed(4))
    assert check(mismatch).result is CheckResult.MISMATCH
    corrected = story(placed(4, name="Somebody Else"), requested(), record(3))
    assert check(corrected).result is CheckResult.CONFIRMED


def test_of_several_records_of_the_marketplace_the_newest_counts():
    """G2.1: the newest by its own date counts, in any order of arrival."""
    twice = story(placed(1), placed(0, name="Somebody Else"), requested())
    assert check(twice).result is CheckResult.CONFIRMED
    assert rules_flagged(twice.case(5)) == set()
    assert check(twice.then(placed(3, name="Somebody Else"))).result is CheckResult.MISMATCH


def test_a_customers_acceptance_of_an_unconfirmed_order_stands_and_is_flagged():
    """G2.1: guards live in decide; the fold flags."""
    confirmed = story(requested()).give(3, "override_order_check", reason="phone").give(3, "make_offer", **OFFER)
    offered = [event for event in confirmed.events if event.by is not Party.SELLER or event.type == "offer.made"]
    accepted = story(*offered).then(told_of("offer.accepted", 4, offer_id="R-1-s1")).case(5)
    assert accepted.status is Status.SETTLING
    assert "G2.1" in rules_flagged(accepted)


def test_an_acceptance_whose_order_proves_to_be_anothers_stands_and_is_flagged():
    """G2.1: a promise once made is not unmade by a late fact; the case is flagged with the rule."""
    accepted = story(requested(), placed(1)).give(4, "accept_return")
    assert rules_flagged(accepted.case(5)) == set()
    late = accepted.then(record(5, name="Eve Other")).case(5)
    assert late.status is Status.AGREED
    assert "G2.1" in rules_flagged(late)
