"""A table of the first edition goes on with its rows: its lists, its clocks, and then its open cases."""

import json

import pytest

from chalicelib.aws.case_items import read_case_rows
from chalicelib.values.instants import format_instant
from tests.world.sizes import item_size


@pytest.fixture
def shop(shop):
    """Three cases, whose rows are as the first edition wrote them. One of them is closed."""
    for number in (1, 2, 3):
        shop.order_number = f"A-{number}"
        shop.sell()
        shop.request()
    shop.tell("return.withdrawn")
    shop.flow()
    for item in case_items(shop):
        shop.cloud.dynamodb.put_item(TableName=shop.cloud.settings.table, Item=as_first_written(item))
    shop.order_number = "A-1"
    return shop


def case_items(shop):
    return [item for item in shop.cloud.rows() if item["SK"]["S"].startswith("CASE#")]


def as_first_written(item):
    """Write a case row as the first edition did: with all its texts apart, and more of them."""
    (row,) = read_case_rows([item])
    kept = {name: value for name, value in item.items() if name not in {"z1", "open_pk", "open_sk"}}
    if row.expires_at:
        due = format_instant(row.expires_at)
        clock = {"rings_at": due, "due_sk": f"{due}#{row.case.order.merchant}#{row.case.case_id}"}
        kept |= {name: {"S": value} for name, value in clock.items()}
    summary = json.loads(row.summary)
    del summary["turn"], summary["said"], summary["burning"]
    summary["needs_review"] = [{"rule": "G1.1", "detail": "a review of the first edition has no id"}]
    if summary["deadline"]:
        del summary["deadline"]["since"], summary["deadline"]["silence"]
    texts = {
        "summary": json.dumps(summary),
        "record": row.record,
        "order_number": row.case.order.order_number,
        "changed_at": format_instant(row.changed_at),
    }
    return kept | {name: {"S": value} for name, value in texts.items()}


def listed(shop, **query):
    return [case["order_number"] for case in shop.listed(**query)]


def test_old_rows_stand_in_the_lists_and_reports(shop):
    assert listed(shop) == ["A-3", "A-2", "A-1"]
    assert listed(shop, order="A-2") == ["A-2"]
    assert listed(shop, status="closed") == ["A-3"]
    assert listed(shop, reason="colour_difference") == ["A-3", "A-2", "A-1"]
    report = shop.api("GET", "/reports/reasons").json
    assert [(row["key"], row["cases"]) for row in report["rows"]] == [("colour_difference", 3)]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_old_rows_are_shown_in_each_language_in_the_shape_of_the_document(shop, language):
    answered = shop.api("GET", "/cases", headers=[("Accept-Language", language)])

    assert [case["order_number"] for case in answered.json["cases"]] == ["A-3", "A-2", "A-1"]
    assert [case["deadline"] and case["deadline"]["silence"] for case in answered.json["cases"]] == [
        None,
        "unanswered",
        "unanswered",
    ]


def test_nobody_reads_that_nothing_is_to_do_for_an_open_case_of_an_old_row(shop):
    turns = {case["order_number"]: case["turn"]["code"] for case in shop.listed()}

    assert turns == {"A-1": "look", "A-2": "look", "A-3": "nothing"}


def test_the_deadlines_of_old_rows_are_recorded(shop):
    shop.cloud.clock.forward(days=3, hours=1)

    assert shop.recourse.deadline_clerk.record_expired() == 2
    shop.flow()
    assert shop.recourse.deadline_clerk.record_expired() == 0
    assert listed(shop, status="requested", sort="deadline") == ["A-1", "A-2"]


def test_what_happens_next_writes_the_row_anew_and_smaller(shop):
    before = {item["PK"]["S"]: item_size(item) for item in case_items(shop)}
    shop.tell("message.posted", text="hello?")
    shop.flow()

    after = {item["PK"]["S"]: item_size(item) for item in case_items(shop)}
    (changed,) = (name for name in after if after[name] != before[name])
    assert changed.endswith("#A-1")
    assert after[changed] < before[changed] / 2
    assert listed(shop, sort="deadline") == ["A-1"]


def test_the_reconciler_brings_all_open_cases_into_the_new_index_and_finds_nothing_more(shop):
    shop.cloud.clock.forward(minutes=10)
    first = shop.cloud.recourse().reconciler.run()
    second = shop.cloud.recourse().reconciler.run()

    assert (first.repaired["case_rows"], second.repaired["case_rows"]) == (3, 0)
    assert listed(shop, sort="deadline") == ["A-1", "A-2"]
    assert listed(shop, status="requested") == ["A-2", "A-1"]
