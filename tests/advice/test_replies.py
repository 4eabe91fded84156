"""G3.3: reply templates per situation, filled with the case's facts."""

import pytest
from pydantic import ValidationError

from chalicelib.advice.replies import ReplyTemplate, fitting_replies
from tests.domain.histories import delivered, line, offer, opened, placed, requested, story, told_of


def template(text="Dear $customer", *, statuses=("requested",), **more) -> ReplyTemplate:
    return ReplyTemplate.model_validate({"situation": "any", "statuses": statuses, "text": text, **more})


def replies(told, day, *templates) -> list[str]:
    file = told.file(day)
    return [reply.text for reply in fitting_replies(templates, file, file.cases["R-1"])]


@pytest.mark.parametrize(
    ("told", "day", "text", "filled"),
    [
        (opened(), 3, "$customer $order $reason", "Ada Buyer A-1001 colour difference"),
        (opened(), 3, "$articles", "2 x MUG-01"),
        (opened(), 3, "by $respond_by", "by 6 March 2026, 12:00 UTC"),
        (
            opened(),
            3,
            "$freight",
            "By our policy we ask you to pay the freight. Please tell us if that is a problem.",
        ),
        (opened(reason={"code": "change_of_heart"}), 3, "$freight", "We pay the freight."),
        (opened(reason={"code": "?"}), 3, "$freight", "We will tell you soon who bears the freight."),
        (opened(customer={"name": "Bob"}), 3, "$mismatch", "the name on the return is not the name on the order"),
    ],
)
def test_a_reply_is_filled_with_what_is_known(told, day, text, filled):
    assert replies(told, day, template(text)) == [filled]


def test_offers_and_agreements_are_shown_in_words():
    talk = opened().then(offer(3))
    negotiating = {"statuses": ["negotiating"]}
    assert replies(talk, 4, template("$their_offer", **negotiating)) == ["a partial refund of 12.00 USD"]
    talk = talk.give(4, "make_offer", resolution="exchange")
    assert replies(talk, 5, template("$our_offer", **negotiating)) == ["an exchange"]
    talk = talk.then(told_of("offer.accepted", 5, offer_id="R-1-s1"))
    agreed = template("$agreed: $exchange, by $ship_back_by", statuses=["agreed"])
    assert replies(talk, 6, agreed) == [
        "an exchange: the goods that we send you in exchange, by 16 March 2026, 12:00 UTC"
    ]


@pytest.mark.parametrize("fact", ["their_offer", "our_offer", "refusal", "agreed", "exchange", "to_pay", "mismatch"])
def test_a_reply_that_names_what_is_not_known_is_not_offered(fact):
    assert replies(opened(), 3, template(f"${fact}"), template("Dear $customer")) == ["Dear Ada Buyer"]


def test_a_reply_is_offered_in_its_statuses_and_for_its_reasons_only():
    fitting = template("fits", reasons=["colour_difference"])
    other = template("does not", reasons=["defective"]), template("nor this", statuses=["closed"])
    assert replies(opened(), 3, fitting, *other) == ["fits"]


def test_a_customer_without_a_name_is_a_customer():
    assert replies(story(placed(), delivered(), told_of("return.requested", 2)), 3, template()) == ["Dear customer"]


def test_many_articles_are_listed_in_short():
    lines = [line(f"A{number}", 1, 100) for number in range(9)]
    told = story(placed(lines=lines), requested(lines=lines))
    assert replies(told, 3, template("$articles")) == ["1 x A0, 1 x A1, 1 x A2, 1 x A3, 1 x A4 and more"]


def test_what_a_customer_is_called_is_text_and_no_template():
    assert replies(opened(customer={"name": "$order ${order} $$ {0}"}), 3, template()) == [
        "Dear $order ${order} $$ {0}"
    ]


@pytest.mark.parametrize("text", ["$weather", "100 $", "${order", ""])
def test_a_template_that_names_no_fact_is_refused(text):
    with pytest.raises(ValidationError):
        template(text)
