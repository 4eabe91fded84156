"""The seller asks the platform for something in one sentence of our own words, without codes."""

import re

import pytest

from chalicelib.advice.what_we_ask import what_we_ask
from tests.world.order import usd

OFFERS = {
    "partial_refund": "the customer keeps the goods, and gets 5.00 USD back",
    "refund_without_return": "the customer keeps the goods, and gets 5.00 USD back",
    "return_and_refund": "the goods come back, the customer gets 5.00 USD back",
    "exchange": "the goods are exchanged",
}


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    return shop


def asked(shop):
    case = shop.recourse.case_reader.read(shop.key).case
    return str(what_we_ask(case, case.rounds[-1]))


@pytest.mark.parametrize(("resolution", "words"), OFFERS.items())
def test_a_mediation_asks_for_what_we_offered_last(shop, resolution, words):
    shop.done("make_offer", resolution="partial_refund", amount=usd(100))
    shop.done("make_offer", resolution=resolution, **({} if resolution == "exchange" else {"amount": usd(500)}))
    shop.tell("offer.declined", offer_id="R-1-s2")
    shop.done("escalate", reason="no agreement")

    sentence = asked(shop)

    assert sentence.startswith(f"We ask the platform to decide as we offered: {words}")
    assert not re.search(r"[a-z]_[a-z]", sentence)


@pytest.mark.parametrize(("payer", "words"), [("seller", "we pay"), ("customer", "the customer pays")])
def test_an_offer_that_names_who_pays_the_freight_says_so(shop, payer, words):
    shop.done("make_offer", resolution="return_and_refund", amount=usd(500), freight_payer=payer)
    shop.tell("offer.declined", offer_id="R-1-s1")
    shop.done("escalate", reason="no agreement")

    assert asked(shop).endswith(f", and {words} the freight.")


def test_after_a_contested_refusal_a_mediation_asks_to_confirm_it(shop):
    shop.done("refuse_return", reason="the goods were used")
    shop.tell("return.contested")
    shop.done("escalate", reason="no agreement")

    assert asked(shop) == "We ask the platform to confirm that we do not have to accept this return."


def test_without_an_offer_a_mediation_asks_to_mediate(shop):
    shop.tell("offer.made", offer_id="O-1", resolution="partial_refund", amount=usd(1500))
    shop.done("decline_offer", offer_id="O-1")
    shop.done("escalate", reason="no agreement")

    assert asked(shop) == "We ask the platform to mediate, because we and the customer do not agree."


@pytest.mark.parametrize(
    ("ruling", "words"),
    [
        ({"in_favour_of": "customer", "refund": usd(2400)}, ", by which the customer gets 24.00 USD back."),
        ({"in_favour_of": "split"}, ", which divides the claim."),
        ({"in_favour_of": "customer"}, " for the customer."),
    ],
)
def test_an_appeal_asks_for_another_ruling(shop, ruling, words):
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer")
    shop.tell("mediation.decided", mediation_id="M-1", **ruling)
    files = [shop.attach("photo"), shop.attach("logistics")]
    shop.done("file_appeal", grounds="the photo shows it", evidence=files)

    assert re.fullmatch(
        r"We ask the platform to change its ruling of \d{1,2} March 2026, \d\d:\d\d UTC" + re.escape(words), asked(shop)
    )
