"""`/orders`: what is known of an order, who said it, and what the seller records."""

import pytest

from chalicelib.aws.api_keys import ROLES_OF_KEYS
from tests.world import contract
from tests.world.order import CUSTOMER, line, usd

ROUTE = "/orders/{marketplace}/{order_number}"
A_1001 = {"marketplace": "alibaba", "order_number": "A-1001"}
RECORD = {"customer": CUSTOMER, "lines": [line()]}
P1 = {"carrier": "SF", "number": "P1", "shipped_at": "2026-02-01T00:00:00Z", "delivered_at": "2026-02-03T00:00:00Z"}
P2 = {"carrier": "YTO", "number": "P2", "shipped_at": "2026-02-02T00:00:00Z"}
LATER = "2036-02-01T00:00:00Z"
SHOWN = {"policy": "guide", "version": "3", "channel": "chat", "at": "2026-01-31T00:00:00Z"}


def order_of(shop, **sent):
    answered = shop.api("GET", ROUTE, **(A_1001 | sent))
    assert answered.status == 200, answered.text
    contract.whole_order(answered.json, "order")
    return answered.json


def put(shop, **more):
    return shop.api("PUT", ROUTE, json=RECORD | more, **A_1001)


def test_an_order_is_shown_as_it_is_known_with_its_source_and_its_cases(shop):
    shop.tell("order.placed", customer=CUSTOMER, lines=[line()])
    placed = order_of(shop)
    assert (placed["told_by"]["by"], placed["cases"], placed["total"]) == ("marketplace", [], usd(2400))

    shop.request()
    assert put(shop, total=usd(2000)).json == order_of(shop)

    recorded = order_of(shop)
    assert (recorded["told_by"]["by"], recorded["total"]) == ("seller", usd(2000))
    assert recorded["told_by"]["at"] > placed["told_by"]["at"] == recorded["placed_at"]
    assert recorded["cases"] == ["alibaba.A-1001.R-1"]
    assert shop.case["order"] == {name: recorded[name] for name in shop.case["order"]}


@pytest.mark.parametrize("role", list(ROLES_OF_KEYS))
def test_each_role_reads_an_order(shop, role):
    shop.sell()

    assert order_of(shop, role=role)["known"]


def test_an_order_of_which_only_a_return_is_known_is_shown(shop):
    shop.request()

    order = order_of(shop)
    assert (order["known"], order["told_by"], order["cases"]) == (False, None, ["alibaba.A-1001.R-1"])


@pytest.mark.parametrize("name", ["A-9", "..", "x" * 65])
def test_an_unknown_order_is_404(shop, name):
    shop.sell()

    answered = shop.api("GET", ROUTE, marketplace="alibaba", order_number=name)
    assert (answered.status, answered.is_problem) == (404, True)
    assert shop.api("GET", ROUTE, marketplace="lazada", order_number="A-1001").status == 404


def test_an_order_of_another_merchant_is_404(shop):
    shop.sell()

    assert shop.api("GET", ROUTE, merchant="other", **A_1001).status == 404


def test_the_seller_records_parcels_and_disclosures(shop):
    shop.request(reason={"code": "change_of_heart"})
    answered = put(shop, parcels=[P1, P2], disclosures=[SHOWN])

    assert answered.status == 201
    order = order_of(shop)
    assert [parcel["number"] for parcel in order["parcels"]] == ["P1", "P2"]
    assert (order["delivered_at"], order["parcels"][1]["delivered_at"]) == (None, None)
    (shown,) = order["disclosures"]
    assert (shown["channel"], shown["recorded_by"]) == ("chat", "seller")
    (entry,) = [entry for entry in shop.case["timeline"] if entry["type"] == "order.recorded"]
    assert (entry["by"], entry["text"]) == ("seller", "recorded by the seller: 2 parcels and 1 disclosure")
    assert any("a parcel has not arrived" in rule["why"] for rule in shop.case["eligibility"]["rules"])

    shop.tell("order.delivered", tracking={"carrier": "YTO", "number": "P2"})
    assert order_of(shop)["delivered_at"] == order_of(shop)["parcels"][1]["delivered_at"]


