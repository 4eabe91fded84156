"""A case shows help for its state, and a message is checked before it is sent (G3.3, G3.4)."""

import json
from typing import Any

import pytest

from chalicelib.aws.case_lists import CaseFilter

CASE = "alibaba.A-1001.R-1"


@pytest.fixture(autouse=True)
def _returned(shop_at_once) -> None:
    shop_at_once.order_and_return("A-1001", reason={"code": "defective", "text": "cracked"})


def post(sellers, text, **more):
    body = {"command": "post_message", "text": text, **more}
    return sellers.api("POST", "/cases/{case_id}/commands", case_id=CASE, json=body)


def whole(sellers) -> dict[str, Any]:
    case: dict[str, Any] = sellers.api("GET", "/cases/{case_id}", case_id=CASE).json
    return case


def messages(case: dict[str, Any]) -> list[str]:
    return [entry["text"] for entry in case["timeline"] if entry["type"] == "message.posted"]


def test_a_seller_is_warned_before_a_hostile_message_is_sent(sellers):
    """G3.3: outgoing messages are checked for hostile wording and the seller is warned before sending."""
    answered = post(sellers, "You are an Idiot. Shut up!")
    assert (answered.status, answered.is_problem) == (409, True)
    assert (answered.json["rule"], answered.json["words"]) == ("G3.3", ["idiot", "shut up"])
    assert messages(whole(sellers)) == []


def test_a_seller_who_was_warned_can_send_it_anyway(sellers):
    """G3.3: the seller is warned, not stopped."""
    assert post(sellers, "You are an idiot", anyway=True).status == 201
    assert messages(whole(sellers)) == ["You are an idiot"]


def test_a_friendly_message_is_sent(sellers):
    assert messages(post(sellers, "We are sorry. Could you send us a photo?").json) == [
        "We are sorry. Could you send us a photo?"
    ]


def test_every_case_offers_friendly_replies_with_its_facts(sellers):
    """G3.3: reply templates per situation."""
    replies = {reply["situation"]: reply["text"] for reply in whole(sellers)["reply_templates"]}
    assert replies.keys() == {"request-received", "ask-for-photos"}
    assert "Dear Ada Buyer, thank you for telling us about your order A-1001." in replies["request-received"]
    assert "by 4 March 2026, 12:00 UTC" in replies["request-received"]
    assert "2 x MUG-01" in replies["ask-for-photos"]


def test_an_offered_reply_can_be_sent_as_it_is(sellers):
    for reply in whole(sellers)["reply_templates"]:
        assert post(sellers, reply["text"]).status == 201


def test_every_case_offers_the_platforms_pages_and_the_next_steps(sellers):
    """G3.4: use the platform's resources."""
    case = whole(sellers)
    assert case["next_steps"]
    assert {"title", "url", "why"} == case["resources"][0].keys()
    assert "https://tradeassurance.alibaba.com/" in {page["url"] for page in case["resources"]}


def test_the_mediation_desk_gets_the_pages_too(sellers, cloud, installed):
    """G3.4: what is filed with the platform stands beside the platform's own rules."""
    cloud.clock.forward(days=3, minutes=1)
    asked = sellers.api(
        "POST", "/cases/{case_id}/commands", case_id=CASE, json={"command": "escalate", "reason": "no agreement"}
    )
    assert asked.status == 201
    (key,) = {row.case.order for row in installed.case_rows.page("demo", CaseFilter(), limit=1).rows}
    installed.projector.project(key)
    (sent,) = cloud.clients.sqs.receive_message(QueueUrl=cloud.settings.mediation_queue_url)["Messages"]
    case = json.loads(sent["Body"])["data"]["case"]
    assert "https://rulechannel.alibaba.com/icbu" in {page["url"] for page in case["resources"]}
