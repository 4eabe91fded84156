"""The registry against moto: one question a minute, whoever asks for whatever name."""

import pytest

from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.registry import Connection
from tests.world.wire import Refusal

ENTRY = {"merchant": "demo", "marketplace": "alibaba", "dialect": "standard", "filing_url": "https://filing.example"}


@pytest.fixture
def registry(cloud):
    return cloud.recourse().registry


def test_a_listed_connection_is_found_whole(registry, cloud):
    cloud.list_connections({"demo": ENTRY})

    assert registry.find("demo") == Connection(name="demo", **ENTRY)
    assert registry.all() == (Connection(name="demo", **ENTRY),)


def test_unknown_names_cost_nothing(registry, cloud):
    cloud.wire.clear()
    for number in range(100):
        assert registry.find(f"stranger-{number}") is None
    assert cloud.wire.calls() == {"GetItem": 1}


def test_a_new_connection_is_known_within_a_minute(registry, cloud):
    assert registry.find("new") is None
    cloud.list_connections({"new": ENTRY})
    assert registry.find("new") is None
    cloud.clock.forward(seconds=60)
    assert registry.find("new") is not None


def test_an_old_list_serves_while_dynamodb_fails(registry, cloud):
    assert registry.find("demo") is not None
    cloud.clock.forward(minutes=9)
    cloud.wire.cut("GetItem", Refusal("AccessDeniedException"), times=2)

    assert registry.find("demo") is not None
    assert cloud.alarms == [{"level": "alarm", "what": "serving_stale", "code": "AccessDeniedException"}]


def test_without_a_registry_nothing_can_be_said_about_a_name(registry, cloud):
    cloud.dynamodb.delete_item(TableName="orders", Key={"PK": {"S": "REGISTRY"}, "SK": {"S": "CONNECTIONS"}})

    with pytest.raises(StoreUnavailable, match="RegistryMissing") as failure:
        registry.find("demo")
    assert failure.value.needs_person


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {"demo": None},
        {"demo": {}},
        {"a#b": ENTRY},
        {"demo": ENTRY | {"merchant": "a#b"}},
        {"demo": ENTRY | {"filing_url": ["https://filing.example"]}},
        {"demo": "demo"},
    ],
    ids=["list", "null", "empty", "name", "merchant", "filing URL", "text"],
)
def test_a_registry_that_cannot_be_read_is_a_fault_of_ours(registry, cloud, broken):
    cloud.list_connections(broken)

    with pytest.raises(StoreUnavailable, match="RegistryUnreadable") as failure:
        registry.find("demo")
    assert failure.value.needs_person
