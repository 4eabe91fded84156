"""Case rows against moto: the latest fold stands, lists are newest first, deadlines are found by the index."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws.case_items import CaseRow
from chalicelib.aws.case_lists import CaseFilter, UnknownPosition
from chalicelib.aws.case_rows import CaseRows
from chalicelib.aws.log import OrderLog
from chalicelib.values.identifiers import CaseKey, OrderKey

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALL = CaseFilter()
INSTANT = "2026-03-01T12:00:00.000000Z"


def case_row(number=1, *, merchant="demo", **changes) -> CaseRow:
    order = OrderKey(merchant, "alibaba", f"A-{number // 10}.x")
    row = CaseRow(
        case=CaseKey(order, f"R-{number}"),
        status="negotiating",
        changed_at=NOON + timedelta(seconds=number),
        seen=3,
        summary='{"status": "negotiating"}',
    )
    return replace(row, **changes)


@pytest.fixture
def cases(cloud) -> CaseRows:
    return CaseRows(cloud.dynamodb, cloud.settings.table)


def listed(cases, wanted=ALL, *, merchant="demo", limit=100) -> list[str]:
    return [row.case.return_id for row in cases.page(merchant, wanted, limit=limit).rows]


def test_a_saved_row_comes_back_whole(cases, cloud):
    row = case_row(due_at=NOON, expires_at=NOON + timedelta(hours=1), record='{"opened_at": "x"}', opened_at=NOON)
    assert cases.save(row)

    assert cases.page("demo", ALL, limit=1).rows == (row,)
    assert OrderLog(cloud.dynamodb, cloud.settings.table).read(row.case.order).cases == (row,)


@pytest.mark.parametrize(("seen", "stands"), [(2, "old"), (3, "new"), (4, "new")])
def test_the_fold_that_has_seen_more_stands(cases, seen, stands):
    cases.save(case_row(summary="old"))

    assert cases.save(case_row(seen=seen, summary="new")) is (stands == "new")
    assert [row.summary for row in cases.page("demo", ALL, limit=9).rows] == [stands]


def test_lists_are_newest_first_and_one_merchants(cases):
    for number in (2, 1, 3):
        cases.save(case_row(number))
        cases.save(case_row(number, merchant="demo2"))
    cases.save(case_row(1, changed_at=NOON + timedelta(minutes=9), seen=4))

    assert listed(cases) == ["R-1", "R-3", "R-2"]
    assert listed(cases, merchant="nobody") == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CaseFilter(status="closed"), ["R-12", "R-2"]),
        (CaseFilter(order_number="A-1.x"), ["R-12", "R-11"]),
        (CaseFilter(due_before=NOON + timedelta(days=1)), ["R-2"]),
        (CaseFilter(status="closed", order_number="A-1.x"), ["R-12"]),
        (CaseFilter(status="closed", order_number="A-1.x", due_before=NOON), []),
        (CaseFilter(marketplace="alibaba"), ["R-12", "R-11", "R-2", "R-1"]),
        (CaseFilter(marketplace="alib"), []),
        (CaseFilter(reason="defective"), ["R-2"]),
    ],
)
def test_lists_are_filtered(cases, wanted, found):
    for row in (
        case_row(1),
        case_row(2, status="closed", due_at=NOON, to_do=True, summary='{"reason": {"code": "defective"}}'),
        case_row(11),
        case_row(12, status="closed", due_at=NOON + timedelta(days=1), to_do=True),
    ):
        cases.save(row)

    assert listed(cases, wanted) == found


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
@pytest.mark.parametrize("wanted", [ALL, CaseFilter(status="closed")])
def test_pages_follow_each_other_without_gap_or_repetition(cases, limit, wanted):
    for number in range(1, 30):
        cases.save(case_row(number, status="closed" if number % 7 == 0 else "negotiating"))
    expected = [number for number in range(29, 0, -1) if wanted is ALL or number % 7 == 0]

    found, position = [], None
    for _ in range(40):
        page = cases.page("demo", wanted, limit=limit, position=position)
        assert len(page.rows) <= limit
        found += [row.case.return_id for row in page.rows]
        position = page.position
        if position is None:
            break
    assert found == [f"R-{number}" for number in expected]


def test_a_position_means_the_same_place_to_every_merchant_and_opens_no_other_list(cases):
    for number in range(4):
        cases.save(case_row(number))
        cases.save(case_row(number, merchant="other"))
    position = cases.page("demo", ALL, limit=2).position

    rows = cases.page("other", ALL, limit=9, position=position).rows
    assert {row.case.order.merchant for row in rows} == {"other"}


@pytest.mark.parametrize(
    "position",
    [
        "",
        "x",
        f"{INSTANT}#",
        f"{INSTANT}#a.b",
        "x#a.b.c",
        f"{INSTANT}#a.b.c#d",
        f"{INSTANT}#a.b.c\0",
        f"{INSTANT}#../a.b.c",
    ],
)
def test_a_forged_position_is_refused(cases, position):
    with pytest.raises(UnknownPosition):
        cases.page("demo", ALL, limit=2, position=position)


def test_the_deadlines_of_every_merchant_are_recorded_at_their_instant(cases):
    for number in range(1, 20):
        merchant = "demo" if number % 2 else "other"
        cases.save(case_row(number, merchant=merchant, expires_at=NOON + timedelta(minutes=number)))
    cases.save(case_row(30))

    expired = {(due.case.return_id, due.expires_at) for due in cases.expired(NOON + timedelta(minutes=15))}
    assert expired == {(f"R-{number}", NOON + timedelta(minutes=number)) for number in range(1, 16)}


def test_a_clock_that_has_nothing_left_to_do_is_forgotten(cases):
    cases.save(case_row(expires_at=NOON))
    cases.save(case_row(expires_at=None, seen=4))

    assert list(cases.expired(NOON + timedelta(days=9))) == []


@pytest.mark.parametrize("name", ["case_status", "z1", "seen"])
def test_a_damaged_row_hides_no_other_from_lists_and_keeps_its_clock_and_gives_way(cases, cloud, name):
    rows = [case_row(number, expires_at=NOON) for number in range(4)]
    for row in rows:
        cases.save(row)
    key = {"PK": {"S": "ORDER#demo#alibaba#A-0.x"}, "SK": {"S": "CASE#R-2"}}
    removed = {"UpdateExpression": "REMOVE #name", "ExpressionAttributeNames": {"#name": name}}
    cloud.dynamodb.update_item(TableName=cloud.settings.table, Key=key, **removed)

    assert listed(cases) == ["R-3", "R-1", "R-0"]
    assert {due.case.return_id for due in cases.expired(NOON)} == {"R-0", "R-1", "R-2", "R-3"}
    assert cases.save(rows[2])
    assert listed(cases) == ["R-3", "R-2", "R-1", "R-0"]
