"""Erased messages: they keep their form, and lose every word of a person."""

import json

import pytest
from jsonschema import Draft202012Validator

from chalicelib.domain.erasure import Marks
from chalicelib.views.erased_message import STAYS, erase_message
from ops.template import PROJECT

MARKS = Marks(b"a secret of the test")
SCHEMA = json.loads((PROJECT / "docs" / "message.schema.json").read_text(encoding="utf-8"))
# The free texts of a message: what people wrote, what was written about them, and names.
ERASED = {
    *("detail", "description", "filename", "lesson", "next_steps", "note", "ordered", "original", "reason"),
    *("returned", "root_cause", "text", "why"),
}


@pytest.fixture
def message(shop):
    shop.request(customer={"name": "Ada Buyer"}, reason={"code": "colour_difference", "text": "ordered navy"})
    shop.tell("offer.made", offer_id="C-1", resolution="partial_refund", text="half, says Ada Buyer")
    shop.done("decline_offer", offer_id="C-1", text="Ada Buyer asks too much")
    shop.done("escalate", reason="Ada Buyer and I do not agree")
    shop.flow()
    [row] = shop.recourse.log.read(shop.key.order).effects
    return row.message


def _texts(name, schema):
    """The fields of free text in a schema: no list of words, no date, no pattern."""
    if "$ref" in schema or "enum" in schema or "const" in schema:
        return set()
    if schema.get("type") == "string" and not schema.get("format") and not schema.get("pattern"):
        return {name}
    parts = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return {text for part in parts for text in _texts(name, part)}


def test_every_text_of_a_message_stays_or_is_erased_by_decision():
    shapes = [SCHEMA, *SCHEMA["$defs"].values()]
    texts = {
        text for shape in shapes for name, field in shape.get("properties", {}).items() for text in _texts(name, field)
    }

    assert texts - STAYS == ERASED
    assert not ERASED & STAYS


def test_an_erased_message_is_a_message_with_the_same_id_and_no_word_of_a_person(message):
    erased = erase_message(message, MARKS)

    Draft202012Validator(SCHEMA).validate(json.loads(erased))
    assert json.loads(erased)["id"] == json.loads(message)["id"]
    assert json.loads(erased)["data"]["case"]["status"] == json.loads(message)["data"]["case"]["status"]
    for word in (b"Ada", b"navy", b"do not agree", b"half"):
        assert word in message
        assert word not in erased
    assert json.loads(erased)["data"]["case"]["customer"]["name"] == MARKS.name("ADA BUYER")


def test_a_field_that_nobody_has_decided_on_is_erased():
    erased = json.loads(erase_message(b'{"id":"x","later":"a word","deep":{"later":["words"]}}', MARKS))

    assert erased == {"id": "x", "later": MARKS.text("a word"), "deep": {"later": [MARKS.text("words")]}}
