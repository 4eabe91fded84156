"""A caller gets an answer in time (number 65 of docs/reliability.md)."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.exceptions import ReadTimeoutError

from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.time_limit import answering_within
from chalicelib.routes.expected_errors import PATIENCE

SLOW = ReadTimeoutError(endpoint_url="moto")
ATTEMPT = 1.7  # seconds until an attempt is given up
PATIENT_ATTEMPT = 12.0  # the same, where nobody but a seller waits
DEPLOYED = json.loads(Path(".chalice", "config.json").read_text())["stages"]["prod"]["lambda_functions"]
COLD = ["Query", "GetParameter", "PutItem"]


@pytest.fixture
def waited(shop, monkeypatch, request):
    """Seconds gone by, each attempt that was cut having taken its time."""
    attempt = getattr(request, "param", ATTEMPT)
    shop.cloud.wire.clear()
    begun = []

    def now():
        begun.append(len(shop.cloud.wire.cuts))
        return attempt * (max(begun) - len(shop.cloud.wire.cuts))

    monkeypatch.setattr("chalicelib.aws.time_limit.time", SimpleNamespace(monotonic=now))
    return now


def deliver(shop):
    return shop.deliver(
        '{"type": "x", "timestamp": "2026-03-01T12:00:00Z", "data": {"order_number": "A-1"}}', delivery_id="m"
    )


@pytest.mark.parametrize("slow", [COLD, COLD[1:] * 2, COLD[:1] * 2], ids=["each-once", "late", "at-once"])
def test_a_cold_door_is_done_in_four_seconds_over_all_its_calls(shop, waited, slow):
    """It holds number 65 of docs/reliability.md."""
    for operation in slow:
        shop.cloud.wire.cut(operation, SLOW)

    answered = deliver(shop)

    assert (answered.status, answered.is_problem) == (503, True)
    assert int(answered.headers["Retry-After"]) > 0
    assert waited() <= 4
    assert "PutItem" not in shop.cloud.wire.sent
    assert shop.cloud.alarms == []
    shop.cloud.wire.clear()
    shop.cloud.clock.forward(seconds=int(answered.headers["Retry-After"]))
    assert deliver(shop).status == 202


@pytest.mark.parametrize("waited", [PATIENT_ATTEMPT], indirect=True)
@pytest.mark.parametrize("slow", ["GetItem", "Query"])
def test_a_seller_gets_503_before_lambda_ends_the_call(shop, waited, slow):
    """It holds number 65 of docs/reliability.md."""
    for _ in range(5):
        shop.cloud.wire.cut(slow, SLOW)

    answered = shop.api("GET", "/cases/{case_id}", case_id="alibaba.A-1001.R-1")

    assert (answered.status, answered.is_problem) == (503, True)
    assert waited() <= PATIENCE < DEPLOYED["api_handler"]["lambda_timeout"]


def test_one_slow_attempt_is_no_reason_to_refuse(shop, waited):
    shop.cloud.wire.cut("PutItem", SLOW)

    assert deliver(shop).status == 202
    assert shop.cloud.wire.sent == [*COLD, "PutItem"]


def test_a_time_limit_ends_with_its_block(shop):
    with answering_within(0), pytest.raises(StoreUnavailable, match="OutOfTime"):
        shop.recourse.registry.find("demo")

    assert shop.recourse.registry.find("demo") is not None
