"""`python -m ops catch-up` against moto: exports join the logs, and a second run changes nothing."""

import json

import pytest

from chalicelib.values.identifiers import OrderKey
from tests.dialects.samples import NOW, PAYLOADS
from tests.world.cloud import APP_SECRET
from tests.world.signing import alibaba_form

PUSH = json.dumps(json.loads((PAYLOADS / "lazada-reverse-order-msg10.json").read_bytes()))
ANSWER = json.dumps(json.loads((PAYLOADS / "lazada-reverse-detail-response.json").read_bytes()))
ORDER = OrderKey("demo", "lazada", "416557324702006")


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.jsonl"
    path.write_text(f"{PUSH}\n{ANSWER}\n\n{PUSH}\n")
    return path


def case(cloud):
    histories = cloud.recourse().order_histories
    return histories.of(ORDER, as_of=NOW).file.cases.get("658960600102006")


def test_without_send_it_says_what_is_new_and_appends_nothing(cloud, run, export):
    said = run("catch-up", "demo-lazada", str(export))

    assert "line 1: would be new (delivery.demo-lazada." in said
    assert said.splitlines()[-1] == "3 would be new"
    assert case(cloud) is None


def test_a_push_and_an_answer_make_one_case_and_the_second_run_changes_nothing(cloud, run, export):
    first = run("catch-up", "demo-lazada", str(export), "--send")
    assert first.splitlines()[-1] == "1 known already, 2 new"
    found = case(cloud)
    assert (found.platform_status, found.platform_deadline.if_silent) == (
        "REQUEST_INITIATE",
        "the platform approves the return",
    )
    assert [(line.sku, line.quantity) for line in found.lines] == [("th-123", 1)]

    again = run("catch-up", "demo-lazada", str(export), "--send")
    assert again.splitlines()[-1] == "3 known already"
    assert case(cloud) == found


def test_a_form_of_1688_keeps_its_message_id(cloud, run, tmp_path):
    sample = json.loads((PAYLOADS / "1688-order-received.json").read_bytes())
    path = tmp_path / "export"
    path.write_bytes(alibaba_form(sample, secret=APP_SECRET))

    assert "delivery.demo-alibaba.7565094302" in run("catch-up", "demo-alibaba", str(path), "--send")


@pytest.mark.parametrize(
    "line", ["<xml/>", "[]", '{"message_type": 10}', PUSH.replace("1626767698", "4070908800")], ids=range(4)
)
def test_a_line_that_is_not_understood_is_named_and_the_others_are_taken(cloud, run, tmp_path, line):
    path = tmp_path / "export"
    path.write_text(f"{line}\n{PUSH}\n")

    said = run("catch-up", "demo-lazada", str(path), "--send", code=1)
    assert "line 1: not understood: " in said
    assert case(cloud) is not None


def test_a_connection_that_is_not_listed_is_refused(run, export):
    run("catch-up", "nobody", str(export), code=2, says="there is no connection nobody")
