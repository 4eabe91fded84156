"""Errors are problems, whoever made them, and never show what went wrong inside."""

import json
from http import HTTPStatus

import pytest
from chalice.app import Chalice, Response

import app as application
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.routes.every_answer import in_our_words
from chalicelib.routes.expected_errors import with_problems
from chalicelib.routes.problems import Problem
from chalicelib.values.sentences import say
from tests.world.api import Answered, call


def answered_by(view) -> Answered:
    """The answer of an application that has this view only."""
    one = Chalice("one", configure_logs=False)
    one.log = application.app.log
    one.register_middleware(in_our_words, "http")
    one.route("/", methods=["POST"])(with_problems(view))
    event = {
        "requestContext": {"resourcePath": "/", "httpMethod": "POST"},
        "headers": {"content-type": "application/json"},
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "body": "{}",
    }
    result = one(event, None)
    return Answered(result["statusCode"], result["headers"], result["body"])


def test_a_problem_carries_its_members(world):
    def refuse() -> Response:
        raise Problem(HTTPStatus.CONFLICT, say("open-offer", "an offer is open"), rule="G2.3a")

    answered = answered_by(refuse)
    assert (answered.status, answered.is_problem) == (409, True)
    assert answered.json == {
        "type": "/problems/refused-by-rule",
        "title": "Conflict",
        "status": 409,
        "detail": "an offer is open",
        "code": "open-offer",
        "rule": "G2.3a",
    }


@pytest.mark.parametrize("needs_person", [True, False])
def test_an_unavailable_store_is_503_and_an_alarm_where_a_person_is_needed(installed, cloud, needs_person):
    def fail() -> Response:
        raise StoreUnavailable("Weather", needs_person=needs_person)

    answered = answered_by(fail)
    assert (answered.status, answered.is_problem, answered.headers["Retry-After"]) == (503, True, "5")
    assert len(cloud.alarms) == needs_person


def test_a_bug_is_a_problem_without_a_trace_and_its_line_has_type_and_places_only(capsys):
    def stumble() -> Response:
        raise ValueError("Ada Buyer's words")

    answered = answered_by(stumble)
    assert (answered.status, answered.is_problem) == (500, True)
    told = capsys.readouterr()
    line = json.loads(told.out)
    assert (line["level"], line["what"], line["error"]) == ("alarm", "bug", "ValueError")
    assert line["places"].startswith("stumble:")
    for shown in (answered.text, told.out, told.err):
        assert "Ada" not in shown
    assert "ValueError" not in answered.text


@pytest.mark.parametrize(("method", "status"), [("POST", 405), ("GET", 200)])
def test_what_chalice_refuses_itself_is_a_problem_too(method, status):
    answered = call(method, "/health", headers=[("Accept", "text/html")])

    assert answered.status == status
    if status == 405:
        assert answered.is_problem
        assert answered.headers["Allow"] == "GET"


def test_health_asks_nobody(cloud):
    cloud.wire.clear()

    assert call("GET", "/health").json == {"status": "ok"}
    assert cloud.wire.calls() == {}


def test_a_refusal_by_a_guard_names_it_and_one_by_the_state_names_none(shop):
    shop.sell()
    shop.request()
    too_early = shop.give("escalate", reason="no answer")
    too_late = shop.give("record_inspection", matches_description=True, matches_pictures=True, condition="as_sent")

    assert (too_early.status, too_early.json["rule"], too_early.json["guard"]) == (409, "G2.3b", "negotiation-failed")
    assert (too_late.status, "guard" in too_late.json) == (409, False)
