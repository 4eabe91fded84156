"""The index of open cases: what has work to do, by its deadline, and the lists that it serves."""

from datetime import timedelta

import pytest

from chalicelib.aws.case_lists import CaseFilter, Sort, UnknownPosition
from chalicelib.aws.case_rows import CaseRows
from tests.aws.test_case_rows import NOON, case_row, listed

URGENT = CaseFilter(sort=Sort.DEADLINE)


@pytest.fixture
def cases(cloud):
    """Nine cases: R-1 is due last, R-5 first, R-6 has no deadline, and those from R-7 on are closed."""
    found = CaseRows(cloud.dynamodb, cloud.settings.table)
    for number in range(1, 6):
        status = "negotiating" if number % 2 else "in_appeal"
        found.save(case_row(number, to_do=True, status=status, due_at=NOON + timedelta(days=9 - number)))
    found.save(case_row(6, status="returning", to_do=True))
    found.save(case_row(7, status="closed", to_do=True))
    found.save(case_row(8, status="closed", to_do=True, due_at=NOON + timedelta(days=4)))
    found.save(case_row(9, status="closed"))
    return found


@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_open_cases_are_listed_by_deadline_and_those_without_one_last(cases, limit):
    found, position = [], None
    for _ in range(9):
        page = cases.page("demo", URGENT, limit=limit, position=position)
        assert len(page.rows) <= limit
        found += [row.case.return_id for row in page.rows]
        position = page.position
        if position is None:
            break

    assert found == ["R-5", "R-4", "R-3", "R-2", "R-1", "R-6"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CaseFilter(status="in_appeal", sort=Sort.DEADLINE), ["R-4", "R-2"]),
        (CaseFilter(due_before=NOON + timedelta(days=6), sort=Sort.DEADLINE), ["R-5", "R-4"]),
        (CaseFilter(status="closed", sort=Sort.DEADLINE), []),
        (CaseFilter(status="in_appeal"), ["R-4", "R-2"]),
        (CaseFilter(status="returning"), ["R-6"]),
        (CaseFilter(status="refused"), []),
        (CaseFilter(due_before=NOON + timedelta(days=6)), ["R-8", "R-5", "R-4"]),
        (CaseFilter(due_before=NOON + timedelta(days=6), status="closed"), ["R-8"]),
        (CaseFilter(status="closed"), ["R-9", "R-8", "R-7"]),
    ],
)
def test_lists_are_filtered_and_keep_their_order(cases, wanted, found):
    assert listed(cases, wanted) == found


def test_pages_of_a_status_follow_each_other_newest_change_first(cases):
    wanted = CaseFilter(status="negotiating")
    first = cases.page("demo", wanted, limit=2)
    rest = cases.page("demo", wanted, limit=2, position=first.position)

    assert [row.case.return_id for row in (*first.rows, *rest.rows)] == ["R-5", "R-3", "R-1"]
    assert rest.position is None


def test_a_status_that_nobody_has_costs_one_call_however_many_cases_are_closed(cases, cloud):
    for number in range(20, 60):
        cases.save(case_row(number, status="closed"))
    cloud.wire.clear()

    assert cases.page("demo", CaseFilter(status="refused"), limit=1).position is None
    assert cloud.wire.calls() == {"Query": 1}


def test_if_too_many_cases_are_open_the_pages_come_from_the_whole_list(cases, monkeypatch):
    monkeypatch.setattr("chalicelib.aws.case_rows._QUERIES_OF_WORK", 0)

    assert listed(cases, CaseFilter(status="in_appeal")) == ["R-4", "R-2"]
    assert listed(cases, CaseFilter(due_before=NOON + timedelta(days=6))) == ["R-8", "R-5", "R-4"]


def test_a_case_leaves_the_index_when_nothing_is_left_to_do(cases):
    cases.save(case_row(5, status="closed", seen=4))

    assert listed(cases, URGENT)[0] == "R-4"


@pytest.mark.parametrize("wanted", [URGENT, CaseFilter(status="in_appeal")])
@pytest.mark.parametrize("position", ["", "x", "undated", "later#a.b.c", "undated#a.b", "2026-03-01#a.b.c"])
def test_a_forged_position_is_refused(cases, wanted, position):
    with pytest.raises(UnknownPosition):
        cases.page("demo", wanted, limit=2, position=position)


def test_a_position_of_one_merchant_opens_no_list_of_another(cases):
    position = cases.page("demo", URGENT, limit=1).position
    cases.save(case_row(3, merchant="other", to_do=True, due_at=NOON + timedelta(days=30)))

    rows = cases.page("other", URGENT, limit=9, position=position).rows
    assert {row.case.order.merchant for row in rows} == {"other"}
