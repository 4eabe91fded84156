"""The API document: it is valid, it is of the code, and it says who may make each call."""

import json
import re
from collections import defaultdict

import jsonschema_rs
import pytest
import requests
from openapi_spec_validator import validate

from app import app
from chalicelib.aws.api_keys import Principal
from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.routes.cursors import sealed
from chalicelib.routes.described import ROUTES
from chalicelib.routes.described_links import LINKS
from chalicelib.values.roles import Role
from ops.openapi_document import PUBLISHED, openapi_document
from ops.openapi_examples import RECORDED, exchanges
from ops.template import PROJECT
from tests.routes.test_who_may import MATRIX
from tests.world import documented
from tests.world.api import call

DOCUMENT = openapi_document()
PAGES = {("GET", "/console"), ("GET", "/console/{asset}")}  # of the browser, and no calls of the API


def test_the_published_document_is_of_the_code():
    """`python -m ops.openapi_document` writes it anew."""
    for path in PUBLISHED:
        assert json.loads(path.read_text()) == json.loads(json.dumps(DOCUMENT)), path


def test_the_document_is_valid():
    validate(DOCUMENT)


def test_every_call_is_described_and_nothing_else_is():
    answered = {(method, path) for path, methods in app.routes.items() for method in methods}
    refused = {pair for pair in answered if pair[1] == "/webhooks/{connection}" and pair[0] != "POST"}

    assert {(route.method, route.path) for route in ROUTES} == answered - refused - PAGES


def test_the_roles_of_a_call_are_those_that_may_make_it():
    enforced = defaultdict(set)
    for asked in MATRIX:
        enforced[asked.method, asked.route] |= asked.may

    described = {(route.method, route.path): set(route.roles) for route in ROUTES if route.roles is not None}
    assert described == dict(enforced)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.operation)
def test_each_call_has_an_example_that_is_valid(route):
    """`python -m local.recorder` records them anew. Documents and a sign-out have none."""
    exchange = exchanges().get(route.operation)
    if exchange is None:
        assert route.operation in {"getDocument", "getEvents", "getMessages", "signOut"}
        return
    answer = exchange["answer"]
    text = json.dumps(answer) if exchange["type"] == "application/json" else answer
    documented.check(route.method, route.path, exchange["status"], exchange["type"], text)
    if exchange["request"] is not None and route.takes_body:
        schema = DOCUMENT["paths"][route.path][route.method.lower()]["requestBody"]["content"]["application/json"]
        judge = jsonschema_rs.Draft202012Validator(schema["schema"] | {"components": DOCUMENT["components"]})
        assert list(judge.iter_errors(exchange["request"])) == []


def test_the_examples_have_no_secret_and_no_address_of_a_machine():
    text = RECORDED.read_text()

    assert not re.findall(r"127\.0\.0\.1|localhost|rk_(?!0123456789ab)|rs1\.(?!the-token)", text)


def test_names_are_unique_and_plain():
    operations = [route.operation for route in ROUTES]
    assert len(operations) == len(set(operations))
    assert not [name for name in DOCUMENT["components"]["schemas"] if "__" in name]


def test_no_two_schemas_have_one_title():
    """Generators of clients name a model by its title, and drop the second one."""
    titles = [schema["title"] for schema in DOCUMENT["components"]["schemas"].values() if "title" in schema]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("link", LINKS, ids=lambda link: f"{link.source}-{link.target}")
def test_a_link_leads_from_the_members_of_an_answer_to_the_parameters_of_a_call(link):
    """Schemathesis ignores a link that it cannot follow."""
    routes = {route.operation: route for route in ROUTES}
    answer = exchanges()[link.source]["answer"]
    assert set(re.findall(r"{(\w+)}", routes[link.target].path)) == set(link.parameters)
    for source in link.parameters.values():
        place, _, name = source.rpartition("#" if "#" in source else ".")
        if place == "$response.body":
            assert isinstance(jsonpointer(answer, name), str | int)
        else:
            assert (place, f"{{{name}}}" in routes[link.source].path) == ("$request.path", True)


def jsonpointer(value, pointer):
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


@pytest.mark.parametrize("position", ["a", "???>>>~~~", "订单-1001", "2026-07-01T08:00:00Z|alibaba|S-1"])
def test_every_cursor_that_is_given_out_fits_the_document(position):
    patterns = {
        parameter["schema"]["pattern"]
        for path in DOCUMENT["paths"].values()
        for parameter in path.get("get", {}).get("parameters", ())
        if parameter["name"] == "cursor"
    }
    (pattern,) = patterns
    assert re.search(pattern, sealed(Principal("demo", Role.SELLER, seal=b"seal"), "cases", position))


def test_every_command_is_one_of_the_commands():
    mapping = DOCUMENT["components"]["schemas"]["Command"]["discriminator"]["mapping"]
    assert set(mapping) == {ask.command for ask in COMMANDS}
    for reference in mapping.values():
        assert DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]["additionalProperties"] is False


@pytest.mark.parametrize("name", ["openapi.json", "asyncapi.json", "message.schema.json"])
def test_a_document_is_served_as_it_is_published_without_a_key_and_not_sent_twice(name):
    first = call("GET", f"/{name}")

    assert (first.status, first.json) == (200, json.loads((PROJECT / "docs" / name).read_text()))
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = call("GET", f"/{name}", headers=[("If-None-Match", first.headers["ETag"])])
    assert (again.status, again.text) == (304, "")


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (418, "application/json", "{}"),
        (200, "text/plain", "ok"),
        (200, "application/json", '{"status": "fine"}'),
        (200, "application/json", "{}"),
        (503, "application/problem+json", '{"type": "/problems/busy"}'),
    ],
)
def test_an_answer_that_the_document_does_not_promise_is_noticed(status, kind, body):
    with pytest.raises(AssertionError):
        documented.check("GET", "/health", status, kind, body)


def test_an_answer_over_http_that_the_document_does_not_promise_is_noticed(monkeypatch):
    answer = requests.Response()
    answer.status_code, answer.url, answer._content = 200, "http://127.0.0.1:1/cases/a.b.c", b'{"status": "fine"}'
    answer.headers.update({"X-Request-Id": "r", "Content-Type": "application/json"})
    monkeypatch.setattr(requests.Session, "send", lambda *_args, **_options: answer)

    with documented.every_answer(), pytest.raises(AssertionError, match="case_id"):
        requests.get("http://127.0.0.1:1/cases/a.b.c", timeout=1)


def test_a_date_that_is_none_is_noticed():
    promised = json.dumps({"url": "http://127.0.0.1:1/console", "expires_at": "soon"})

    with pytest.raises(AssertionError, match="soon"):
        documented.check("POST", "/cases/{case_id}/camera-pass", 201, "application/json", promised)
