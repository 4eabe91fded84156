"""The shapes that outsiders rely on, of a case that knows nothing and of one that knows all.

Every story checks them too (tests/world/contract.py).
"""

import pytest

from chalicelib.routes import cases as routes
from tests.world import checks, contract
from tests.world.order import line, usd

EMPTY = {
    *("outcome", "customer", "wants", "inspection"),
}


@pytest.fixture
def signalled(shop):
    """A case of which the platform only signalled that there is one."""
    shop.tell("return.updated", platform_status="BUYER_APPLY_REFUND")
    return shop


@pytest.fixture
def full(shop):
    """A case that went through everything."""
    shop.sell()
    shop.request()
    shop.tell("return.updated", platform_status="REFUNDING")
    shop.done("make_offer", resolution="return_and_refund", freight_payer="seller", text="send it back")
    shop.tell("offer.accepted", offer_id="R-1-s1")
    shop.tell("return.delivered")
    photo = shop.attach("photo")
    seen = {"matches_description": True, "matches_pictures": True, "condition": "as_sent", "note": "as new"}
    shop.done("record_inspection", **seen, evidence=[photo])
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer")
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=usd(2000))
    shop.done("file_appeal", grounds="see the photos", evidence=[photo, shop.attach("logistics")])
    return shop


def test_what_a_case_does_not_know_is_null_and_its_lists_are_empty(signalled):
    case = signalled.case

    assert {name for name, value in case.items() if value is None} >= EMPTY
    assert case["platform_status"] == "BUYER_APPLY_REFUND"
    assert case["reason"] | {"code": "unknown", "fault": "unknown", "text": None} == case["reason"]
    assert case["refund"] == {"due": None, "settled": None, "failed": [], "other": []}
    assert all(case[name] == [] for name in ("lines", "offers", "rounds", "evidence", "tasks"))
    assert case["eligibility"]["days_left"] is None
    assert case["freight"]["payer"] is None
    assert case["order_check"] == {"result": "unknown_order", "fields": [], "overridden": None}


def test_the_platforms_signal_is_completed_by_the_seller(signalled):
    given = {"customer": {"name": "Ada Buyer"}, "reason": {"code": "defective"}, "wants": "return_and_refund"}
    lines = [{"sku": "MUG-01", "quantity": 1, "amount": usd(1200)}]

    completed = signalled.done("complete_details", **given, lines=lines)

    assert (completed["customer"], completed["wants"]) == (given["customer"], given["wants"])
    assert (completed["reason"]["code"], completed["reason"]["fault"]) == ("defective", "seller")
    assert signalled.refused("complete_details", wants="exchange") == "G1.1"


def test_a_case_that_knows_all_has_nothing_null_but_its_outcome(full):
    case = full.case

    missing = {name for name, value in case.items() if value is None} - {"root_cause", "lesson"}
    assert missing == {"outcome", "refusal", "at_stake", "shortened"}
    assert case["inspection"]["note"] == "as new"
    assert case["freight"]["differs"] is None
    assert [found["status"] for found in case["rounds"]] == ["decided", "requested"]
    assert all(case[name] for name in ("lines", "offers", "rounds", "evidence", "deadlines", "available_actions"))


def test_a_freight_decision_shows_that_the_other_policy_differs(shop):
    shop.request()

    freight = shop.case["freight"]
    assert (freight["payer"], freight["policy"]) == ("customer", "guide")
    assert freight["differs"] == {"policy": "party-at-fault", "payer": "seller"}


def test_the_list_shows_summaries_of_the_same_case(full):
    full.flow()
    (listed,) = full.listed()
    case = full.case

    shared = ("case_id", "order_number", "return_id", "status", "outcome", "customer", "deadline", "needs_review")
    assert {name: listed[name] for name in shared} == {name: case[name] for name in shared}
    assert listed["reason"] == case["reason"]
    assert listed["changed_at"] == case["changed_at"]


def test_the_timelines_route_goes_on_to_ever_older_entries(shop, monkeypatch):
    monkeypatch.setattr(routes, "NEWEST", 5)
    shop.request()
    for number in range(11):
        shop.tell("message.posted", text=f"message {number}")

    pages, query = [], {}
    for _ in range(9):
        page = shop.api("GET", "/cases/{case_id}/timeline", case_id=shop.case_id, query=query).json
        checks.many(contract.entry)(page["timeline"], "timeline")
        pages.append(page["timeline"])
        if page["next_cursor"] is None:
            break
        query = {"cursor": page["next_cursor"]}

    assert [len(page) for page in pages] == [5, 5, 3]
    assert [entry for page in reversed(pages) for entry in page] == shop.case["timeline"]


def test_an_entry_of_the_timeline_is_called_as_the_answer_to_its_delivery(shop):
    shop.request()
    told = shop.tell("message.posted", text="hello")

    assert shop.case["timeline"][-1] | {"id": told.json["event"], "text": "hello"} == shop.case["timeline"][-1]


@pytest.mark.parametrize("widest", ["𒀱", "\x01", '"', "é"], ids=["wide", "control", "quote", "accent"])
def test_a_case_row_stays_under_4_kb_whatever_the_case(shop, widest):
    shop.order_number, shop.return_id = "a." * 32, "r." * 32
    shop.sell()
    wanted = [line(letter * 128, quantity=9, minor=1) for letter in widest * 8]
    shop.request(
        customer={"name": widest * 300},
        reason={"code": widest * 128, "text": widest * 8000},
        lines=[each | {"sku": each["sku"][:-1] + str(place)} for place, each in enumerate(wanted)],
    )
    shop.flow()

    (row,) = [item for item in shop.cloud.rows() if item["SK"]["S"].startswith("CASE#")]
    assert sum(len(name) + len(str(next(iter(value.values()))).encode()) for name, value in row.items()) < 4096
    assert shop.listed()[0]["needs_review"]
