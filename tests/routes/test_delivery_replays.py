"""`POST /deliveries/{id}/replay`: an operator tries a delivery again that was not understood."""

import json
from dataclasses import replace

import pytest

from chalicelib.dialects import DIALECTS

NOT_UNDERSTOOD = json.dumps(
    {
        "type": "return.requested",
        "timestamp": "2026-03-01T12:00:00Z",
        "data": {"order_number": "A-1001", "return_id": "R-1", "wants": "the moon"},
    }
)


@pytest.fixture
def told(shop):
    """A delivery that was understood, and one that was not."""
    shop.request()
    shop.cloud.clock.forward(minutes=1)
    assert shop.deliver(NOT_UNDERSTOOD, delivery_id="odd").json["status"] == "quarantined"
    shop.flow()
    return shop


def listed(shop):
    answered = shop.api("GET", "/deliveries")
    assert answered.status == 200, answered.text
    return answered.json["deliveries"]


def replay(shop, event_id, **body):
    sent = {"json": body} if body else {}
    answered = shop.api("POST", "/deliveries/{delivery_id}/replay", role="operator", delivery_id=event_id, **sent)
    assert answered.status == 200, answered.text
    return answered.json


def learn(shop, monkeypatch):
    """Let the dialect understand what it did not understand."""
    known = DIALECTS["standard"]
    learnt = replace(
        known, translate=lambda body, headers: known.translate(body.replace(b"the moon", b"exchange"), headers)
    )
    monkeypatch.setattr(shop.recourse.front_door, "_dialects", {**DIALECTS, "standard": learnt})


def test_a_replay_without_sending_says_what_would_happen(told, monkeypatch):
    odd = listed(told)[1]["id"]
    assert replay(told, odd, send=False)["verdict"] == "quarantined"
    learn(told, monkeypatch)

    assert replay(told, odd, send=False) | {"event": None} == {
        "id": odd,
        "sent": False,
        "verdict": "accepted",
        "reason": None,
        "event": None,
    }
    assert told.api("GET", "/quarantine").json["deliveries"]
    told.flow()
    assert len(listed(told)) == 2


def test_a_replayed_delivery_is_in_its_order_and_in_the_feed(told, monkeypatch):
    odd = listed(told)[1]["id"]
    learn(told, monkeypatch)
    told.cloud.clock.forward(minutes=1)

    done = replay(told, odd)
    told.flow()

    assert (done["sent"], done["verdict"]) == (True, "accepted")
    assert told.api("GET", "/quarantine").json["deliveries"] == []
    assert (listed(told)[2]["id"], listed(told)[2]["verdict"]) == (done["event"], "accepted")
    assert replay(told, odd)["verdict"] == "duplicate"


def test_a_delivery_that_was_understood_needs_no_replay(told):
    before = told.cloud.rows()
    event = listed(told)[0]["id"]

    assert replay(told, event)["verdict"] == "duplicate"
    assert told.cloud.rows() == before


def test_a_replay_that_is_not_well_said_is_refused(told):
    odd = listed(told)[1]["id"]
    for body in ({"send": "yes"}, {"sent": True}, {"send": None}):
        answered = told.api("POST", "/deliveries/{delivery_id}/replay", role="operator", delivery_id=odd, json=body)

        assert (answered.status, answered.is_problem) == (422, True)
