"""The search: by order, return, customer, article and parcel, and what a page of it costs."""

import pytest

from tests.world.order import line

PLATES = [line("PLATE-02", quantity=1, minor=1600)]
CUSTOMERS = ("Ada Buyer", "Łukasz Żak", "Ada Buyer")


@pytest.fixture
def shop(shop):
    """Three returns of three customers: A-1, A-12 and B-3. The last one is of plates, and is on its way."""
    for number, name in zip(("A-1", "A-12", "B-3"), CUSTOMERS, strict=True):
        shop.order_number, shop.return_id = number, f"R-{number}"
        goods = {"lines": PLATES} if number == "B-3" else {}
        shop.tell("order.placed", customer={"name": name}, lines=PLATES if goods else [line()])
        shop.request(customer={"name": name}, **goods)
    shop.done("accept_return")
    shop.tell("return.shipped", tracking={"carrier": "DHL", "number": "TN 9002-77"})
    shop.flow()
    return shop


def found(shop, q, **query):
    return [case["return_id"] for case in shop.listed(q=q, **query)]


@pytest.mark.parametrize(
    ("q", "returns"),
    [
        ("A-1", ["R-A-1", "R-A-12"]),
        ("a-12", ["R-A-12"]),
        ("r-b", ["R-B-3"]),
        ("buyer", ["R-B-3", "R-A-1"]),
        ("ŁUKASZ", ["R-A-12"]),
        ("plate", ["R-B-3"]),
        ("tn 9002", ["R-B-3"]),
        ("nobody", []),
        ("%", []),
    ],
)
def test_a_part_of_what_people_read_finds_its_cases(shop, q, returns):
    assert found(shop, q) == returns


def test_an_order_is_found_first_however_many_others_changed_since(shop):
    shop.order_number, shop.return_id = "B-3", "R-B-3"
    shop.tell("message.posted", text="A-12")
    shop.flow()

    pages, cursor = [], {}
    for _ in range(4):
        page = shop.api("GET", "/cases", query={"q": "A-1", "limit": "1", **cursor}).json
        pages += [case["return_id"] for case in page["cases"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert sorted(pages) == ["R-A-1", "R-A-12"]
    assert found(shop, "A-1", limit="2")[0] == "R-A-1"


def test_a_search_goes_on_behind_its_first_page_without_showing_a_case_twice(shop):
    first = shop.api("GET", "/cases", query={"q": "A-1", "limit": "2"}).json
    assert [case["return_id"] for case in first["cases"]] == ["R-A-1", "R-A-12"]
    if first["next_cursor"] is not None:
        rest = shop.api("GET", "/cases", query={"q": "A-1", "limit": "2", "cursor": first["next_cursor"]}).json
        assert rest["cases"] == []


def test_a_search_is_joined_with_the_other_filters(shop):
    assert found(shop, "buyer", turn="carrier") == ["R-B-3"]
    assert found(shop, "A-1", status="closed") == []
    assert found(shop, "B-3", status="requested") == []
    assert [case["return_id"] for case in shop.listed(order="A-1", turn="us")] == ["R-A-1"]
    assert shop.listed(order="A-1", turn="carrier") == []


@pytest.mark.parametrize("q", [" ", "\u200b", "x" * 201])
def test_a_search_without_words_is_refused(shop, q):
    refused = shop.api("GET", "/cases", query={"q": q})

    assert (refused.status, refused.is_problem) == (400, True)
    assert refused.json["detail"].startswith("q: ")


def test_an_order_is_found_with_one_query_for_each_marketplace(shop):
    shop.listed(order="A-1")
    shop.cloud.wire.clear()

    assert [case["return_id"] for case in shop.listed(order="A-1")] == ["R-A-1"]

    assert shop.cloud.wire.calls() == {"GetItem": 1, "Query": 2}  # the key, and alibaba and lazada


def test_another_merchant_finds_nothing(shop):
    assert shop.api("GET", "/cases", merchant="other", query={"q": "A-1"}).json["cases"] == []
