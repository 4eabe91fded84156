"""The customer's word on the phone or in a letter, recorded by a clerk of the seller."""

from datetime import timedelta

import pytest

from chalicelib.values.instants import format_instant
from tests.world.order import usd


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    return shop


def ago(shop, **by):
    """An instant before now, as a clerk writes it."""
    return format_instant(shop.cloud.clock.now - timedelta(**by))


def last(shop, kind):
    return next(entry for entry in reversed(shop.case["timeline"]) if entry["type"] == kind)


def test_an_offer_made_by_phone_is_recorded_accepted_and_paid(shop):
    called = ago(shop, minutes=-1)
    shop.cloud.clock.forward(hours=3)
    recorded = shop.done(
        "record_customer_offer", resolution="partial_refund", amount=usd(700), text="keep them for 7", at=called
    )

    (offer,) = recorded["offers"]
    assert (offer["offer_id"], offer["by"], offer["recorded_by"]) == ("R-1-c1", "customer", "seller")
    assert (offer["at"], offer["text"], offer["status"]) == (called, "keep them for 7", "open")
    entry = last(shop, "offer.made")
    assert (entry["by"], entry["at"], entry["text"]) == (
        "customer",
        called,
        "recorded by the seller: keep them for 7",
    )
    assert entry["received_at"] > entry["at"]
    assert "accept_offer" in recorded["available_actions"]

    agreed = shop.done("accept_offer", offer_id="R-1-c1")
    assert (agreed["status"], agreed["refund"]["due"]) == ("settling", usd(700))
    shop.tell("refund.settled", amount=usd(700), reference="PAY-1")
    assert shop.stands == ("closed", "partially_refunded")


def test_the_dossier_shows_the_mediator_who_recorded_an_offer(shop):
    shop.done("record_customer_offer", resolution="exchange", text="a blue one")
    route = {"case_id": shop.case_id}

    dossier = shop.api("GET", "/cases/{case_id}/dossier", **route)
    page = shop.api("GET", "/cases/{case_id}/dossier", headers=[("Accept", "text/html")], **route)

    assert dossier.json["offers"][0]["recorded_by"] == "seller"
    assert "<small>recorded by the seller</small>" in page.text
    assert "recorded by the seller: a blue one" in page.text


def test_a_no_by_phone_lets_the_seller_escalate_and_a_yes_takes_the_request_back(shop):
    shop.done("make_offer", resolution="partial_refund", amount=usd(500))
    assert shop.refused("escalate", reason="no agreement") == "G2.3b"
    declined = shop.done("record_customer_answer", offer_id="R-1-s1", answer="declined", text="never")
    assert [offer["status"] for offer in declined["offers"]] == ["declined"]
    assert shop.done("escalate", reason="no agreement")["status"] == "mediation_requested"
    shop.flow()
    shop.done("make_offer", resolution="partial_refund", amount=usd(900))

    agreed = shop.done("record_customer_answer", offer_id="R-1-s2", answer="accepted")
    shop.flow()

    assert (agreed["status"], agreed["refund"]["due"]) == ("settling", usd(900))
    assert [found["status"] for found in agreed["rounds"]] == ["withdrawn"]
    assert [message["type"] for message in shop.messages()] == [
        "recourse.mediation.requested",
        "recourse.mediation.withdrawn",
    ]


def test_a_yes_given_in_time_counts_at_its_own_date_after_the_clock_has_escalated(shop):
    shop.done("make_offer", resolution="partial_refund", amount=usd(500))
    said_at = ago(shop, seconds=-30)
    shop.wait(days=8)
    assert shop.stands == ("mediation_requested", None)

    agreed = shop.done("record_customer_answer", offer_id="R-1-s1", answer="accepted", at=said_at)

    assert (agreed["status"], agreed["refund"]["due"]) == ("settling", usd(500))
    assert last(shop, "offer.accepted")["at"] == said_at


