"""The operator's commands: they tell without being asked twice, and act only when told to."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from chalicelib.aws.api_keys import Principal, Role
from ops.operate import operate
from tests.usecases.test_replay import FROM_THE_FUTURE


@pytest.fixture
def shop(shop):
    shop.cloud.clock.now = datetime.now(UTC)  # an operator's commands have the real one
    return shop


@pytest.fixture
def run(shop):
    settings = shop.cloud.settings
    environment = {
        "RECOURSE_TABLE": settings.table,
        "RECOURSE_BUCKET": settings.bucket,
        "RECOURSE_MEDIATION_QUEUE_URL": settings.mediation_queue_url,
        "RECOURSE_MEDIATION_DLQ_URL": settings.mediation_dlq_url,
        "RECOURSE_SECRETS_PREFIX": settings.secrets_prefix,
    }

    def command(*arguments, code=0):
        ended = CliRunner().invoke(operate, arguments, env=environment)
        assert ended.exit_code == code, ended.output
        return ended.stdout

    return command


def test_reconcile_reports_first_and_repairs_on_request(shop, run):
    shop.request()
    shop.flow()
    [row] = [row for row in shop.cloud.rows() if row["SK"]["S"].startswith("CASE#")]
    shop.cloud.dynamodb.delete_item(TableName=shop.cloud.settings.table, Key={"PK": row["PK"], "SK": row["SK"]})

    assert run("reconcile") == "1 orders, 1 of them under way\nunreadable: 0, unreachable: 0, poisoned: 0\n"
    assert shop.listed() == []
    run("reconcile", "--repair")
    assert [case["case_id"] for case in shop.listed()] == [shop.case_id]


def test_reconcile_ends_with_1_where_a_person_has_to_look(shop, run):
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


def test_replay_says_what_it_would_do_with_each_delivery(shop, run):
    event = shop.deliver(FROM_THE_FUTURE, delivery_id="msg_1").json["event"]

    assert run("replay", "demo").startswith(f"{event}: still: data.wants: ")
    assert run("replay", "demo", "--send").endswith("1 in all\n")
    assert run("replay", "other") == "0 in all\n"


def test_redrive_where_nothing_failed_sends_nothing(shop, run):
    shop.request()

    assert run("redrive", "--send") == "0 in all\n"


def test_a_key_is_made_and_revoked(shop, run):
    token = run("make-key", "demo", "desk", "--days", "1").strip()
    assert shop.recourse.api_keys.principal(token) == Principal("demo", Role.DESK)

    run("revoke-key", token.split("_")[1])
    assert shop.recourse.api_keys.principal(token) is None


def test_what_aws_refuses_is_one_line(run):
    assert run("revoke-key", "nobodys", code=1) == ""


def test_a_role_nobody_has_is_refused(run):
    assert run("make-key", "demo", "king", code=2) == ""


@pytest.mark.parametrize("merchant", ["two words", "a#b", ""])
def test_a_merchant_that_no_connection_can_have_gets_no_key(run, merchant):
    assert run("make-key", merchant, "seller", code=2) == ""


def test_without_an_environment_it_says_what_is_missing(monkeypatch):
    monkeypatch.delenv("RECOURSE_TABLE", raising=False)

    ended = CliRunner().invoke(operate, ["redrive"])

    assert (ended.exit_code, "RECOURSE_TABLE is not set" in ended.stderr) == (2, True)
