"""The front door against moto: secrets that end or lack, and an AWS that fails (section D of docs/reliability.md)."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from chalicelib.usecases.front_door import Verdict
from chalicelib.values.instants import format_instant
from tests.usecases.sending import (
    ACCEPTED,
    DUPLICATE,
    NOT_AUTHENTIC,
    UNAVAILABLE,
    body,
    log_of,
    quarantined,
    receive,
    signed,
)
from tests.world.cloud import SECRET
from tests.world.wire import Killed, Refusal


def test_of_a_thousand_deliveries_to_a_hot_order_none_is_lost(door, cloud):
    """It holds number 60 of docs/reliability.md."""

    def send(number):
        return receive(door, "demo", signed(body(return_id=f"R-{number % 50}"), f"msg_{number}", cloud.clock())).verdict

    cloud.wire.cut("PutItem", Refusal("ThrottlingException"), times=300)
    with ThreadPoolExecutor(8) as threads:
        verdicts = list(threads.map(send, range(1000)))
    refused = [number for number, verdict in enumerate(verdicts) if verdict is Verdict.UNAVAILABLE]
    assert refused
    assert {send(number) for number in refused} == {Verdict.ACCEPTED}

    assert set(verdicts) == {Verdict.ACCEPTED, Verdict.UNAVAILABLE}
    rows = {row.id for row in log_of(cloud, "A-1001")}
    assert rows >= {f"delivery#demo#msg_{number}" for number in range(1000)}


def test_an_old_secret_is_accepted_until_its_end_and_refused_after(door, cloud):
    """It holds number 18 of docs/reliability.md."""
    old = "whsec_" + "b2xkIHNlY3JldCBvZiB0aGUgY29ubmVjdGlvbg=="
    end = format_instant(cloud.clock() + timedelta(minutes=3))
    cloud.keep_secrets("demo", json.dumps({"secrets": [{"secret": old, "until": end}, {"secret": SECRET}]}))

    now = cloud.clock.forward(minutes=2)
    assert receive(door, "demo", signed(body(), "msg_1", now, secret=old)) == ACCEPTED
    now = cloud.clock.forward(minutes=1)
    assert receive(door, "demo", signed(body(), "msg_2", now, secret=old)) == NOT_AUTHENTIC
    assert receive(door, "demo", signed(body(), "msg_1", now)) == DUPLICATE


def test_the_secret_of_another_connection_is_refused(door, cloud):
    """It holds number 19 of docs/reliability.md."""
    cloud.keep_secrets("other", json.dumps({"secrets": [{"secret": "whsec_" + "b3RoZXIgc2VjcmV0"}]}))

    assert receive(door, "other", signed(body(), "msg_1", cloud.clock())) == NOT_AUTHENTIC


@pytest.mark.parametrize(
    "told",
    [
        None,
        '{"secrets": []}',
        '{"secrets": [{"secret": "-- no base64 --"}]}',
        '{"secrets": [{"secret": "c2VjcmV0", "until": "2026-01-01T00:00:00Z"}]}',
    ],
    ids=["missing", "empty", "unusable", "all-ended"],
)
def test_without_a_usable_secret_nothing_is_accepted_and_an_alarm_goes_off(door, cloud, told):
    """It holds number 32 of docs/reliability.md."""
    if told is not None:
        cloud.keep_secrets("other", told)

    assert receive(door, "other", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    assert [alarm["what"] for alarm in cloud.alarms] == ["delivery_refused"]


def test_a_dialect_that_nobody_speaks_is_the_operators_fault(process, cloud):
    connection = {"merchant": "demo", "marketplace": "alibaba", "dialect": "klingon"}
    cloud.list_connections({"demo": connection})

    assert receive(process.front_door, "demo", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    assert [alarm["code"] for alarm in cloud.alarms] == ["DialectUnknown"]


def test_killed_before_the_write_the_redelivery_is_the_first(door, cloud):
    """It holds number 62 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Killed())
    with pytest.raises(Killed):
        receive(door, "demo", signed(body(), "msg_1", cloud.clock()))

    assert receive(cloud.recourse().front_door, "demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED


def test_killed_after_the_write_the_redelivery_is_a_duplicate(door, cloud):
    """It holds number 63 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Killed(), answered=True)
    with pytest.raises(Killed):
        receive(door, "demo", signed(body(), "msg_1", cloud.clock()))

    assert receive(cloud.recourse().front_door, "demo", signed(body(), "msg_1", cloud.clock())) == DUPLICATE


def test_a_lost_response_makes_one_row(door, cloud):
    """It holds number 64 of docs/reliability.md."""
    cloud.wire.cut("PutItem", ConnectionClosedError(endpoint_url="moto"), answered=True)

    assert receive(door, "demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED
    assert len(log_of(cloud, "A-1001")) == 2


@pytest.mark.parametrize(
    "fault",
    [Refusal("ThrottlingException"), ReadTimeoutError(endpoint_url="moto"), Refusal("InternalServerError", 500)],
    ids=["throttled", "slow", "broken"],
)
def test_when_the_write_fails_nothing_was_stored_and_the_redelivery_is_taken(door, cloud, fault):
    """It holds number 65 of docs/reliability.md."""
    cloud.wire.cut("PutItem", fault, times=2)

    assert receive(door, "demo", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    assert cloud.alarms == []
    assert receive(door, "demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED


def test_when_the_second_copy_cannot_be_quarantined_it_is_sent_again(door, process, cloud):
    """It holds number 65 of docs/reliability.md."""
    receive(door, "demo", signed(body(), "msg_1", cloud.clock()))
    cloud.wire.cut("PutItem", Refusal("ConditionalCheckFailedException"))
    cloud.wire.cut("GetItem", Refusal("ThrottlingException"), times=2)

    assert receive(door, "demo", signed(body(wants="exchange"), "msg_1", cloud.clock())) == UNAVAILABLE
    assert list(quarantined(cloud)) == []


@pytest.mark.parametrize(("same", "verdict"), [(True, Verdict.DUPLICATE), (False, Verdict.CONFLICT)])
def test_without_the_old_row_in_the_answer_the_verdict_is_the_same(door, cloud, same, verdict):
    """It holds number 66 of docs/reliability.md."""
    receive(door, "demo", signed(body(), "msg_1", cloud.clock()))
    cloud.wire.cut("PutItem", Refusal("ConditionalCheckFailedException"))
    again = body() if same else body(wants="exchange")

    assert receive(door, "demo", signed(again, "msg_1", cloud.clock())).verdict is verdict


@pytest.mark.parametrize("code", ["AccessDeniedException", "ResourceNotFoundException"])
def test_a_fault_that_only_a_person_can_mend_raises_an_alarm(door, cloud, code):
    """It holds number 68 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Refusal(code))

    assert receive(door, "demo", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    assert cloud.alarms == [{"level": "alarm", "what": "delivery_refused", "code": code}]


def test_a_cold_door_without_dynamodb_says_so(process, cloud):
    cloud.wire.cut("Query", Refusal("InternalServerError", 500), times=2)

    assert receive(process.front_door, "demo", signed(body(), "msg_1", cloud.clock())) == UNAVAILABLE
    cloud.clock.forward(seconds=5)
    assert receive(process.front_door, "demo", signed(body(), "msg_1", cloud.clock())) == ACCEPTED
