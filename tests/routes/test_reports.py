"""`/reports/reasons` and `/records`: what was kept of returns, counted and taken away (G3.1)."""

import csv
import json
import re
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from chalicelib.values.instants import format_instant as written
from chalicelib.values.roles import Role
from tests.world.api import call
from tests.world.sizes import item_size

USD_24 = {"minor": 2400, "currency": "USD"}


@pytest.fixture
def march(shop_at_once, cloud) -> list[str]:
    """Twelve returns, one a day from 1 March on.

    Those of odd days are wrong items.
    """
    start = cloud.clock()
    cloud.clock.forward(days=20)
    numbers = [f"A-{day}" for day in range(1, 13)]
    for day, number in enumerate(numbers):
        code = "defective" if day % 2 else "wrong_item"
        at = start + timedelta(days=day)
        shop_at_once.order_and_return(number, at=at, reason={"code": code, "text": f"=SUM({day})"})
    shop_at_once.order_and_return("A-1", connection="other")
    return numbers


def reasons(sellers, **query):
    return sellers.api("GET", "/reports/reasons", query=query)


def records(sellers, accept="application/jsonl", **query):
    return sellers.api("GET", "/records", query=query, headers=[("Accept", accept)])


def order_numbers(answered) -> list[str]:
    return [json.loads(line)["order_number"] for line in answered.text.splitlines()]


def test_a_seller_sees_why_goods_come_back(sellers, march, shop_at_once):
    """G3.1: reports by reason, with quantities and refunded money."""
    shop_at_once.tell("refund.settled", order_number="A-1", amount=USD_24)
    shop_at_once.flow()
    report = reasons(sellers, by="reason")
    assert report.json == {
        "by": "reason",
        "from": None,
        "to": None,
        "as_of": "2026-03-21T12:00:00.000000Z",
        "rows": [
            {"key": "defective", "cases": 6, "quantity": 12, "refunded": [], "others": None},
            {"key": "wrong_item", "cases": 6, "quantity": 12, "refunded": [USD_24], "others": None},
        ],
        "truncated": False,
    }


@pytest.mark.parametrize(
    ("by", "keys"),
    [("sku", ["MUG-01"]), ("carrier", [None]), ("outcome", [None]), ("reason", ["defective", "wrong_item"])],
)
def test_returns_are_counted_in_four_ways(sellers, march, by, keys):
    """G3.1: reports by reason, product, carrier and outcome."""
    answered = reasons(sellers, by=by)
    assert answered.json["by"] == by
    assert sorted((row["key"] for row in answered.json["rows"]), key=str) == sorted(keys, key=str)


PERIODS: tuple[tuple[dict[str, str], int], ...] = (
    ({}, 12),
    ({"from": "2026-03-05"}, 8),
    ({"to": "2026-03-05"}, 5),
    ({"from": "2026-03-05", "to": "2026-03-05"}, 1),
    ({"from": "2026-03-05T12:00:00Z", "to": "2026-03-06T12:00:00Z"}, 1),
    ({"from": "2026-03-05T12:00:00.000001Z", "to": "2026-03-06T14:00:00+02:00"}, 0),
    ({"from": "2027-01-01"}, 0),
    ({"from": "1970-01-01"}, 12),
    ({"from": "0001-01-01T00:00:00Z", "to": "9999-12-30"}, 12),
    ({"from": "2200-01-01"}, 0),
    ({"to": "0001-01-01"}, 0),
)


def test_a_period_holds_the_returns_that_were_opened_in_it(sellers, march):
    """G3.1: reports by time."""
    for period, cases in PERIODS:
        assert sum(row["cases"] for row in reasons(sellers, **period).json["rows"]) == cases, period
        assert len(records(sellers, **period).text.splitlines()) == cases, period


@pytest.mark.parametrize(
    "query",
    [
        {"by": "colour"},
        {"from": "yesterday"},
        {"to": "2026-02-30"},
        {"from": "2026-03-01T12:00:00"},
        {"from": "2026-03-02", "to": "2026-03-01"},
        {"from": "9999-12-31T23:59:59-23:00"},
        {"to": "9999-12-31"},
    ],
)
def test_what_is_no_period_and_no_way_to_count_is_400(sellers, query):
    answered = reasons(sellers, **query)
    assert (answered.status, answered.is_problem) == (400, True)


def test_a_record_is_a_line_of_json(sellers, march):
    """G3.1: the records can be taken away."""
    answered = records(sellers, to="2026-03-01")
    assert answered.headers["Content-Type"] == "application/jsonl"
    record = json.loads(answered.text)
    assert (record["case_id"], record["reason"], record["outcome"]) == ("alibaba.A-1.R-1", "wrong_item", None)
    assert record["goods"] == [{"sku": "MUG-01", "quantity": 2, "worth": 2400}]


