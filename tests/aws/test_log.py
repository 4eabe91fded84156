"""The order log against moto: what is appended once is there, byte for byte, and stays."""

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_rows import CaseRows
from chalicelib.aws.effect_rows import EffectRow, EffectRows
from chalicelib.aws.event_rows import EventRow
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.log import OrderLog
from chalicelib.values.identifiers import CaseKey, OrderKey
from tests.world.cloud import billed_bytes
from tests.world.wire import Killed, Refusal

ORDER = OrderKey("demo", "alibaba", "A-1001")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ORDINARY = json.dumps(
    {
        "type": "return.requested",
        "timestamp": "2026-03-01T11:59:00Z",
        "data": {
            "order_number": "A-1001",
            "return_id": "R-1",
            "customer": {"name": "Ada Buyer"},
            "reason": {
                "code": "colour_difference",
                "text": "Ordered navy, got black; two handles are chipped and the parcel looked as if somebody had "
                "opened it on the way. I would rather have my money back than wait for another lot.",
            },
            "wants": "return_and_refund",
            "lines": [
                {
                    "sku": f"MUG-0{number}",
                    "title": f"Mug, enamelled, {colour}",
                    "quantity": number,
                    "amount": {"minor": 1200 * number, "currency": "USD"},
                }
                for number, colour in enumerate(("navy", "white", "bottle green", "signal red", "cream"), 1)
            ],
        },
    }
).encode()


def event_row(row_id="delivery#demo#msg_1", body=ORDINARY, **changes) -> EventRow:
    row = EventRow(
        id=row_id,
        dialect="standard",
        body=body,
        received_at=NOON + timedelta(seconds=2, microseconds=5),
        occurred_at=NOON,
        type="return.requested",
        by="customer",
    )
    return replace(row, **changes)


@pytest.fixture
def log(cloud) -> OrderLog:
    return OrderLog(cloud.clients.door, cloud.settings.table)


@pytest.mark.parametrize(
    "body", [ORDINARY, b"", b"\x00\xff", os.urandom(256 * 1024)], ids=["ordinary", "empty", "binary", "random-256-kib"]
)
def test_a_row_comes_back_as_it_was_appended(log, cloud, body):
    """It holds number 67 of docs/reliability.md."""
    row = event_row(body=body, idempotency_key="k-1", request_sha256="ab" * 32)

    assert log.append(ORDER, row) is None
    assert cloud.wire.calls() == {"PutItem": 1}
    assert log.read(ORDER).events == (row,)


def test_an_ordinary_delivery_takes_one_write_unit(log, cloud):
    log.append(ORDER, event_row())

    [item] = cloud.rows()
    assert len(ORDINARY) > 950
    assert billed_bytes(item) <= 1024


def test_a_taken_id_answers_with_the_row_that_stands(log):
    first = event_row()
    log.append(ORDER, first)

    assert log.append(ORDER, event_row(body=b"other", received_at=NOON + timedelta(days=30))) == first
    assert log.read(ORDER).events == (first,)


def test_an_id_is_taken_for_its_order_only(log):
    elsewhere = OrderKey("demo", "alibaba", "A-1002")
    log.append(ORDER, event_row())

    assert log.append(elsewhere, event_row()) is None
    assert len(log.read(elsewhere).events) == 1


def test_killed_before_the_write_nothing_stands(log, cloud):
    """It holds number 62 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Killed())
    with pytest.raises(Killed):
        log.append(ORDER, event_row())

    assert cloud.rows() == []
    assert log.append(ORDER, event_row()) is None


def test_killed_after_the_write_the_row_stands(log, cloud):
    """It holds number 63 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Killed(), answered=True)
    with pytest.raises(Killed):
        log.append(ORDER, event_row())

    assert log.append(ORDER, event_row()) == event_row()


def test_a_response_is_lost_and_the_sdk_meets_its_own_row(log, cloud):
    """It holds number 64 of docs/reliability.md."""
    cloud.wire.cut("PutItem", ConnectionClosedError(endpoint_url="moto"), answered=True)

    assert log.append(ORDER, event_row()) is None
    assert cloud.wire.calls() == {"PutItem": 2}
    assert log.read(ORDER).events == (event_row(),)


