"""The version of a case: what a decision rests on changes it, and nothing else does."""

from dataclasses import replace
from itertools import permutations

import pytest

from chalicelib.advice.version import case_version
from tests.domain.histories import Story, delivered, evidence, offer, on, opened, placed, requested, told_of, usd


def version(story: Story, day: float = 3) -> str:
    file = story.file(day)
    return case_version(file, file.cases["R-1"])


OPENED = opened()
GROUNDS = {
    "an offer": OPENED.then(offer(2.1)),
    "an offer that was declined": OPENED.then(offer(2.1)).give(2.2, "decline_offer", offer_id="C-1"),
    "another wish": OPENED.then(told_of("return.updated", 2.1, wants="refund_without_return")),
    "other lines": OPENED.then(told_of("return.updated", 2.1, lines=[{"sku": "MUG-01", "quantity": 1}])),
    "another customer": opened(customer={"name": "Eve Other"}),
    "another reason": OPENED.then(told_of("return.updated", 2.1, reason={"code": "wrong_item"})),
    "its class": OPENED.give(2.1, "classify_reason", code="defective", reason="it does not work"),
    "an acceptance": OPENED.give(2.1, "accept_return"),
    "a refusal": OPENED.give(2.1, "refuse_return", reason="as described"),
    "money": OPENED.then(told_of("refund.settled", 2.1, amount=usd(5))),
    "money in another currency": OPENED.then(told_of("refund.settled", 2.1, amount=usd(5) | {"currency": "EUR"})),
    "a mediation": OPENED.then(told_of("mediation.opened", 2.1, mediation_id="M-1", opened_by="customer")),
    "an end": OPENED.then(told_of("return.withdrawn", 2.1)),
}


@pytest.mark.parametrize("ground", GROUNDS)
def test_what_a_decision_rests_on_changes_the_version(ground):
    assert version(GROUNDS[ground]) != version(OPENED)


def test_no_two_of_these_grounds_have_one_version():
    assert len({version(story) for story in GROUNDS.values()}) == len(GROUNDS)


def test_a_message_a_file_and_a_word_of_the_platform_change_no_version():
    talked = OPENED.then(
        told_of("message.posted", 2.1, text="Any news?"),
        told_of("return.updated", 2.1, platform_status="WAIT_SELLER"),
        *evidence(2.2, "e1", "photo"),
    ).give(2.3, "post_message", text="Soon.")

    assert version(talked) == version(OPENED)


def test_time_changes_a_version_only_when_a_deadline_ends():
    assert version(OPENED, 2.1) == version(OPENED, 3)
    assert version(OPENED, 3) != version(OPENED, 40)


def test_the_same_facts_have_one_version_in_every_order_and_at_every_date_of_arrival():
    events = [placed(), delivered(), requested(), offer(2.1)]

    orders = [Story(tuple(order)) for order in permutations(events)]
    late = Story(tuple(replace(event, received_at=on(2.5)) for event in events))

    assert {version(story) for story in [*orders, late]} == {version(Story(tuple(events)))}
