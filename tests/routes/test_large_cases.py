"""A case that somebody talked into megabytes: every answer still fits what Lambda can give.

Number 61 of docs/reliability.md.
"""

import json

import pytest

from chalicelib.domain.facts import MessagePosted
from chalicelib.domain.offer_facts import OfferMade
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party, Resolution
from tests.world import contract
from tests.world.order import line

LAMBDA = 6_000_000  # bytes
LONG = "𒀱" * 7_990
TIMELINE = "/cases/{case_id}/timeline"


@pytest.fixture
def shop(shop):
    """A case with 60 longest messages and 10 longest offers, of the widest characters there are."""
    shop.sell()
    shop.request(lines=[line("𒀱" * 127 + str(number), minor=1) for number in range(9)])
    for number in range(60):
        said = MessagePosted(return_id="R-1", text=f"{number} {LONG}")
        shop.log(E.MESSAGE_POSTED, Party.CUSTOMER, said, row=f"delivery#demo#m{number}")
    for number in range(10):
        made = OfferMade(return_id="R-1", offer_id=f"c{number}", resolution=Resolution.EXCHANGE, text=LONG)
        shop.log(E.OFFER_MADE, Party.CUSTOMER, made, row=f"delivery#demo#o{number}")
    return shop


def weight(answered):
    """Bytes of an answer as Lambda carries it: JSON inside JSON."""
    return len(json.dumps(answered.text))


def test_a_case_is_shown_whole_but_for_its_longest_texts(shop):
    """It holds number 61 of docs/reliability.md."""
    answered = shop.read()

    assert weight(answered) < LAMBDA
    contract.whole_case(answered.json)
    case = answered.json
    assert case["case_id"] == shop.case_id
    assert [entry["id"] for entry in case["timeline"]][-1] == "delivery.demo.o9"
    assert len(case["timeline"]) == case["timeline_total"]
    assert [offer["offer_id"] for offer in case["offers"]] == [f"c{number}" for number in range(10)]


def test_its_timeline_has_every_word_in_pages_that_fit(shop):
    """It holds number 61 of docs/reliability.md."""
    words, query = [], {}
    for _ in range(9):
        page = shop.api("GET", TIMELINE, case_id=shop.case_id, query=query)
        assert weight(page) < LAMBDA
        words = [entry["text"] for entry in page.json["timeline"]] + words
        if page.json["next_cursor"] is None:
            break
        query = {"cursor": page.json["next_cursor"]}

    assert [said for said in words if said and said.endswith(LONG)] == [
        *(f"{number} {LONG}" for number in range(60)),
        *[LONG] * 10,
    ]


def test_it_can_still_be_worked_on_and_listed(shop):
    """It holds number 61 of docs/reliability.md."""
    answered = shop.give("post_message", text="let us come to an end")
    assert (answered.status, weight(answered) < LAMBDA) == (201, True)
    shop.flow()

    assert len(shop.listed()) == 1


def test_its_request_fits_the_queue_with_every_id_whole(shop):
    """It holds number 61 of docs/reliability.md."""
    shop.wait(days=8)
    (message,) = shop.messages()

    case = message["data"]["case"]
    assert len(json.dumps(message).encode()) < 256 * 1024
    assert (case["case_id"], case["rounds"][0]["effect_id"]) == (shop.case_id, message["id"])
