"""The cost of each call of the API in AWS."""

import pytest

CASES = "/cases"


@pytest.fixture
def counted(shop):
    """A warm process: policies and connections are read, and counting begins."""
    shop.sell()
    shop.request()
    shop.flow()
    assert shop.read().status == 200
    shop.cloud.wire.clear()
    return shop


def test_a_case_costs_one_look_at_the_key_and_one_query(counted):
    counted.read()

    assert counted.cloud.wire.calls() == {"GetItem": 1, "Query": 1}


def test_policies_are_read_at_most_once_a_minute(counted):
    for _ in range(4):
        counted.read()
    counted.cloud.clock.forward(seconds=61)
    counted.read()

    assert counted.cloud.wire.calls() == {"GetItem": 5, "Query": 5 + 1}


def test_a_list_costs_one_look_at_the_key_and_one_query(counted):
    counted.listed()

    assert counted.cloud.wire.calls() == {"GetItem": 1, "Query": 1}


def test_a_command_costs_one_put_more(counted):
    counted.cloud.clock.forward(minutes=-1)  # giving takes a minute: the policies stay fresh
    counted.done("post_message", text="hello")

    assert counted.cloud.wire.calls() == {"GetItem": 1, "Query": 1, "PutItem": 1}


def test_a_webhook_costs_one_put_and_a_forged_one_nothing(counted):
    body = '{"type": "message.posted", "timestamp": "2026-03-02T12:00:00Z", "data": {}}'
    counted.cloud.clock.forward(seconds=1)
    counted.deliver(body, delivery_id="m1")
    counted.cloud.wire.clear()

    assert counted.deliver(body, delivery_id="m2").status == 202
    assert counted.cloud.wire.calls() == {"PutItem": 1}
    counted.cloud.wire.clear()

    assert counted.deliver(body, delivery_id="m 3").status == 401
    assert counted.cloud.wire.calls() == {}


def test_the_cost_does_not_grow_with_the_number_of_cases(counted):
    for number in range(2, 9):
        counted.return_id = f"R-{number}"
        counted.request()
    counted.read()
    counted.cloud.wire.clear()

    counted.read()
    counted.deliver("{}", delivery_id="m1")

    assert counted.cloud.wire.calls() == {"GetItem": 1, "Query": 1, "PutItem": 1}
