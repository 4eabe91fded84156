"""The reconciler: whatever one order has, the others are looked at, and what was not is told.

Number 70 of docs/reliability.md.
"""

import itertools
import json
from types import SimpleNamespace

import pytest

import app
from chalicelib.domain.fold import fold
from chalicelib.usecases.nightly_sums import NightlySums
from chalicelib.usecases.order_history import OrderHistories
from tests.usecases.test_reconciler import table
from tests.world.wire import Refusal


@pytest.fixture
def shop(shop):
    """A shop with one order that all is well with, for a day."""
    shop.request()
    shop.flow()
    shop.cloud.clock.forward(days=1)
    return shop


def test_an_order_that_aws_does_not_answer_for_keeps_no_other_from_being_looked_at(shop):
    shop.order_number = "A-1002"
    shop.request()
    shop.world.stream.lose()
    shop.cloud.clock.forward(days=1)
    process = shop.cloud.recourse()
    process.registry.all()
    shop.cloud.wire.cut("Query", Refusal("AccessDeniedException"))

    report = process.reconciler.run()

    assert (report.orders, report.unreachable, report.clean) == (2, 1, False)
    assert report.repaired["case_rows"] == 1


@pytest.fixture
def poison(shop, monkeypatch):
    """Three orders that the stream lost.

    Our code breaks on the second.
    """

    def fold_or_break(key, *args, **kwargs):
        if key.order_number == "A-POISON":
            raise ZeroDivisionError
        return fold(key, *args, **kwargs)

    for number in ("A-1", "A-POISON", "A-Z"):
        shop.order_number = number
        shop.request()
    shop.world.stream.lose()
    shop.cloud.clock.forward(days=1)
    monkeypatch.setattr("chalicelib.usecases.order_history.fold", fold_or_break)


def test_a_poisoned_order_is_reported_and_the_rest_is_mended(shop, poison):
    """It holds number 70 of docs/reliability.md."""
    report = shop.cloud.recourse().reconciler.run()

    assert (report.orders, report.poisoned, report.clean) == (4, 1, False)
    assert report.repaired["case_rows"] == 2
    assert [alarm["what"] for alarm in shop.cloud.alarms] == ["order_poisoned", "reconciled"]
    assert shop.cloud.alarms[0]["order"] == "A-POISON"


@pytest.mark.parametrize("name", ["body_z", "occurred_at"])
def test_a_row_that_cannot_even_be_read_is_reported_and_the_rest_is_mended(shop, name):
    """It holds number 70 of docs/reliability.md."""
    shop.order_number = "A-2"
    shop.request()
    shop.world.stream.lose()
    [row] = [row for row in table(shop) if row["SK"]["S"].endswith("msg_0")]
    damaged = {"body_z": {"B": b"?"}, "occurred_at": {"S": "yesterday"}}[name]
    shop.cloud.dynamodb.put_item(TableName=shop.cloud.settings.table, Item=row | {name: damaged})
    shop.cloud.clock.forward(days=1)

    report = shop.cloud.recourse().reconciler.run()

    assert (report.poisoned, report.repaired["case_rows"]) == (1, 1)


def ending(seconds):
    """A run that so many seconds are left for, one less each time it is asked."""
    left = itertools.count(seconds * 1000, -1000)
    return SimpleNamespace(get_remaining_time_in_millis=lambda: next(left))


def test_each_night_goes_on_where_the_last_one_stopped_and_reports(shop):
    """It holds number 123 of docs/reliability.md."""
    for number in range(9):
        shop.order_number = f"A-{number}"
        shop.request()
    shop.flow()
    called = dict.fromkeys(("version", "id", "account", "time", "region", "detail-type", "source"), "0")

    for _ in range(3):
        app.reconcile(called | {"resources": [], "detail": {}}, ending(64))  # the sums look at the clock once

    nights = [line for line in map(json.loads, shop.cloud.lines) if line["what"] == "reconciled"]
    assert [(night["level"], night["orders"], night["complete"]) for night in nights] == [
        ("info", 5, "false"),
        ("info", 5, "false"),
        ("info", 0, "true"),
    ]


def lines_of_a_night(shop, detail):
    called = dict.fromkeys(("version", "id", "account", "time", "region", "detail-type", "source"), "0")
    try:
        app.reconcile(called | {"resources": [], "detail": detail}, ending(900))
    finally:
        made = [
            line["what"] for line in map(json.loads, shop.cloud.lines) if line["what"] in {"sums_made", "reconciled"}
        ]
    return made


def test_the_first_segment_makes_the_sums_of_reports_before_it_compares(shop):
    """It holds number 124 of docs/reliability.md."""
    assert lines_of_a_night(shop, {"segment": 1, "segments": 2}) == ["reconciled"]
    assert lines_of_a_night(shop, {}) == ["reconciled", "sums_made", "reconciled"]


def test_a_mistake_in_the_sums_keeps_no_night_from_its_repairs(shop, monkeypatch):
    """It holds number 123 of docs/reliability.md."""
    monkeypatch.setattr(NightlySums, "run", lambda *_, **__: 1 // 0)

    with pytest.raises(ZeroDivisionError):  # Lambda counts it, which raises the alarm
        lines_of_a_night(shop, {})

    assert "reconciled" in [json.loads(line)["what"] for line in shop.cloud.lines]


def test_a_walk_that_takes_more_than_a_week_is_an_alarm(shop):
    """It holds number 123 of docs/reliability.md."""
    for number in range(9):
        shop.order_number = f"A-{number}"
        shop.request()
    shop.flow()
    reconciler = shop.recourse.reconciler
    reconciler.run_nightly(seconds_left=lambda: 0)
    shop.cloud.clock.forward(days=7)

    reconciler.run_nightly(seconds_left=lambda: 0)

    assert [alarm["days"] for alarm in shop.cloud.alarms if alarm["what"] == "reconciled"] == [7]


def test_a_night_skips_what_is_closed_and_unchanged(shop, monkeypatch):
    """It holds number 123 of docs/reliability.md."""
    shop.tell("return.withdrawn")
    shop.flow()
    reconciler = shop.recourse.reconciler
    assert reconciler.run_nightly(seconds_left=lambda: 900).skipped == 0

    shop.cloud.clock.forward(days=3)
    with monkeypatch.context() as without_reads:
        without_reads.delattr(OrderHistories, "of")  # an order that is read breaks the night
        assert reconciler.run_nightly(seconds_left=lambda: 900).skipped == 1

    shop.tell("message.posted", text="one more thing")
    shop.world.stream.lose()
    shop.cloud.clock.forward(days=3)
    report = reconciler.run_nightly(seconds_left=lambda: 900)
    assert (report.skipped, report.repaired["case_rows"]) == (0, 1)


def test_a_night_without_an_answer_of_the_store_is_reported_too(shop):
    """It holds number 123 of docs/reliability.md."""
    shop.cloud.wire.cut("Scan", Refusal("AccessDeniedException"))

    report = shop.recourse.reconciler.run_nightly(seconds_left=lambda: 900)

    assert (report.unreachable, report.complete) == (1, False)
    assert "reconciled" in [alarm["what"] for alarm in shop.cloud.alarms]


def test_a_row_that_no_longer_translates_is_reported(shop):
    """It holds number 70 of docs/reliability.md."""
    [row] = [row for row in table(shop) if row["SK"]["S"].endswith("msg_0")]
    shop.cloud.dynamodb.put_item(
        TableName=shop.cloud.settings.table, Item={**row, "body": {"B": b"{"}, "dialect": {"S": "klingon"}}
    )

    assert shop.cloud.recourse().reconciler.run().unreadable == 1
