"""The commands that compare, repair and send again: they act only when told to."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from ops.__main__ import main
from tests.usecases.test_replay import FROM_THE_FUTURE


@pytest.fixture
def shop(shop):
    shop.cloud.clock.now = datetime.now(UTC)  # an operator's commands have the real one
    return shop


def test_reconcile_reports_first_and_repairs_on_request(shop, run):
    shop.request()
    shop.flow()
    [row] = [row for row in shop.cloud.rows() if row["SK"]["S"].startswith("CASE#")]
    shop.cloud.dynamodb.delete_item(TableName=shop.cloud.settings.table, Key={"PK": row["PK"], "SK": row["SK"]})

    assert run("reconcile") == "1 orders, 1 of them under way\nunreadable: 0, unreachable: 0, poisoned: 0\n"
    assert shop.listed() == []
    run("reconcile", "--repair")
    assert [case["case_id"] for case in shop.listed()] == [shop.case_id]


def test_reconcile_ends_with_1_if_a_person_has_to_look(shop, run):
    shop.cloud.clock.forward(days=-2)
    shop.request()

    assert "case_rows: 1 to repair\n" in run("reconcile", code=1)
    assert "case_rows: 1 repaired\n" in run("reconcile", "--repair", code=1)
    assert run("reconcile").startswith("1 orders, 0 of them under way\n")


def test_segments_together_see_every_order_once(shop, run):
    for number in range(8):
        shop.order_number = f"A-{number}"
        shop.request()
    shop.flow()

    told = [run("reconcile", "--segments", "3", "--segment", str(segment)) for segment in range(3)]

    assert sum(int(text.split()[0]) for text in told) == 8


def test_a_segment_that_does_not_exist_is_an_error(run):
    run("reconcile", "--segments", "3", "--segment", "3", code=2, says="there is no segment 3 of 3")


def test_a_replay_says_what_would_happen_to_each_delivery(shop, run):
    event = shop.deliver(FROM_THE_FUTURE, delivery_id="msg_1").json["event"]

    assert run("quarantine", "replay", "demo").startswith(f"{event}: still: data.wants: ")
    assert run("quarantine", "replay", "demo", "--send").endswith("1 in all\n")
    assert run("quarantine", "replay", "other") == "0 in all\n"


def test_quarantined_deliveries_are_listed_without_and_shown_with_their_contents(shop, run):
    event = shop.deliver(FROM_THE_FUTURE, delivery_id="msg_1").json["event"]

    listed = run("quarantine", "list")
    assert (event in listed, "wants" in listed, listed.endswith("1 in all\n")) == (True, True, True)
    assert shop.return_id not in listed
    assert run("quarantine", "list", "other") == "0 in all\n"
    assert shop.return_id in run("quarantine", "show", event)


@pytest.mark.parametrize(
    "arguments",
    [
        ("quarantine", "list", "dmo"),
        ("quarantine", "replay", "dmo"),
        ("quarantine", "show", "quarantine.demo.msg_1.0000000000000000"),
        ("quarantine", "shwo", "x"),
        ("redrive", "--sned"),
        ("redirve",),
    ],
    ids=" ".join,
)
def test_a_typing_mistake_is_an_error(run, arguments):
    run(*arguments, code=2)


def test_redrive_sends_nothing_if_nothing_failed(shop, run):
    shop.request()

    assert run("redrive", "--send") == "0 in all\n"


def test_without_any_deployment_it_says_how_to_name_one(monkeypatch, tmp_path):
    monkeypatch.delenv("RECOURSE_TABLE", raising=False)
    monkeypatch.setattr("ops.deployment.LOCAL_STACK", tmp_path / "stack.json")

    ended = CliRunner().invoke(main, ["redrive"])

    assert (ended.exit_code, "RECOURSE_TABLE is not set" in ended.stderr) == (2, True)


@pytest.mark.parametrize("written", ["", "[]", "{}", "no json"])
def test_a_file_that_describes_no_stack_is_an_error(tmp_path, written):
    path = tmp_path / "stack.json"
    path.write_text(written)

    ended = CliRunner().invoke(main, ["--stack", str(path), "redrive"])

    assert (ended.exit_code, "describes no running stack" in ended.stderr) == (2, True)


def test_help_needs_no_deployment(monkeypatch, tmp_path):
    monkeypatch.setattr("ops.deployment.LOCAL_STACK", tmp_path / "stack.json")

    for words in ((), ("connections",), ("connections", "add"), ("keys", "make"), ("quarantine", "show")):
        assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0
