"""The registry against moto: one question a minute, whoever asks for whatever name."""

import pytest

from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.registry import Connection
from chalicelib.values.identifiers import OrderKey
from tests.world.wire import Refusal

ORDER = OrderKey("demo", "alibaba", "A-1001")
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
    assert cloud.wire.calls() == {"Query": 1}


def test_a_new_connection_is_known_within_a_minute(registry, cloud):
    assert registry.find("new") is None
    cloud.list_connections({"new": ENTRY})
    assert registry.find("new") is None
    cloud.clock.forward(seconds=60)
    assert registry.find("new") is not None


def test_an_old_list_serves_while_dynamodb_fails(registry, cloud):
    assert registry.find("demo") is not None
    cloud.clock.forward(minutes=9)
    cloud.wire.cut("Query", Refusal("AccessDeniedException"), times=2)

    assert registry.find("demo") is not None
    assert cloud.alarms == [{"level": "alarm", "what": "serving_stale", "code": "AccessDeniedException"}]


def test_without_a_registry_nothing_can_be_said_about_a_name(registry, cloud):
    cloud.dynamodb.delete_item(TableName="orders", Key={"PK": {"S": "REGISTRY"}, "SK": {"S": "CONNECTIONS"}})

    with pytest.raises(StoreUnavailable, match="RegistryMissing") as failure:
        registry.find("demo")
    assert failure.value.needs_person


def test_a_registry_that_cannot_be_read_is_a_fault_of_ours(registry, cloud):
    cloud.list_connections([])

    with pytest.raises(StoreUnavailable, match="RegistryUnreadable") as failure:
        registry.find("demo")
    assert failure.value.needs_person


@pytest.mark.parametrize(
    "broken",
    [
        {"demo": None},
        {"demo": {}},
        {"a#b": ENTRY},
        {"demo": ENTRY | {"merchant": "a#b"}},
        {"demo": ENTRY | {"filing_url": ["https://filing.example"]}},
        {"demo": "demo"},
    ],
    ids=["null", "empty", "name", "merchant", "filing URL", "text"],
)
def test_a_bad_entry_is_skipped_with_an_alarm_and_the_others_work(registry, cloud, broken):
    """It holds number 127 of docs/reliability.md."""
    cloud.list_connections(broken | {"good": ENTRY, "better": ENTRY})

    assert [found.name for found in registry.all()] == ["good", "better"]
    assert registry.find(next(iter(broken))) is None
    (alarm,) = cloud.alarms
    assert alarm["what"] == "connection_unreadable"
    assert alarm["connection"] in {"demo", None}


def test_without_connections_an_order_can_still_be_full(registry, cloud):
    """It holds number 119 of docs/reliability.md."""
    cloud.dynamodb.delete_item(TableName="orders", Key={"PK": {"S": "REGISTRY"}, "SK": {"S": "CONNECTIONS"}})
    registry.mark_full(ORDER, rows=5, size=7)

    assert registry.is_full(ORDER)
    assert not registry.is_full(OrderKey("other", "alibaba", "A-1001"))
