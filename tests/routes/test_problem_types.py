"""The types of problems: each has a page, and an answer names its type and its request."""

import json
import re
from html import escape

import pytest

from chalicelib.views.problem_types import PROBLEMS, USUAL, ProblemName
from tests.world import documented
from tests.world.api import JSON, REQUEST_ID, call

PAGE, HOOK = "/problems/{name}", "/webhooks/{connection}"
CHINESE = re.compile("[\u4e00-\u9fff]")
ENGLISH_OF_THE_PAGE = re.compile(r"What to do|Example|Problem:|lang=\"en\"")


def page(name, accept="application/json"):
    return call("GET", PAGE, headers=[("Accept", accept)], name=name)


@pytest.mark.parametrize("name", ProblemName)
def test_each_type_has_a_page_with_its_meaning_its_remedy_and_an_example(name):
    told = page(name).json

    assert told["type"] == told["example"]["type"] == f"/problems/{name}"
    assert told["status"] == told["example"]["status"] == PROBLEMS[name].status
    assert told["meaning"].endswith(".")
    assert told["remedy"].endswith(".")
    html = page(name, "text/html")
    assert html.headers["Content-Type"] == "text/html; charset=utf-8"
    assert escape(PROBLEMS[name].remedy) in html.text


@pytest.mark.parametrize("name", ProblemName)
def test_the_example_of_a_type_is_an_answer_of_the_document(name):
    """It has what every error has: its code and its request too."""
    example = page(name).json["example"]

    documented.check("PUT", "/policy", example["status"], "application/problem+json", json.dumps(example))
    assert example["instance"]


def test_a_status_has_a_usual_type_of_its_own_status():
    assert all(PROBLEMS[name].status is status for status, name in USUAL.items())


def test_an_unknown_type_is_not_found():
    missing = page("bad-weather")

    assert (missing.status, missing.is_problem) == (404, True)


def test_a_problem_names_its_request_and_its_parameter(shop):
    refused = shop.api("GET", "/cases", query={"limit": "0"})

    assert refused.json["instance"] == REQUEST_ID
    assert (refused.json["type"], refused.json["parameter"]) == ("/problems/invalid-parameter", "limit")


@pytest.mark.parametrize(
    ("ask", "type_"),
    [
        (lambda shop: shop.api("GET", "/cases", query={"cursor": "x"}), "invalid-cursor"),
        (lambda shop: shop.api("GET", "/cases", query={"colour": "x"}), "invalid-parameter"),
        (lambda shop: shop.api("PUT", "/policy", body="{"), "not-json"),
        (lambda shop: call("GET", "/cases"), "no-key"),
        (lambda shop: call("POST", HOOK, headers=[JSON], connection="demo", body="{}"), "not-authentic"),
        (lambda shop: shop.api("PUT", "/policy", role="desk", json={}), "not-allowed"),
        (lambda shop: shop.read(), "not-yours"),
        (lambda shop: call("PUT", HOOK, connection="demo"), "wrong-method"),
        (lambda shop: shop.api("PUT", "/policy", body="x" * 300_000), "too-large"),
        (lambda shop: shop.api("PUT", "/policy", json={}), "not-valid"),
    ],
)
def test_a_problem_has_the_type_of_its_cause(shop, ask, type_):
    answered = ask(shop)

    assert (answered.json["type"], answered.status) == (f"/problems/{type_}", PROBLEMS[ProblemName(type_)].status)


def test_rules_words_and_keys_have_types_of_their_own(shop):
    shop.sell()
    shop.request()

    assert shop.give("escalate", reason="no").json["type"] == "/problems/refused-by-rule"
    rude = shop.give("post_message", text="You are an idiot.").json
    assert (rude["type"], rude["words"]) == ("/problems/unfriendly", ["idiot"])
    shop.give("post_message", key="k-1", text="hello")
    assert shop.give("post_message", key="k-1", text="goodbye").json["type"] == "/problems/key-reused"
    not_valid = shop.give("make_offer").json
    assert [error["code"] for error in not_valid["errors"]] == ["missing"]


def test_a_failure_of_ours_has_a_line_in_the_log_with_the_same_request(shop, monkeypatch):
    monkeypatch.setattr("chalicelib.routes.health.answer", lambda _body: 1 / 0)

    answered = call("GET", "/health")

    assert (answered.status, answered.json["type"]) == (500, "/problems/our-fault")
    (line,) = [found for found in map(json.loads, shop.cloud.lines) if found["what"] == "request_failed"]
    assert line["request"] == answered.json["instance"]


def test_no_problem_says_about_blank(shop):
    assert re.search("about:blank", shop.read().text) is None


@pytest.mark.parametrize("name", ProblemName)
def test_a_type_of_problem_is_explained_in_chinese(name):
    headers = [("Accept-Language", "zh-CN")]
    told = call("GET", PAGE, headers=[*headers, ("Accept", "application/json")], name=name)
    html = call("GET", PAGE, headers=[*headers, ("Accept", "text/html")], name=name)

    words = [told.json[member] for member in ("title", "meaning", "remedy")]
    for text in words:
        assert CHINESE.search(text), text
        assert escape(text) in html.text
    assert (told.headers["Content-Language"], html.headers["Content-Language"]) == ("zh-Hans", "zh-Hans")
    assert ENGLISH_OF_THE_PAGE.search(html.text) is None
    assert (told.json["type"], told.json["status"]) == (f"/problems/{name}", PROBLEMS[name].status)
