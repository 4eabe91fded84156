"""Reviews: their ids stay, other values make another review, and somebody can say that they have looked."""

import pytest

from chalicelib.values.identifiers import OrderKey
from tests.domain import histories
from tests.domain.histories import line, on, opened, placed, requested, story, told_of, usd

# Histories that flag a case, by an entry of its timeline and by the order as a whole.
FLAGGED = {
    "told otherwise": (
        told_of("offer.made", 3, offer_id="C-1", resolution="exchange"),
        told_of("offer.made", 4, offer_id="C-1", resolution="partial_refund", amount=usd(100)),
    ),
    "platform": (told_of("return.updated", 3, platform_status="GONE", stage="over"),),
    "paid": (told_of("refund.settled", 3, amount=usd(3000), reference="P-1"),),
    "foreign": (told_of("refund.settled", 3, amount={"minor": 5, "currency": "EUR"}, reference="P-1"),),
}


def ids(told, day=20):
    """The ids of the reviews of the case."""
    return [review.id for review in told.case(day).reviews]


@pytest.mark.parametrize("name", FLAGGED)
def test_the_id_of_a_review_stays_when_the_case_goes_on(name):
    told = opened().then(*FLAGGED[name])
    later = told.then(told_of("message.posted", 15, text="hello"))
    assert ids(told) == ids(later) == ids(told, 30)
    assert len(ids(told)) == 1


@pytest.mark.parametrize("name", FLAGGED)
def test_the_id_of_a_review_is_the_same_in_any_order_of_arrival(name):
    events = (*opened().events, *FLAGGED[name])
    assert ids(story(*events)) == ids(story(*reversed(events)))


@pytest.mark.parametrize("name", FLAGGED)
def test_the_id_of_a_review_does_not_name_the_order(monkeypatch, name):
    here = ids(opened().then(*FLAGGED[name]))
    monkeypatch.setattr(histories, "ORDER", OrderKey("other", "lazada", "B-7"))
    assert ids(opened().then(*FLAGGED[name])) == here


def test_another_value_is_another_review():
    first, more = (
        opened().then(told_of("refund.settled", 3, amount=usd(minor), reference="P-1")) for minor in (3000, 3001)
    )
    assert ids(first) != ids(more)


def test_an_acknowledged_review_shows_who_has_looked_and_when():
    told = opened().then(*FLAGGED["paid"])
    seen = told.give(5, "acknowledge_review", ids=ids(told), note="agreed with the customer")
    (look,) = seen.case(6).acknowledged
    assert (look.by, look.at, seen.case(6).unseen) == ("seller", on(5), ())
    assert seen.entry(6, "review.acknowledged").text == "agreed with the customer"
    assert "acknowledge_review" in told.actions(6)
    assert "acknowledge_review" not in seen.actions(6)


def test_a_review_with_other_values_has_to_be_acknowledged_again():
    told = opened().then(*FLAGGED["paid"])
    seen = told.give(5, "acknowledge_review", ids=ids(told))
    paid_again = seen.then(told_of("refund.settled", 7, amount=usd(100), reference="P-2"))
    (review,) = paid_again.case(8).unseen
    assert "31.00 USD" in review.detail
    assert "acknowledge_review" in paid_again.actions(8)


def test_a_review_is_acknowledged_once_and_only_if_it_is_of_this_case():
    told = opened().then(*FLAGGED["platform"])
    seen = told.give(5, "acknowledge_review", ids=ids(told))
    assert "no review of this case" in told.refusal(6, "acknowledge_review", ids=["0123456789abcdef"]).why
    assert "every review is acknowledged" in seen.refusal(6, "acknowledge_review", ids=ids(told)).why


def test_each_article_above_the_order_is_a_review_of_its_own():
    lines = [line("MUG-01", 3), line("PLATE-02", 2, 1600)]
    told = story(placed(), requested(2, lines=lines))
    details = [review.detail for review in told.case(3).reviews if "asked back" in review.detail]
    assert len(details) == 2
    assert len({review.id for review in told.case(3).reviews}) == len(told.case(3).reviews)