def test_a_record_is_a_row_of_csv_and_no_formula(sellers, march):
    answered = records(sellers, accept="text/csv")
    assert answered.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    rows = list(csv.DictReader(answered.text.splitlines(keepends=True)))
    assert len(rows) == 12
    assert {row["reason_text"][:2] for row in rows} == {"'="}


@pytest.mark.parametrize("accept", ["application/jsonl", "text/csv"])
def test_pages_lead_on_until_every_record_was_seen_once(sellers, march, monkeypatch, accept):
    monkeypatch.setattr("chalicelib.usecases.reports._PAGE", 5)
    text, query = "", {"from": "2026-03-02"}
    for _ in range(9):
        page = records(sellers, accept=accept, **query)
        text += page.text
        if "X-Next-Cursor" not in page.headers:
            break
        onward = re.fullmatch(r'</records\?(.+)>; rel="next"', page.headers["Link"])
        query = dict(parse_qsl(onward[1]))
        assert query == {"from": "2026-03-02", "cursor": page.headers["X-Next-Cursor"]}
    assert len(text.splitlines()) == 11 + (accept == "text/csv")
    assert all(len(re.findall(rf"\b{number}\b", text)) >= 1 for number in march[1:])


def test_a_cursor_is_of_one_merchant_and_one_period(sellers, march, monkeypatch):
    """It holds number 92 of docs/reliability.md."""
    monkeypatch.setattr("chalicelib.usecases.reports._PAGE", 5)
    cursor = records(sellers).headers["X-Next-Cursor"]

    assert records(sellers, cursor=cursor).status == 200
    assert records(sellers, cursor=cursor, to="2026-03-09").status == 400
    assert records(sellers, cursor=cursor[:-2]).status == 400
    foreign = sellers.api("GET", "/records", merchant="other", query={"cursor": cursor})
    assert foreign.status == 400


def test_a_merchant_sees_only_its_own_records(sellers, march):
    """It holds number 91 of docs/reliability.md."""
    assert sorted(order_numbers(records(sellers))) == sorted(march)
    assert order_numbers(sellers.api("GET", "/records", merchant="other")) == ["A-1"]
    assert sellers.api("GET", "/records", role=Role.DESK).status == 200
    assert [call("GET", path).status for path in ("/records", "/reports/reasons")] == [401, 401]


def test_a_report_over_more_cases_than_it_counts_says_so(sellers, march, monkeypatch):
    monkeypatch.setattr("chalicelib.usecases.reports.MOST_CASES", 7)
    answered = reasons(sellers).json
    assert (answered["truncated"], sum(row["cases"] for row in answered["rows"])) == (True, 7)


def test_a_period_with_more_cases_than_are_counted_live_is_added_up_from_the_sums_of_the_night(
    sellers, march, shop_at_once, cloud, monkeypatch
):
    """It holds number 124 of docs/reliability.md."""
    period = {"from": "2026-03-03T15:00:00Z", "to": "2026-03-10T09:00:00+02:00"}
    live = reasons(sellers, **period).json
    made = shop_at_once.recourse.nightly_sums.run(seconds_left=lambda: 900)
    night = cloud.clock()
    cloud.clock.forward(hours=6)
    monkeypatch.setattr("chalicelib.usecases.reports.MOST_CASES", 2)
    monkeypatch.setattr("chalicelib.usecases.reports._STEP", 2)

    summed = reasons(sellers, **period).json

    assert (made.cases, made.merchants, made.complete) == (13, 2, True)
    assert (live["as_of"], summed["as_of"]) == (written(night), written(night))
    assert (live["from"], live["to"]) == ("2026-03-03T15:00:00.000000Z", "2026-03-10T07:00:00.000000Z")
    assert (summed["from"], summed["to"]) == ("2026-03-03T00:00:00.000000Z", "2026-03-11T00:00:00.000000Z")
    assert [(row["key"], row["cases"]) for row in summed["rows"]] == [("defective", 4), ("wrong_item", 4)]
    assert [(row["key"], row["cases"]) for row in live["rows"]] == [("defective", 3), ("wrong_item", 3)]
    assert not summed["truncated"]


def test_a_case_row_stays_under_4_kb_whatever_people_write(shop_at_once, cloud):
    """Lists read case rows: small ones cost less."""
    word, name = "\0" * 128, "\U0001f600" * 300
    lines = [
        {"sku": f"{n}{word[3:]}", "quantity": 1, "amount": {"minor": 10**12, "currency": "USD"}} for n in range(200)
    ]
    told = {"customer": {"name": name}, "reason": {"code": word, "text": "\0" * 8000}, "lines": lines}
    order = "O" * 64
    shop_at_once.order_and_return(order, return_id="R" * 64, **told, platform_status="\0" * 128)
    shop_at_once.tell("order.shipped", order_number=order, tracking={"carrier": name, "number": word})
    shop_at_once.flow()

    (item,) = [row for row in cloud.rows() if row["SK"]["S"].startswith("CASE#")]
    assert item_size(item) < 4096