@pytest.mark.parametrize(
    "fault",
    [
        Refusal("ProvisionedThroughputExceededException"),
        Refusal("InternalServerError", 500),
        ReadTimeoutError(endpoint_url="moto"),
        ConnectionClosedError(endpoint_url="moto"),
    ],
    ids=["throttled", "broken", "slow", "closed"],
)
def test_past_the_retries_the_store_is_unavailable(log, cloud, fault):
    """It holds number 65 of docs/reliability.md."""
    cloud.wire.cut("PutItem", fault, times=2)

    with pytest.raises(StoreUnavailable) as failure:
        log.append(ORDER, event_row())
    assert not failure.value.needs_person
    assert cloud.wire.calls() == {"PutItem": 2}
    assert cloud.rows() == []


def test_one_fault_is_ridden_out(log, cloud):
    """It holds number 65 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Refusal("ProvisionedThroughputExceededException"))

    assert log.append(ORDER, event_row()) is None
    assert log.read(ORDER).events == (event_row(),)


def test_a_failed_condition_without_the_old_row_is_looked_up(log, cloud):
    """It holds number 66 of docs/reliability.md."""
    log.append(ORDER, event_row())
    cloud.wire.clear()
    cloud.wire.cut("PutItem", Refusal("ConditionalCheckFailedException"))

    assert log.append(ORDER, event_row(body=b"other")) == event_row()
    assert cloud.wire.calls() == {"PutItem": 1, "GetItem": 1}


def test_a_row_that_cannot_be_looked_up_is_not_known_to_stand(log, cloud):
    """It holds number 66 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Refusal("ConditionalCheckFailedException"))

    with pytest.raises(StoreUnavailable, match="RowVanished"):
        log.append(ORDER, event_row())


@pytest.mark.parametrize("code", ["AccessDeniedException", "ResourceNotFoundException"])
def test_a_fault_that_waiting_does_not_mend_needs_a_person(log, cloud, code):
    """It holds number 68 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Refusal(code))

    with pytest.raises(StoreUnavailable, match=code) as failure:
        log.append(ORDER, event_row())
    assert failure.value.needs_person


def test_a_log_is_read_over_all_its_pages_and_by_kind(log, cloud):
    deliveries = [event_row(f"delivery#demo#msg_{n}", os.urandom(250_000)) for n in range(9)]
    effect = EffectRow(effect_id="e1", withdrawal=False, return_id="R-1", message=b"{}", put_at=NOON)
    case = CaseRow(case=CaseKey(ORDER, "R-1"), status="requested", changed_at=NOON, seen=9, summary="{}")
    for row in deliveries:
        log.append(ORDER, row)
    EffectRows(cloud.dynamodb, cloud.settings.table).put(ORDER, effect)
    CaseRows(cloud.dynamodb, cloud.settings.table).save(case)
    log.append(OrderKey("demo", "alibaba", "A-10010"), event_row())
    cloud.wire.clear()

    rows = log.read(ORDER)
    assert sorted(row.id for row in rows.events) == [row.id for row in deliveries]
    assert (rows.effects, rows.cases) == ((effect,), (case,))
    assert cloud.wire.calls()["Query"] >= 3


def test_every_page_of_a_log_is_read_as_it_is_now(log, cloud):
    """What moto cannot show: a look at an older state would decide, file and save on it."""
    for number in range(9):
        log.append(ORDER, event_row(f"delivery#demo#msg_{number}", os.urandom(250_000)))
    asked, events = [], cloud.dynamodb.meta.events

    def look(params, **_):
        asked.append(params["ConsistentRead"])

    events.register("before-parameter-build.dynamodb.Query", look)
    OrderLog(cloud.dynamodb, cloud.settings.table).read(ORDER)
    events.unregister("before-parameter-build.dynamodb.Query", look)

    assert len(asked) >= 3
    assert set(asked) == {True}


def test_an_order_nobody_knows_has_no_rows(log):
    rows = log.read(ORDER)
    assert (rows.events, rows.effects, rows.cases) == ((), (), ())


def test_every_order_is_found_by_some_segment(log):
    orders = {OrderKey("demo", "alibaba", f"A-{n}") for n in range(12)}
    for order in orders:
        log.append(order, event_row())
        log.append(order, event_row("command#000001"))

    found = [order for segment in range(3) for order in log.orders(segment=segment, segments=3)]
    assert set(found) == orders
