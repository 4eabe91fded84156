"""Lists: pages and filters, and cursors nobody can bend (numbers 92 and 93 of docs/reliability.md)."""

import base64
import itertools

import pytest

from chalicelib.aws.api_keys import Principal
from chalicelib.values.roles import Role
from tests.world.api import JSON
from tests.world.order import CUSTOMER, line, usd

CASES, CASE, TIMELINE = "/cases", "/cases/{case_id}", "/cases/{case_id}/timeline"


@pytest.fixture
def seven(shop):
    """Seven cases of seven orders, the odd ones negotiating."""
    for number in range(1, 8):
        shop.order_number = f"A-{number}"
        shop.tell("order.placed", customer=CUSTOMER, lines=[line()])
        shop.request()
        if number % 2:
            shop.done("make_offer", resolution="partial_refund", amount=usd(500))
    shop.flow()
    return shop


def page(shop, **query):
    answered = shop.api("GET", CASES, query=query)
    assert answered.status == 200, answered.text
    return answered.json


def walk(shop, **query):
    """Go through a list page by page.

    The order numbers of each.
    """
    following = {}
    for _ in range(20):
        found = page(shop, **query, **following)
        yield [case["order_number"] for case in found["cases"]]
        if found["next_cursor"] is None:
            return
        following = {"cursor": found["next_cursor"]}
    raise AssertionError("the list does not end")


def test_a_list_shows_the_newest_change_first(seven):
    assert list(walk(seven)) == [[f"A-{number}" for number in range(7, 0, -1)]]
    seven.order_number = "A-2"
    seven.tell("message.posted", text="hello?")
    seven.flow()

    assert page(seven)["cases"][0]["order_number"] == "A-2"


@pytest.mark.parametrize("limit", ["1", "2", "7", "100"])
def test_pages_of_any_size_show_every_case_once(seven, limit):
    pages = list(walk(seven, limit=limit))

    assert [name for found in pages for name in found] == [f"A-{number}" for number in range(7, 0, -1)]
    assert all(len(found) <= int(limit) for found in pages)


def test_filters_let_through_what_they_say(seven):
    by_status = itertools.chain(*walk(seven, status="negotiating", limit="2"))
    by_order = itertools.chain(*walk(seven, order="A-3"))
    first_due = min(case["deadline"]["at"] for case in page(seven)["cases"])

    assert list(by_status) == ["A-7", "A-5", "A-3", "A-1"]
    assert list(by_order) == ["A-3"]
    assert list(itertools.chain(*walk(seven, due_before=first_due))) == []
    assert len(list(itertools.chain(*walk(seven, due_before="2027-01-01T00:00:00Z")))) == 7
    assert list(itertools.chain(*walk(seven, status="closed"))) == []
    assert list(itertools.chain(*walk(seven, marketplace="lazada"))) == []
    assert len(list(itertools.chain(*walk(seven, marketplace="alibaba", limit="3")))) == 7
    assert list(itertools.chain(*walk(seven, reason="defective"))) == []
    assert len(list(itertools.chain(*walk(seven, reason="colour_difference", limit="3")))) == 7


@pytest.mark.parametrize("limit", ["1", "3", "100"])
def test_a_list_by_deadline_shows_the_most_urgent_first(seven, limit):
    seven.order_number = "A-6"
    seven.tell("return.withdrawn")
    seven.flow()

    pages = list(walk(seven, sort="deadline", limit=limit))

    assert [name for found in pages for name in found] == ["A-2", "A-4", "A-1", "A-3", "A-5", "A-7"]
    assert list(walk(seven, sort="deadline", status="negotiating")) == [["A-1", "A-3", "A-5", "A-7"]]
    assert next(walk(seven, sort="changed", limit="1")) == ["A-6"]


@pytest.mark.parametrize("limit", ["0", "-1", "101", "ten", "", "1.5", "٣", "+5", "1e1", "9" * 400])
def test_a_limit_outside_1_to_100_is_refused(shop, limit):
    """It holds number 93 of docs/reliability.md."""
    answered = shop.api("GET", CASES, query={"limit": limit})

    assert (answered.status, answered.is_problem) == (400, True)
    assert "limit" in answered.json["detail"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("status", "lost"), ("status", ""), ("reason", "dye lot"), ("sort", "newest"), ("sort", "")],
        *[("due_before", "soon"), ("due_before", "2026-03-01"), ("cursor", "")],
    ],
)
def test_a_filter_that_is_none_is_refused(shop, name, value):
    answered = shop.api("GET", CASES, query={name: value})

    assert (answered.status, answered.is_problem) == (400, True)
    assert name in answered.json["detail"]


def flipped(cursor, place):
    other = "A" if cursor[place] != "A" else "B"
    return cursor[:place] + other + cursor[place:][1:]


def test_a_forged_cursor_is_refused_whatever_was_changed(seven):
    """It holds number 92 of docs/reliability.md."""
    cursor = page(seven, limit="2")["next_cursor"]
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    forged = [
        *(flipped(cursor, place) for place in range(len(cursor))),
        *(cursor[:-1], cursor + "A", cursor + "=", " " + cursor, cursor + "\n", cursor.swapcase(), "!", "é", "A" * 99),
        base64.urlsafe_b64encode(bytes(16) + raw[16:]).decode().rstrip("="),
        raw[16:].decode(),
    ]

    for bent in forged:
        answered = seven.api("GET", CASES, query={"limit": "2", "cursor": bent})
        assert (answered.status, answered.is_problem) == (400, True), bent


def test_a_cursor_of_another_list_is_refused(seven):
    """It holds number 92 of docs/reliability.md."""
    cursor = page(seven, limit="2")["next_cursor"]

    def refused(route=CASES, *, merchant="demo", case_id=None, **query):
        path = {} if case_id is None else {"case_id": case_id}
        answered = seven.api("GET", route, merchant=merchant, query={"cursor": cursor, **query}, **path)
        return answered.status == 400

    assert refused(merchant="other")
    assert refused(status="requested")
    assert refused(order="A-7")
    assert refused(sort="deadline")
    assert refused(reason="defective")
    assert refused(marketplace="alibaba")
    assert refused(due_before="2027-01-01T00:00:00Z")
    assert refused(TIMELINE, case_id=seven.case_id)
    assert page(seven, cursor=cursor, limit="5")["cases"]


def test_two_cursors_in_one_request_are_refused(seven):
    """It holds number 92 of docs/reliability.md."""
    cursor = page(seven, limit="2")["next_cursor"]
    event = {
        "resource": CASES,
        "requestContext": {"resourcePath": CASES, "httpMethod": "GET", "path": CASES},
        "multiValueHeaders": {"Authorization": [f"Bearer {seven.keys['demo', 'seller']}"]},
        "headers": {},
        "multiValueQueryStringParameters": {"cursor": [cursor, cursor]},
        "pathParameters": None,
        "stageVariables": None,
        "body": None,
    }
    from app import app  # noqa: PLC0415

    assert app(event, None)["statusCode"] == 400


def test_another_merchant_has_a_list_of_their_own(seven):
    assert seven.api("GET", CASES, merchant="other").json == {"cases": [], "next_cursor": None}


def test_a_key_of_the_same_merchant_has_cursors_of_its_own(seven):
    cursor = page(seven, limit="2")["next_cursor"]
    colleague = seven.recourse.api_keys.make(Principal("demo", Role.SELLER))
    seven.keys["demo", "seller"] = colleague

    assert seven.api("GET", CASES, query={"cursor": cursor}, headers=[JSON]).status == 400
