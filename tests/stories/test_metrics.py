"""Each line of the log names its request, and counts by stack and kind only."""

import json

import pytest

from chalicelib.logbook import Logbook, about
from chalicelib.settings import Settings
from tests.world.api import REQUEST_ID
from tests.world.sources import event_of
from tests.world.wire import Refusal


@pytest.fixture
def lines():
    return []


@pytest.fixture
def logbook(lines):
    return Logbook(lambda line: lines.append(json.loads(line)), stack="shop-test")


def test_a_line_that_counts_is_a_metric_of_its_stack_and_kind_only(logbook, lines):
    logbook.count("delivery", kind="accepted", event="delivery.demo.msg_1", connection="demo")

    [line] = lines
    [metric] = line["_aws"]["CloudWatchMetrics"]
    assert metric == {"Namespace": "Recourse", "Dimensions": [["stack", "kind"]], "Metrics": [{"Name": "count"}]}
    assert (line["stack"], line["kind"], line["count"]) == ("shop-test", "accepted", 1)
    assert (line["what"], line["event"], line["connection"]) == ("delivery", "delivery.demo.msg_1", "demo")
    assert line["_aws"]["Timestamp"] > 1_700_000_000_000


def test_without_a_stack_a_line_counts_nothing(lines):
    Logbook(lambda line: lines.append(json.loads(line))).count("delivery", kind="accepted")

    assert lines == [{"level": "info", "what": "delivery"}]


def test_every_line_of_a_request_has_its_id_and_no_later_line(logbook, lines):
    with about(request="r-1"):
        logbook.alarm("bug", error="KeyError")
        logbook.failure("request_refused", code="Throttled", alarming=False)
    logbook.note("later")

    assert [line.get("request") for line in lines] == ["r-1", "r-1", None]


def test_the_stack_is_the_one_whose_secrets_are_read():
    urls = {"mediation_queue_url": "m", "mediation_dlq_url": "d"}
    settings = Settings(table="t", bucket="b", secrets_prefix="/recourse/shop-test/", **urls)

    assert settings.stack == "shop-test"


def test_the_id_of_a_request_is_in_its_answer_and_on_its_lines(shop):
    shop.cloud.lines.clear()

    answered = shop.tell("message.posted", text="hello")

    [delivery] = [line for line in map(json.loads, shop.cloud.lines) if line["what"] == "delivery"]
    assert delivery["request"] == answered.headers["X-Request-Id"]
    assert (delivery["verdict"], delivery["connection"]) == ("accepted", "demo")


def test_a_line_of_a_request_names_the_case_that_it_is_about(shop):
    shop.order_and_return("A-1")
    shop.cloud.lines.clear()
    shop.cloud.wire.cut("Query", Refusal("AccessDeniedException"), times=9)

    assert shop.read().status == 503
    [refused] = [line for line in map(json.loads, shop.cloud.lines) if line["what"] == "request_refused"]
    assert (refused["request"], refused["case"]) == (REQUEST_ID, shop.key.case_id)


def test_what_cannot_be_an_id_stands_on_no_line(shop):
    shop.cloud.lines.clear()
    shop.cloud.wire.cut("GetItem", Refusal("AccessDeniedException"), times=9)
    shop.api("GET", "/cases/{case_id}", case_id="Ada Buyer")

    assert "Ada" not in "".join(shop.cloud.lines)


def test_a_line_of_an_invocation_has_its_id(shop):
    shop.cloud.lines.clear()
    shop.world.call("reconcile", event_of())

    [reconciled] = [line for line in map(json.loads, shop.cloud.lines) if line["what"] == "reconciled"]
    assert reconciled["request"]


def test_a_line_about_a_projection_names_its_order(shop):
    shop.order_and_return("A-1")
    shop.cloud.lines.clear()
    shop.cloud.wire.cut("Query", Refusal("AccessDeniedException"), times=9)
    shop.recourse.projector.project_batch([("1", shop.key.order)])

    [delayed] = [line for line in map(json.loads, shop.cloud.lines) if line["what"] == "projection_delayed"]
    assert (delayed["merchant"], delayed["marketplace"], delayed["order"]) == ("demo", "alibaba", "A-1001")


def test_a_refused_command_is_counted_by_its_cause(shop):
    shop.sell()
    shop.request()
    shop.cloud.lines.clear()
    rule = shop.refused("decline_offer", offer_id="O-9")

    assert rule
    [declined] = [line for line in map(json.loads, shop.cloud.lines) if line["what"] == "request_declined"]
    assert (declined["case"], declined["request"]) == (shop.key.case_id, REQUEST_ID)
