"""Articles and names compare as people read them, and keep their own spelling.

It holds number 112 of docs/reliability.md.
"""

import pytest

from chalicelib.domain.commands import Refused
from chalicelib.values.vocabulary import Status
from tests.domain.histories import line, opened, placed, requested, rules_flagged, story, usd

SPELLINGS = ["mug-01", "MUG-01 ", "  Mug-01", "ＭＵＧ-01", "MUG-\u200b01", "\ufeffMUG-01", "MUG\u00ad-01"]


@pytest.mark.parametrize("sku", SPELLINGS)
def test_an_article_spelt_otherwise_is_the_same_and_keeps_its_spelling(sku):
    told = opened(lines=[line(sku)])
    accepted = told.give(3, "accept_return").case(3)
    assert (accepted.status, accepted.lines[0].sku) == (Status.AGREED, sku)
    assert rules_flagged(accepted) == set()


@pytest.mark.parametrize("sku", ["MUG-10", "MUG-0l", "MUG01", "M\u0426G-01"])
def test_an_article_that_reads_otherwise_is_another(sku):
    told = opened(lines=[line(sku)])
    with pytest.raises(Refused):
        told.give(3, "accept_return")


@pytest.mark.parametrize("sku", SPELLINGS)
def test_pieces_of_one_article_count_together_however_they_are_spelt(sku):
    told = opened().then(requested(3, return_id="R-2", lines=[line(sku, 1, 1200)])).give(4, "accept_return")
    refused = told.refusal(5, "make_offer", return_id="R-2", resolution="return_and_refund", amount=usd(100))
    assert "where 0 are left" in refused.why


@pytest.mark.parametrize("name", ["ADA BUYER", "Ada  Buyer\u200b", "\u202aAda Buyer\u202c"])
def test_a_request_told_again_in_another_spelling_says_nothing_else(name):
    again = requested(2, customer={"name": name}, lines=[line("mug-01")])
    case = story(placed(), requested(), again).case(3)
    assert rules_flagged(case) == set()
    assert case.customer is not None
    assert {case.customer.name, case.lines[0].sku} in ({"Ada Buyer", "MUG-01"}, {name, "mug-01"})
