"""A table that the first edition filled goes on: its keys, orders, requests, files, policy and quarantine.

`first_edition_table.jsonl` is the whole table of a deployment of the first edition, one row a line.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.aws.effect_rows import read_effect_row
from chalicelib.aws.packing import unpack
from tests.usecases.test_first_edition import stored
from tests.world.api import call

ROWS = [json.loads(line) for line in Path(__file__).with_name("first_edition_table.jsonl").read_text().splitlines()]
SELLER = "rk_59de33d4f1d5_599d6ca954c656e22925df76a3ea9518409a06cdbf1ce63f"  # made for this table only
NUMBERS = [f"A-{number}" for number in range(1, 9)]


@pytest.fixture
def shop(shop):
    """A shop whose table a deployment of the first edition filled. Its last deadline is four minutes away."""
    shop.cloud.clock.now = datetime(2026, 11, 27, 12, 31, tzinfo=UTC)
    for row in ROWS:
        item = {name: stored(value) for name, value in row.items()}
        shop.cloud.dynamodb.put_item(TableName=shop.cloud.settings.table, Item=item)
    shop.world.stream.lose()  # the stream of the deployment has carried these rows on long ago
    shop.order_number = "A-1"
    return shop


def read(path: str, *, number: str | None = None, **query: str):
    """Read with the key that the first edition made."""
    place = {"number": number} if number else {}
    answered = call("GET", path, headers=[("Authorization", f"Bearer {SELLER}")], query=query, **place)
    assert answered.status == 200, answered.text
    return answered.json


def body_of(row) -> str:
    return unpack({name: stored(value) for name, value in row.items()}).decode()


def numbers(listed) -> list[str]:
    return sorted(case["order_number"] for case in listed["cases"])


def test_its_keys_read_its_cases_reports_policy_and_quarantine(shop):
    assert numbers(read("/cases")) == NUMBERS
    assert numbers(read("/cases", order="A-2")) == ["A-2"]
    assert [(row["key"], row["cases"]) for row in read("/reports/reasons")["rows"]] == [("colour_difference", 8)]
    assert (read("/policy/versions/{number}", number="1")["version"]) == 1
    assert len(read("/quarantine")["deliveries"]) == 2


def test_after_one_comparison_everything_that_is_to_do_is_listed_and_a_second_finds_nothing(shop):
    shop.cloud.clock.forward(minutes=10)
    first, second = (shop.cloud.recourse().reconciler.run() for _ in range(2))

    assert (first.orders, first.repaired["case_rows"]) == (8, 8)
    assert second.clean
    assert numbers(read("/work")) == ["A-1", "A-2", "A-3", "A-4", "A-5", "A-6", "A-8"]
    assert numbers(read("/cases", status="requested")) == ["A-1", "A-4", "A-8"]
    assert numbers(read("/cases", turn="us")) == ["A-1", "A-4", "A-5", "A-6", "A-8"]


def test_its_deliveries_deadlines_commands_and_nights_go_on(shop):
    earlier = next(row for row in ROWS if row["SK"]["S"].startswith("EVENT#delivery#") and "A-1" in row["PK"]["S"])
    again = shop.deliver(body_of(earlier), delivery_id=earlier["SK"]["S"].rpartition("#")[2])
    assert (again.status, again.json["status"]) == (200, "duplicate")

    shop.tell("message.posted", text="hello?")
    shop.flow()
    assert numbers(read("/cases", sort="deadline")) == ["A-1"]
    shop.done("accept_return")

    shop.cloud.clock.forward(minutes=6)
    assert shop.recourse.deadline_clerk.record_expired() == 1
    shop.flow()
    assert numbers(read("/cases", sort="deadline")) == ["A-1", "A-8"]
    assert shop.recourse.nightly_sums.run(seconds_left=lambda: 900).cases == 8


def test_the_request_that_it_queued_is_taken_by_the_desk(shop):
    (row,) = [row for row in ROWS if row["SK"]["S"].startswith("EFFECT#")]
    effect = read_effect_row({name: stored(value) for name, value in row.items()})
    shop.order_number = "A-3"
    shop.recourse.queue.send(shop.key, effect.message, deduplication_id=effect.effect_id)

    shop.world.mediate()

    assert [task["kind"] for task in shop.case["tasks"]] == ["file_by_hand"]
