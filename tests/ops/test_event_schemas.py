"""The catalogue of events is true: each example is valid, and the dialect reads it as what it says."""

import json

import jsonschema_rs
import pytest

from chalicelib.dialects.standard import translate
from chalicelib.domain.facts import Unknown
from ops import asyncapi_document, events_document
from ops.event_schemas import marketplace_events
from ops.openapi_document import PUBLISHED
from ops.template import PROJECT

EVENTS, _ = marketplace_events("#/components/schemas/")
DOCUMENT = json.loads(PUBLISHED[0].read_text())
each_event = pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.type)


def judge(event):
    return jsonschema_rs.Draft202012Validator(event.schema | {"components": DOCUMENT["components"]})


@each_event
def test_the_page_has_every_answer_that_the_document_has(event):
    answers = DOCUMENT["webhooks"][event.type]["post"]["responses"]

    assert {answer.partition(" ")[0] for answer, _ in events_document.ANSWERS} == set(answers)


@each_event
def test_an_example_is_valid_and_is_read_as_its_type(event):
    assert list(judge(event).iter_errors(event.example)) == []

    (happening,) = translate(json.dumps(event.example).encode()).happenings
    assert happening.type == event.type
    assert not isinstance(happening.fact, Unknown)
    sent = event.example["data"].keys() - {"order_number"}
    assert sent <= {name for name, value in happening.fact if value is not None}


@each_event
def test_an_event_without_its_ids_is_not_valid(event):
    for name in {"order_number", "return_id"} & event.example["data"].keys():
        data = {key: value for key, value in event.example["data"].items() if key != name}
        assert list(judge(event).iter_errors(event.example | {"data": data})), name


def test_the_published_asyncapi_document_is_of_the_code():
    """`python -m ops.asyncapi_document` writes it anew."""
    published = json.loads(asyncapi_document.PUBLISHED.read_text())

    assert published == json.loads(json.dumps(asyncapi_document.asyncapi_document()))


def test_every_reference_of_the_asyncapi_document_leads_somewhere():
    document = asyncapi_document.asyncapi_document()
    for reference in _references(document):
        file, _, path = reference.partition("#/")
        place = json.loads((PROJECT / "docs" / file).read_text()) if file else document
        for name in path.split("/"):
            place = place[name]


def _references(node):
    if isinstance(node, dict):
        yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _references(child)
