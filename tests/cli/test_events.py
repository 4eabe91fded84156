"""The samples of `recourse trigger` are valid, and each type of the contract has one."""

import json
from datetime import UTC, datetime

import click
import jsonschema_rs
import pytest
from standardwebhooks.webhooks import Webhook

from chalicelib.dialects import DIALECTS
from chalicelib.domain.facts import Unknown
from chalicelib.domain.reported import REPORTED
from cli.api import Api
from cli.events import assigned, filled, sample, samples, set_at
from cli.profiles import Profile
from cli.scenarios import names, scenario
from cli.signing import signed
from ops.template import PROJECT

DOCUMENT = json.loads((PROJECT / "docs" / "openapi.json").read_text())
WORDS = {"order": "A-1", "return": "R-1", "stamp": "1"}


def test_every_type_that_the_dialect_standard_tells_has_a_sample():
    assert set(samples()) == {str(kind) for kind in REPORTED} - {"order.ended", "carrier.stated"}


@pytest.mark.parametrize("kind", samples())
def test_a_sample_is_understood(kind):
    body = {"type": kind, "timestamp": "2026-03-01T12:00:00Z", "data": filled(samples()[kind], WORDS)}
    found = DIALECTS["standard"].translate(json.dumps(body).encode(), {})
    assert (found.order_number, found.happening.type) == ("A-1", kind)
    assert not isinstance(found.happening.fact, Unknown)


@pytest.mark.parametrize("kind", samples())
def test_a_sample_is_valid_by_the_document_of_the_api(kind):
    post = DOCUMENT["webhooks"][kind]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body = {"type": kind, "timestamp": "2026-03-01T12:00:00Z", "data": filled(samples()[kind], WORDS)}
    jsonschema_rs.validator_for({"components": DOCUMENT["components"], **post}).validate(body)


def test_a_newer_type_is_made_from_the_document_and_an_unknown_one_is_named(monkeypatch, capsys):
    known = {"data": {"order_number": "A-9", "colour": "navy"}}
    content = {"application/json": {"examples": {"order.painted": {"value": known}}}}
    webhooks = {"order.painted": {"post": {"requestBody": {"content": content}}}}
    api = Api(Profile("http://nobody", None))
    monkeypatch.setattr(api, "document", lambda: {"webhooks": webhooks})
    assert sample(api, "order.painted") == {"order_number": "$order", "return_id": "$return", "colour": "navy"}
    assert capsys.readouterr().err == ""
    assert sample(api, "order.eaten") == {"order_number": "$order", "return_id": "$return"}
    assert "no type order.eaten" in capsys.readouterr().err


def test_a_signature_is_that_of_the_library():
    at, secret = datetime.now(UTC), "whsec_c2VjcmV0IG9mIHRoZSBkZW1vIGNvbm5lY3Rpb24="
    headers = signed(b'{"a": 1}', secret=secret, delivery_id="evt_1", at=at)
    assert Webhook(secret).verify('{"a": 1}', headers) == {"a": 1}
    with pytest.raises(ValueError, match="not whsec_"):
        signed(b"{}", secret="whsec_%", delivery_id="evt_1", at=at)


def test_a_value_is_set_at_its_path():
    content = {"data": {"lines": [{"quantity": 1}]}}
    for path, value in assigned(["data.lines.0.quantity=3", "data.reason.text=black, not navy", "data.wants=exchange"]):
        set_at(content, path, value)
    assert content == {"data": {"lines": [{"quantity": 3}], "reason": {"text": "black, not navy"}, "wants": "exchange"}}


@pytest.mark.parametrize(
    "text", ["data.lines.7.quantity=3", "data.lines.x=3", "data.lines.0.quantity.x=3", "data", "=3"]
)
def test_a_path_that_leads_nowhere_is_refused(text):
    content = {"data": {"lines": [{"quantity": 1}]}}
    with pytest.raises(click.UsageError):
        _set(content, text)


def _set(content, text):
    for path, value in assigned([text]):
        set_at(content, path, value)


def test_a_name_in_a_text_is_replaced_and_a_whole_one_keeps_its_kind():
    assert filled(["$order", "$return-s1", "x$stampx", "$nothing", 3], WORDS) == [
        "A-1",
        "R-1-s1",
        "x1x",
        "$nothing",
        3,
    ]


@pytest.mark.parametrize("name", names())
def test_a_scenario_is_readable(name):
    story = scenario(name)
    assert story.title
    assert all(step.say for step in story.steps)
    assert {step.event for step in story.steps if step.event} <= set(samples())


@pytest.mark.parametrize(
    "content", ["title = 1 x", 'title = "t"', '[[step]]\nsay = "s"', 'title = "t"\n[[step]]\nsay = "s"']
)
def test_a_scenario_that_cannot_be_read_is_refused(tmp_path, content):
    (tmp_path / "own.toml").write_text(content)
    for name in (str(tmp_path / "own.toml"), "nowhere"):
        with pytest.raises(click.UsageError):
            scenario(name)
