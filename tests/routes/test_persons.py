"""The person who uses a key stands in the timeline beside what they did, and nowhere else."""

import pytest

from chalicelib.aws.api_keys import Person, Principal
from chalicelib.values.roles import Role
from tests.world.order import CUSTOMER, line

EVIDENCE = {"filename": "a.png", "content_type": "image/png", "size": 5, "sha256": "0" * 64, "kind": "photo"}


@pytest.fixture
def shop(shop):
    """Li Na works with the seller's key, and nobody knows who has the operator's key."""
    li_na = Person(name="Li Na", language="zh-Hans", time_zone="Asia/Shanghai")
    shop.keys["demo", "seller"] = shop.recourse.api_keys.make(Principal("demo", Role.SELLER), person=li_na)
    shop.sell()
    shop.request()
    return shop


def persons(shop):
    return {entry["type"]: entry["person"] for entry in shop.case["timeline"]}


def test_what_a_person_did_has_their_name_in_the_timeline(shop):
    shop.done("post_message", text="We look into it.")
    order = {"marketplace": "alibaba", "order_number": "A-1001"}
    record = {"customer": CUSTOMER, "lines": [line()]}
    assert shop.api("PUT", "/orders/{marketplace}/{order_number}", json=record, **order).status == 201
    announced = shop.api(
        "POST", "/cases/{case_id}/evidence", case_id=shop.case_id, json=EVIDENCE | {"description": "a dent"}
    )
    assert announced.status == 201

    found = persons(shop)
    assert {found["message.posted"], found["order.recorded"], found["evidence.announced"]} == {"Li Na"}
    assert {found["return.requested"], found["order.placed"], found["order.delivered"]} == {None}


def test_a_key_without_a_person_has_none_in_the_timeline(shop):
    shop.done("post_message", role="operator", text="We look into it.")

    assert persons(shop)["message.posted"] is None


def test_a_mediator_and_the_queue_hear_no_names(shop):
    shop.tell("return.updated", platform_status="GONE", stage="over")
    shop.done("acknowledge_review", ids=[review["id"] for review in shop.case["needs_review"]])
    shop.done("refuse_return", reason="as described")
    shop.tell("return.contested")
    shop.done("escalate", reason="no agreement")

    dossier = shop.api("GET", "/cases/{case_id}/dossier", case_id=shop.case_id)
    assert "Li Na" not in dossier.text
    assert "Li Na" not in str(shop.messages())


def test_a_review_shows_the_person_who_has_looked_at_it(shop):
    shop.tell("return.updated", reason={"code": "BAD"})
    review = next(review for review in shop.case["needs_review"] if review["acknowledged"] is None)

    seen = shop.done("acknowledge_review", ids=[review["id"]])["needs_review"]
    assert [each["acknowledged"]["by"] for each in seen if each["id"] == review["id"]] == ["Li Na"]


def test_a_review_shows_the_party_if_its_key_has_no_person(shop):
    shop.tell("return.updated", reason={"code": "BAD"})
    review = shop.case["needs_review"][0]

    seen = shop.done("acknowledge_review", role="operator", ids=[review["id"]])["needs_review"]
    assert {each["acknowledged"]["by"] for each in seen if each["acknowledged"]} == {"seller"}
