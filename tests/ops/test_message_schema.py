"""The published schema: as fresh as the shapes, true of what is sent, and false of what is not."""

import json

import pytest
from jsonschema import Draft202012Validator

from ops.message_schema import PUBLISHED, write_schema
from tests.world.order import usd

SCHEMA = json.loads(PUBLISHED.read_text())
VALID = Draft202012Validator(SCHEMA)


def test_what_is_published_is_what_the_shapes_say(tmp_path):
    write_schema(tmp_path / "docs" / "fresh.json")
    assert (tmp_path / "docs" / "fresh.json").read_text() == PUBLISHED.read_text()


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.fixture
def sent(shop):
    """One message of each type, as the queue has them."""
    shop.sell()
    shop.request()
    shop.done("make_offer", resolution="partial_refund", amount=usd(500))
    shop.tell("offer.declined", offer_id="R-1-s1")
    shop.done("escalate", reason="no agreement")
    messages = taken(shop)
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer")
    messages += taken(shop)
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=usd(2400))
    shop.done("file_appeal", grounds="it was as sold", evidence=[shop.attach("photo"), shop.attach("logistics")])
    messages += taken(shop)
    shop.tell("appeal.opened", appeal_id="P-1", opened_by="customer")
    return messages + taken(shop)


def taken(shop):
    shop.flow()
    return [json.loads(message["Body"]) for message in iter(shop.cloud.mediation.take, None)]


def test_every_type_of_message_that_is_sent_is_valid(sent):
    assert [message["type"] for message in sent] == [
        "recourse.mediation.requested",
        "recourse.mediation.withdrawn",
        "recourse.appeal.filed",
        "recourse.appeal.withdrawn",
    ]
    assert [list(VALID.iter_errors(message)) for message in sent] == [[]] * 4
    assert [len(message["data"]["evidence"]["files"]) for message in sent] == [0, 0, 2, 2]
    assert [message["data"]["withdraws"] for message in sent] == [None, sent[0]["id"], None, sent[2]["id"]]


def test_what_is_not_ours_is_not_valid(sent):
    request, withdrawal, appeal, _ = sent
    strangers = [
        request | {"type": "recourse.mediation.closed"},
        request | {"type": "recourse.appeal.filed"},
        request | {"type": "recourse.mediation.withdrawn"},
        withdrawal | {"type": "recourse.mediation.requested"},
        request | {"id": "1"},
        request | {"specversion": "0.3"},
        {name: value for name, value in appeal.items() if name != "subject"},
        {name: value for name, value in appeal.items() if name != "source"},
        request | {"data": request["data"] | {"case": {}}},
        request | {"data": request["data"] | {"evidence": {"bucket": "b"}}},
    ]
    assert [VALID.is_valid(stranger) for stranger in strangers] == [False] * len(strangers)