def test_a_parcel_and_a_disclosure_of_the_seller_are_in_the_dossier(shop):
    shop.request()
    put(shop, parcels=[P1, P2], disclosures=[SHOWN])

    headers = [("Accept", "text/html")]
    page = shop.api("GET", "/cases/{case_id}/dossier", case_id=shop.case_id, headers=headers).text
    assert all(f"<bdi>{words}</bdi>" in page for words in ("SF P1", "YTO P2", "chat"))
    assert "not yet" in page
    assert "the seller" in page


@pytest.mark.parametrize("blank", [{}, {"parcels": None, "disclosures": None}, {"parcels": [], "disclosures": []}])
def test_blank_parcels_are_none(shop, blank):
    assert put(shop, **blank).status == 201
    assert (order_of(shop)["parcels"], order_of(shop)["disclosures"]) == ([], [])


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"parcels": [{"carrier": "SF"}]}, "parcels.0.number"),
        ({"parcels": [{"carrier": "SF", "number": " "}]}, "parcels.0.number"),
        ({"parcels": [P1 | {"weight": 3}]}, "parcels.0.weight"),
        ({"parcels": [P1 | {"delivered_at": "soon"}]}, "parcels.0.delivered_at"),
        ({"parcels": [P1, P2 | {"number": "p1"}]}, "parcels"),
        ({"parcels": [P1 | {"number": f"P{number}"} for number in range(101)]}, "parcels"),
        ({"disclosures": [{"policy": "guide", "version": 3, "channel": "chat"}]}, "disclosures.0.at"),
        ({"disclosures": [SHOWN | {"where": "chat"}]}, "disclosures.0.where"),
        ({"disclosures": [SHOWN | {"version": False}]}, "disclosures.0.version"),
        ({"disclosures": [SHOWN | {"version": 3.0}]}, "disclosures.0.version"),
    ],
)
def test_a_wrong_parcel_or_disclosure_is_named(shop, sent, field):
    answered = put(shop, **sent)

    assert answered.status == 422
    assert field in {error["field"] for error in answered.json["errors"]}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"placed_at": LATER}, "placed_at"),
        ({"delivered_at": LATER}, "delivered_at"),
        ({"parcels": [P2, P1 | {"shipped_at": LATER}]}, "parcels.1.shipped_at"),
        ({"parcels": [P1 | {"delivered_at": LATER}]}, "parcels.0.delivered_at"),
        ({"disclosures": [SHOWN | {"at": LATER}]}, "disclosures.0.at"),
    ],
)
def test_what_has_not_happened_yet_is_not_recorded(shop, sent, field):
    """G2.1: a day of receipt that lies ahead would keep a window open. Number 44 of docs/reliability.md."""
    answered = put(shop, **sent)

    assert (answered.status, answered.json["rule"]) == (409, "G2.1")
    assert field in answered.json["detail"]
    assert shop.api("GET", ROUTE, **A_1001).status == 404


def test_an_agreement_outlasts_a_change_of_its_order_and_the_case_is_flagged(shop):
    shop.sell()
    shop.request()
    agreed = shop.done("accept_return")
    shop.tell("order.placed", customer=CUSTOMER, lines=[line(quantity=1)])

    assert shop.case["refund"] == agreed["refund"]
    assert any("the order was changed" in review["detail"] for review in shop.case["needs_review"])
    assert order_of(shop)["lines"][0]["quantity"] == 1


def test_a_cancellation_outlasts_a_delivery_that_is_told_later(shop):
    """It holds number 106 of docs/reliability.md."""
    shop.tell("order.placed", customer=CUSTOMER, lines=[line()])
    shop.request(reason={"code": "change_of_heart"})
    shop.done("accept_return")
    shop.tell("order.delivered", at=shop.cloud.clock.now.replace(year=2025))

    assert shop.case["status"] == "settling"
    assert [deadline["name"] for deadline in shop.case["deadlines"]] == ["settle"]
    assert [review["rule"] for review in shop.case["needs_review"]] == ["G1.2"]
