"""`python -m ops erase` and `retention` against moto: they say first, and erase only when told to."""

from datetime import UTC, datetime

import pytest

from tests.world.order import CUSTOMER

NAME = CUSTOMER["name"]


@pytest.fixture
def shop(shop):
    shop.cloud.clock.now = datetime.now(UTC)
    shop.cloud.clock.forward(days=-20)
    shop.sell()
    shop.request()
    shop.tell("return.withdrawn")
    shop.flow()
    return shop


def names(shop):
    return {case["customer"]["name"] for case in shop.listed()}


def test_it_says_first_what_it_would_erase(shop, run):
    said = run("erase", "demo", "--order", "alibaba", "A-1001", says="nothing was erased")

    assert "alibaba A-1001: to erase: 4 events, 0 messages, 0 versions of files, 0 in quarantine" in said
    assert shop.case_id in said
    assert names(shop) == {NAME}


@pytest.mark.parametrize("how", [("--order", "alibaba", "A-1001"), ("--name", NAME.upper())], ids=" ".join)
def test_an_order_is_erased_by_its_number_or_by_the_name(shop, run, how):
    run("erase", "demo", *how, "--erase", says="alibaba A-1001: erased: 4 events")
    shop.flow()

    [name] = names(shop)
    assert name.startswith("erased-")
    assert "to erase: 0 events" in run("erase", "demo", "--order", "alibaba", "A-1001")


def test_an_open_case_waits_unless_it_is_told_otherwise(shop, run):
    shop.cloud.clock.now = datetime.now(UTC)
    shop.return_id = "R-2"
    shop.request()

    waits = run("erase", "demo", "--name", NAME, "--erase", code=1)
    assert shop.case_id in waits.partition("open cases: ")[2]
    assert names(shop) == {NAME}
    run("erase", "demo", "--name", NAME, "--open-too", "--erase", says="A-1001: erased")


def test_a_request_on_its_way_to_the_marketplace_waits(shop, run):
    shop.return_id = "R-2"
    shop.request()
    shop.done("refuse_return", reason="not as agreed")
    shop.tell("return.contested")
    shop.done("escalate", reason="no agreement")
    shop.flow()

    command = ("erase", "demo", "--order", "alibaba", "A-1001", "--open-too", "--erase")
    assert "1 requests are on their way" in run(*command, code=1)


def test_quarantined_deliveries_with_the_name_are_erased_with_it(shop, run):
    shop.deliver('{"odd": "' + NAME + '"}', delivery_id="odd_1")

    assert "1 more deliveries in quarantine with this name: to erase" in run("erase", "demo", "--name", NAME)
    run("erase", "demo", "--name", NAME, "--erase", says="1 more deliveries in quarantine with this name: erased")
    assert NAME not in run("quarantine", "show", run("quarantine", "list").split()[0])


def test_what_is_older_than_the_retention_is_erased_and_nothing_else(shop, run):
    run("retention", "demo", "--days", "30")
    assert "A-1001" not in run("erase", "demo", "--expired")

    run("retention", "demo", "--days", "10", says="demo: 10 days")

    run("erase", "demo", "--expired", "--erase", says="alibaba A-1001: erased")
    assert "A-1001" not in run("erase", "demo", "--expired")


def test_a_retention_is_taken_away(run):
    run("retention", "demo", "--days", "30")
    run("retention", "demo", "--forever")

    run("retention", "demo", says="demo: until somebody erases it")
    run("erase", "demo", "--expired", code=2, says="has no retention")


@pytest.mark.parametrize(
    "arguments",
    [
        ("erase", "dmo", "--name", NAME),
        ("erase", "demo"),
        ("erase", "demo", "--name", NAME, "--expired"),
        ("erase", "demo", "--order", "alibaba", "A-1002"),
        ("erase", "demo", "--order", "alibba", "A-1001"),
        ("erase", "demo", "--order", "A-1001"),
        ("erase", "demo", "--nam", NAME, "--eraze"),
        ("retention", "dmo", "--days", "30"),
        ("retention", "demo", "--days", "0"),
        ("retention", "demo", "--days", "3", "--forever"),
    ],
    ids=" ".join,
)
def test_a_typing_mistake_is_an_error(shop, run, arguments):
    run(*arguments, code=2)
    assert names(shop) == {NAME}
