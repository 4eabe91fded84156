"""Secrets against moto: kept for a minute, never used past their end, never shown."""

import json
from datetime import timedelta

import pytest

from chalicelib.aws.failures import StoreUnavailable
from chalicelib.dialects.delivery import Credentials
from chalicelib.values.instants import format_instant
from tests.world.cloud import APP_KEY, APP_SECRET, SECRET
from tests.world.wire import Refusal


@pytest.fixture
def process(cloud):
    return cloud.recourse()


@pytest.fixture
def store(process):
    return process.secrets


@pytest.fixture
def demo(process):
    return process.registry.find("demo")


def told(*secrets) -> str:
    return json.dumps({"app_key": None, "secrets": [{"secret": name, "until": until} for name, until in secrets]})


def test_a_connections_secrets_are_read(process, store, demo):
    assert store.live(demo) == Credentials(None, (SECRET,))
    assert store.live(process.registry.find("demo-lazada")) == Credentials(APP_KEY, (APP_SECRET,))


def test_ssm_is_asked_once_a_minute(store, demo, cloud):
    for _ in range(10):
        store.live(demo)
    assert cloud.wire.calls()["GetParameter"] == 1
    cloud.keep_secrets("demo", told(("new", None)))
    cloud.clock.forward(seconds=60)
    assert store.live(demo).secrets == ("new",)


def test_a_start_reads_several_secrets_in_one_call(process, store, cloud):
    """It holds number 125 of docs/reliability.md."""
    connections = process.registry.all()
    store.read_ahead(connections)

    # "other" has no secret yet. The start does not mind, and its first delivery asks again.
    assert [store.live(each).secrets for each in connections if each.name != "other"] == [
        (SECRET,),
        (APP_SECRET,),
        (APP_SECRET,),
    ]
    with pytest.raises(StoreUnavailable, match="SecretMissing"):
        store.live(process.registry.find("other"))
    assert (cloud.wire.calls()["GetParameters"], cloud.wire.calls()["GetParameter"]) == (1, 1)


def test_a_start_that_fails_is_followed_by_a_pause(store, demo, cloud):
    """It holds number 125 of docs/reliability.md."""
    cloud.wire.cut("GetParameters", Refusal("ThrottlingException"), times=2)
    with pytest.raises(StoreUnavailable):
        store.read_ahead([demo])
    for _ in range(3):
        with pytest.raises(StoreUnavailable, match="ThrottlingException"):
            store.live(demo)
    assert cloud.wire.calls()["GetParameter"] == 0

    cloud.clock.forward(seconds=5)
    assert store.live(demo).secrets == (SECRET,)


def test_a_damaged_secret_does_not_spoil_the_start_of_others(process, store, demo, cloud):
    cloud.keep_secrets("other", "no JSON")
    store.read_ahead([process.registry.find("other"), demo])

    assert store.live(demo).secrets == (SECRET,)
    assert cloud.wire.calls()["GetParameter"] == 0


def test_an_old_secret_lives_to_its_end_even_in_a_warm_cache(store, demo, cloud):
    """It holds number 18 of docs/reliability.md."""
    end = cloud.clock() + timedelta(seconds=30)
    cloud.keep_secrets("demo", told(("old", format_instant(end)), ("new", None)))

    assert store.live(demo).secrets == ("old", "new")
    cloud.clock.forward(seconds=30)
    assert store.live(demo).secrets == ("new",)


def test_an_old_secret_ends_while_ssm_fails(store, demo, cloud):
    """It holds number 18 of docs/reliability.md."""
    cloud.keep_secrets("demo", told(("old", format_instant(cloud.clock() + timedelta(minutes=5))), ("new", None)))
    store.live(demo)
    cloud.clock.forward(minutes=6)
    cloud.wire.cut("GetParameter", Refusal("InternalServerError", 500), times=2)

    assert store.live(demo).secrets == ("new",)


def test_secrets_serve_ten_minutes_without_ssm_and_no_longer(store, demo, cloud):
    store.live(demo)
    cloud.wire.cut("GetParameter", Refusal("AccessDeniedException"), times=9)
    cloud.clock.forward(minutes=9)
    assert store.live(demo).secrets == (SECRET,)
    assert [alarm["code"] for alarm in cloud.alarms] == ["AccessDeniedException"]

    cloud.clock.forward(minutes=1)
    with pytest.raises(StoreUnavailable, match="AccessDeniedException"):
        store.live(demo)


def test_a_missing_secret_needs_a_person(process, store):
    """It holds number 32 of docs/reliability.md."""
    with pytest.raises(StoreUnavailable, match="SecretMissing") as failure:
        store.live(process.registry.find("other"))
    assert failure.value.needs_person


def test_a_secret_taken_away_is_not_served_on(store, demo, cloud):
    store.live(demo)
    cloud.clients.door_secrets.delete_parameter(Name="/recourse/test/connections/demo")
    cloud.clock.forward(minutes=1)
    with pytest.raises(StoreUnavailable, match="SecretMissing"):
        store.live(demo)


@pytest.mark.parametrize(
    "broken",
    [
        "s3cret, not JSON",
        "[]",
        "{}",
        '{"secrets": []}',
        '{"secrets": [{"secret": ""}]}',
        '{"secrets": [{"secret": 7}]}',
        '{"secrets": [{"secret": "s3cret", "until": "tomorrow"}]}',
        '{"secrets": "s3cret"}',
    ],
)
def test_a_secret_that_cannot_be_read_needs_a_person_and_stays_secret(store, demo, cloud, broken):
    """It holds number 32 of docs/reliability.md."""
    cloud.keep_secrets("demo", broken)

    with pytest.raises(StoreUnavailable, match="SecretUnreadable") as failure:
        store.live(demo)
    assert failure.value.needs_person
    assert "s3cret" not in repr(failure.value) + repr(failure.value.__cause__) + repr(failure.value.__context__)


def test_secrets_do_not_show_in_what_is_printed(store, demo):
    assert SECRET not in repr(store.live(demo))
