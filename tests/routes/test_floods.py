"""One merchant floods the API or a connection, and the others keep their answers."""

import json
from dataclasses import replace

import pytest

from tests.world.shop import Shop

BODY = '{"type": "x", "timestamp": "2026-03-01T12:00:00Z", "data": {"order_number": "A-1"}}'


@pytest.fixture
def shop(world):
    """A process with a share of 5 at once and 1 a second. It is meant for 500 and 100."""
    world.cloud.settings = replace(world.cloud.settings, requests_at_once=5, requests_a_second=1)
    world.restart()
    return Shop(world)


def ask(shop, merchant="demo"):
    return shop.api("GET", "/cases", merchant=merchant)


def test_a_key_over_its_share_is_429_without_a_call_and_other_keys_are_answered(shop):
    """It holds number 126 of docs/reliability.md."""
    assert [ask(shop).status for _ in range(5)] == [200] * 5
    shop.cloud.wire.clear()

    refused = ask(shop)

    assert (refused.status, refused.is_problem, int(refused.headers["Retry-After"])) == (429, True, 1)
    assert shop.cloud.wire.calls() == {}
    assert ask(shop, merchant="other").status == 200
    shop.cloud.clock.forward(seconds=1)
    assert ask(shop).status == 200


def test_a_guess_does_not_spend_the_share_of_a_key(shop):
    """It holds number 126 of docs/reliability.md."""
    genuine = shop.keys["demo", "seller"]
    for number in range(20):
        guess = genuine[:-2] + f"{number:02d}"
        shop.world.request("GET", "/cases", headers=[("Authorization", f"Bearer {guess}")])

    assert ask(shop).status == 200


def test_a_connection_over_its_share_is_503_and_the_others_are_accepted(shop):
    """It holds number 126 of docs/reliability.md."""
    assert [shop.deliver(BODY, delivery_id=f"m{number}").status for number in range(5)] == [202] * 5

    refused = shop.deliver(BODY, delivery_id="m5")

    assert (refused.status, int(refused.headers["Retry-After"]) > 0) == (503, True)
    assert shop.marketplace.post(BODY, delivery_id="m5", connection="other").status == 202
    assert shop.cloud.alarms == []
    shop.cloud.clock.forward(seconds=1)
    assert shop.deliver(BODY, delivery_id="m5").status == 202


def test_forgeries_never_spend_the_share_of_the_marketplace(shop):
    """It holds number 126 of docs/reliability.md."""
    for _ in range(50):
        assert shop.marketplace.post(BODY, delivery_id="m1", signed_body="{}").status == 401

    assert json.loads(shop.deliver(BODY, delivery_id="m1").text)["status"] == "accepted"
