"""The facts that one side can add to a case have a limit, and a case fits into one answer."""

from dataclasses import replace

import pytest

from chalicelib.domain.commands import Refused
from chalicelib.domain.offers import MOST_OFFERS
from chalicelib.values.vocabulary import Party
from tests.domain.histories import opened, told_of


def test_a_customers_offers_beyond_the_most_that_count_are_kept_without_effect():
    offers = (
        told_of("offer.made", 3 + number / 100, offer_id=f"C-{number}", resolution="exchange")
        for number in range(MOST_OFFERS + 2)
    )
    case = opened().then(*offers).case(4)
    assert len(case.offers) == MOST_OFFERS
    assert case.open_offers()[0].offer_id == f"C-{MOST_OFFERS - 1}"
    assert [entry.no_effect_because for entry in case.timeline[-2:]] == [
        f"this side has made {MOST_OFFERS} offers, the most that count"
    ] * 2


def test_a_seller_with_too_many_offers_is_asked_to_accept_one_or_to_escalate():
    told = opened()
    for number in range(MOST_OFFERS):
        told = told.give(3 + number / 100, "make_offer", resolution="exchange")
    assert sum(offer.by is Party.SELLER for offer in told.case(4).offers) == MOST_OFFERS
    with pytest.raises(Refused) as refused:
        told.give(4, "make_offer", resolution="exchange")
    assert refused.value.rule == "G2.3a"


def test_a_seller_writes_no_end_of_messages():
    said = [told_of("message.posted", 3 + number / 1000, text=f"Picture {number}, please.") for number in range(500)]
    told = opened().then(*(replace(event, by=Party.SELLER) for event in said))
    with pytest.raises(Refused) as refused:
        told.give(4, "post_message", text="Please send a picture.")
    assert refused.value.rule == "G3.3"
