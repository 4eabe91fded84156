"""`python -m ops connections` against moto: Recourse reads what these commands write."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.registry import Connection
from ops.connection_store import ConnectionList, ListChangedError

ADD = ("connections", "add")
ACME = ("acme", "--merchant", "acme", "--marketplace", "alibaba")


@pytest.fixture
def cloud(cloud):
    cloud.clock.now = datetime.now(UTC)  # the commands have the real one
    return cloud


def secret_in(output):
    return output.rpartition("shown this once: ")[2].strip()


def live(cloud, name):
    process = cloud.recourse()
    return process.secrets.live(process.registry.find(name))


def test_an_added_connection_is_read_with_its_secret(cloud, run):
    secret = secret_in(run(*ADD, *ACME, "--dialect", "standard", "--filing-url", "https://acme.example/file"))

    assert cloud.recourse().registry.find("acme") == Connection(
        name="acme",
        merchant="acme",
        marketplace="alibaba",
        dialect="standard",
        filing_url="https://acme.example/file",
    )
    assert live(cloud, "acme").secrets == (secret,)
    assert secret.startswith("whsec_")


def test_those_that_are_there_stay_as_they_are(cloud, run):
    before = cloud.recourse().registry.find("demo-lazada")
    run(*ADD, *ACME, "--dialect", "standard")

    assert cloud.recourse().registry.find("demo-lazada") == before


def test_the_secret_of_another_marketplace_is_typed_and_never_shown(cloud, run):
    said = run(*ADD, *ACME, "--dialect", "lazada", "--app-key", "app-7", typed="from the console\n")

    assert (live(cloud, "acme").app_key, live(cloud, "acme").secrets) == ("app-7", ("from the console",))
    assert "from the console" not in said


def test_the_list_shows_each_connection_and_how_it_files(run):
    run(*ADD, *ACME, "--dialect", "standard")

    lines = {line.split()[0]: line for line in run("connections", "list").splitlines()}

    assert set(lines) == {"acme", "demo", "other", "demo-alibaba", "demo-lazada"}
    assert lines["acme"].endswith("on        filed by a person") or lines["acme"].endswith("on  filed by a person")


def test_show_tells_secrets_apart_and_shows_none(run):
    secret = secret_in(run(*ADD, *ACME, "--dialect", "standard"))
    secret_in(run("connections", "rotate", "acme"))

    shown = run("connections", "show", "acme")

    assert secret not in shown
    assert secret.removeprefix("whsec_") not in shown
    assert (shown.count("without an end"), shown.count("until 20")) == (1, 1)


def test_a_rotation_keeps_the_old_secret_for_its_overlap(cloud, run):
    old = secret_in(run(*ADD, *ACME, "--dialect", "standard"))
    new = secret_in(run("connections", "rotate", "acme", "--overlap", "2"))
    assert set(live(cloud, "acme").secrets) == {old, new}

    cloud.clock.forward(hours=2, minutes=1)

    assert live(cloud, "acme").secrets == (new,)


def test_a_second_rotation_does_not_prolong_an_old_secret(cloud, run):
    first = secret_in(run(*ADD, *ACME, "--dialect", "standard"))
    run("connections", "rotate", "acme", "--overlap", "1")
    run("connections", "rotate", "acme", "--overlap", "48")

    cloud.clock.forward(hours=1, minutes=1)

    assert first not in live(cloud, "acme").secrets
    assert len(live(cloud, "acme").secrets) == 2


def test_a_disabled_connection_is_unknown_until_it_is_enabled(cloud, run):
    run("connections", "disable", "demo")
    assert cloud.recourse().registry.find("demo") is None
    assert "disabled" in run("connections", "list")

    run("connections", "enable", "demo")
    assert cloud.recourse().registry.find("demo").merchant == "demo"


def test_a_deleted_secret_is_gone_and_cannot_be_enabled(cloud, run):
    demo = cloud.recourse().registry.find("demo")
    run("connections", "disable", "demo", "--delete-secret")

    with pytest.raises(StoreUnavailable):
        cloud.recourse().secrets.live(demo)
    run("connections", "enable", "demo", code=2, says="deleted")


def test_a_connection_is_tested_from_its_entry_to_its_secret(cloud, run):
    assert "FAILED" not in run("connections", "test", "demo")

    cloud.keep_secrets("demo", json.dumps({"app_key": None, "secrets": [{"secret": "no base64!", "until": None}]}))
    assert "FAILED  the dialect can verify with its secret" in run("connections", "test", "demo", code=1)
    past = (cloud.clock.now - timedelta(minutes=1)).isoformat()
    cloud.keep_secrets("demo", json.dumps({"app_key": None, "secrets": [{"secret": "whsec_AA==", "until": past}]}))
    assert "every secret has ended" in run("connections", "test", "demo", code=1)
    cloud.keep_secrets("demo", "no json")
    assert "SecretUnreadable" in run("connections", "test", "demo", code=1)


@pytest.mark.parametrize(
    "arguments",
    [
        (*ADD, "demo", "--merchant", "demo", "--marketplace", "alibaba", "--dialect", "standard"),
        (*ADD, *ACME, "--dialect", "standrad"),
        (*ADD, *ACME, "--dialect", "standard", "--filing-url", "acme.example"),
        (*ADD, *ACME),
        (*ADD, "a b", *ACME[1:], "--dialect", "standard"),
        (*ADD, *ACME, "--dialect", "standard", "--filling-url", "https://acme.example"),
        (*ADD, *ACME, "--dialect", "lazada"),
        *(("connections", command, "dmo") for command in ("show", "test", "rotate", "disable", "enable")),
        ("connections", "rotate", "demo", "--overlap", "-1"),
    ],
    ids=" ".join,
)
def test_a_typing_mistake_is_an_error_and_changes_nothing(cloud, run, arguments):
    before = cloud.dynamodb.scan(TableName=cloud.settings.table)["Items"]

    run(*arguments, code=2)

    assert cloud.dynamodb.scan(TableName=cloud.settings.table)["Items"] == before


def test_of_two_operators_at_once_one_has_to_look_again(cloud):
    connection_list = ConnectionList(cloud.dynamodb, cloud.settings.table)
    seen = connection_list.read()
    connection_list.write(seen, live={**seen.live, "mine": seen.live["demo"]}, disabled={})

    with pytest.raises(ListChangedError):
        connection_list.write(seen, live={**seen.live, "theirs": seen.live["demo"]}, disabled={})
    assert "mine" in connection_list.read()


def test_the_first_connection_of_a_deployment_needs_no_list(cloud, run):
    key = {"PK": {"S": "REGISTRY"}, "SK": {"S": "CONNECTIONS"}}
    cloud.dynamodb.delete_item(TableName=cloud.settings.table, Key=key)

    run(*ADD, *ACME, "--dialect", "standard")

    assert [each.name for each in cloud.recourse().registry.all()] == ["acme"]