def test_a_date_a_little_ahead_counts_now_and_one_that_is_far_ahead_is_refused(shop):
    shop.done("make_offer", resolution="partial_refund", amount=usd(500))
    yes = {"offer_id": "R-1-s1", "answer": "accepted"}

    assert shop.refused("record_customer_answer", **yes, at=ago(shop, days=-1)) == "G2.3a"
    agreed = shop.done("record_customer_answer", **yes, at=ago(shop, minutes=-4))

    assert agreed["status"] == "settling"
    entry = last(shop, "offer.accepted")
    assert entry["at"] == entry["received_at"]


def test_an_offer_dated_into_a_time_when_no_offer_counts_is_refused_and_not_stored(shop):
    shop.done("accept_return")
    agreed_at = ago(shop, minutes=-1)
    shop.tell("return.delivered")
    shop.tell("return.shipped")
    shop.done("record_inspection", matches_description=False, matches_pictures=True, condition="used")
    shop.done("refuse_return", reason="worn")
    offered = {"resolution": "partial_refund", "amount": usd(500)}
    before = shop.case["timeline_total"]

    assert shop.refused("record_customer_offer", **offered, at=agreed_at) == "G2.3a"

    assert shop.case["timeline_total"] == before
    assert shop.done("record_customer_offer", **offered)["status"] == "negotiating"


def test_an_own_offer_is_withdrawn_and_a_later_yes_is_flagged(shop):
    shop.done("make_offer", resolution="partial_refund", amount=usd(500))

    withdrawn = shop.done("withdraw_offer", offer_id="R-1-s1", text="the wrong amount")
    assert [offer["status"] for offer in withdrawn["offers"]] == ["withdrawn"]
    assert not {"withdraw_offer", "record_customer_answer"} & set(withdrawn["available_actions"])
    assert last(shop, "offer.withdrawn")["text"] == "the wrong amount"
    shop.tell("offer.accepted", offer_id="R-1-s1")

    case = shop.case
    assert (case["status"], case["refund"]["due"]) == ("negotiating", None)
    assert "the customer accepted R-1-s1 when it was withdrawn already: it has no effect" in [
        review["detail"] for review in case["needs_review"]
    ]


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("withdraw_offer", {"offer_id": "c1"}),
        ("withdraw_offer", {"offer_id": "R-1-s2"}),
        ("record_customer_answer", {"offer_id": "c1", "answer": "accepted"}),
        ("record_customer_answer", {"offer_id": "R-1-s2", "answer": "declined"}),
        ("record_customer_offer", {"resolution": "partial_refund"}),
    ],
)
def test_what_is_not_the_sellers_own_open_offer_is_refused_by_its_rule(shop, command, fields):
    shop.done("make_offer", resolution="partial_refund", amount=usd(500))
    shop.tell("offer.made", offer_id="c1", resolution="exchange")

    assert shop.refused(command, **fields) == "G2.3a"


def test_a_word_that_is_sent_twice_is_recorded_once(shop):
    sent = {"resolution": "exchange", "key": "call-17"}
    first = shop.give("record_customer_offer", **sent)
    again = shop.give("record_customer_offer", **sent)

    assert (first.status, again.status) == (201, 201)
    assert [offer["offer_id"] for offer in again.json["offers"]] == ["R-1-c1"]


@pytest.mark.parametrize(
    ("command", "sent", "fields"),
    [
        ("withdraw_offer", {}, ["offer_id"]),
        ("record_customer_offer", {"amount": usd(5), "at": "yesterday"}, ["resolution", "at"]),
        ("record_customer_offer", {"resolution": "exchange", "offer_id": "C-1"}, ["offer_id"]),
        ("record_customer_answer", {"offer_id": "R-1-s1", "answer": "maybe"}, ["answer"]),
        ("record_customer_answer", {"answer": "accepted", "at": "2026-03-01"}, ["offer_id", "at"]),
        ("record_customer_answer", {"offer_id": "x", "answer": "declined", "by": "seller"}, ["by"]),
    ],
)
def test_what_is_wrong_with_a_recorded_word_is_named_field_by_field(shop, command, sent, fields):
    """It holds number 95 of docs/reliability.md."""
    answered = shop.give(command, **sent)

    assert (answered.status, [error["field"] for error in answered.json["errors"]]) == (422, fields)
