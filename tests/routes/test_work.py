"""The list of work: every case for which somebody has to act, whose turn it is, and nothing else."""

import pytest

from tests.world import checks, contract
from tests.world.order import usd

RULED = {"mediation_id": "M-1", "in_favour_of": "seller"}


@pytest.fixture
def shop(shop):
    """Five returns: one waits for us, one for the customer, one for the platform, and two are closed."""
    for number in range(1, 6):
        shop.order_number, shop.return_id = f"A-{number}", f"R-{number}"
        shop.sell()
        shop.request()
    shop.tell("return.withdrawn")
    shop.order_number, shop.return_id = "A-4", "R-4"
    shop.tell("mediation.decided", **RULED)
    shop.done("close_case", root_cause="a dark photo")
    shop.order_number, shop.return_id = "A-3", "R-3"
    shop.attach("photo"), shop.attach("logistics")
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer")
    shop.order_number, shop.return_id = "A-2", "R-2"
    shop.done("make_offer", resolution="partial_refund", amount=usd(500))
    shop.flow()
    return shop


def work(shop, *headers, **caller):
    return shop.api("GET", "/work", headers=headers, **caller)


def returns(cases):
    return sorted(case["return_id"] for case in cases)


def test_each_case_that_waits_for_somebody_is_listed_with_whose_turn_it_is(shop):
    listed = work(shop).json

    checks.many(contract.summary)(listed["cases"], "cases")
    found = {case["return_id"]: (case["turn"]["who"], case["turn"]["code"]) for case in listed["cases"]}
    assert found == {
        "R-1": ("us", "answer"),
        "R-2": ("customer", "our_offer"),
        "R-3": ("platform", "ruling"),
        "R-5": ("us", "close"),
    }
    assert listed["counts"] == {"us": 1, "customer": 1, "platform": 1, "carrier": 0, "nobody": 0, "close": 1}
    contract.instant(listed["as_of"], "as_of")
    assert listed["truncated"] is False


def test_the_list_is_sorted_by_deadline_and_closed_cases_come_last(shop):
    cases = work(shop).json["cases"]

    due = [case["deadline"]["at"] for case in cases if case["deadline"]]
    assert due == sorted(due)
    assert cases[-1]["return_id"] == "R-5"


def test_a_case_tells_of_its_turn_what_the_list_tells(shop):
    for listed in work(shop).json["cases"]:
        case = shop.api("GET", "/cases/{case_id}", case_id=listed["case_id"]).json
        same = listed.keys() & case.keys() - {"tasks", "evidence"}
        assert {name: listed[name] for name in same} == {name: case[name] for name in same}
        assert {"version", "turn", "next", "marketplace", "wants", "opened_at", "deadline"} <= same


@pytest.mark.parametrize("who", ["us", "customer", "platform", "carrier"])
def test_a_list_by_turn_has_the_same_cases_as_the_list_of_work(shop, who):
    by_turn = shop.listed(turn=who)

    assert returns(by_turn) == returns(case for case in work(shop).json["cases"] if case["turn"]["who"] == who)


def test_cases_for_which_nobody_has_to_act_are_listed_too(shop):
    assert returns(shop.listed(turn="nobody")) == ["R-4"]
    assert shop.api("GET", "/cases", query={"turn": "you"}).status == 400


def test_how_urgent_a_deadline_is_is_reckoned_when_the_list_is_read(shop):
    shop.order_number, shop.return_id = "A-9", "R-9"
    shop.sell()
    shop.request()
    shop.flow()

    seen = []
    for _ in range(22):
        (case,) = [found for found in work(shop).json["cases"] if found["return_id"] == "R-9"]
        seen.append(case["deadline"]["burning"])
        shop.cloud.clock.forward(hours=4)

    assert list(dict.fromkeys(seen)) == ["none", "half", "nearly", "over"]


def test_a_list_that_the_client_has_is_not_sent_again_although_time_goes_on(shop):
    tag = work(shop).headers["ETag"]
    shop.cloud.clock.forward(seconds=20)

    again = work(shop, ("If-None-Match", tag))
    assert (again.status, again.text) == (304, "")

    shop.tell("message.posted", text="No.")
    shop.flow()
    assert work(shop, ("If-None-Match", tag)).status == 200


def test_work_is_one_query_and_of_the_callers_own_cases(shop):
    shop.keys["demo", "desk"]
    shop.cloud.wire.clear()

    assert len(work(shop, role="desk").json["cases"]) == 4
    assert shop.cloud.wire.calls() == {"GetItem": 1, "Query": 1}
    assert work(shop, merchant="other").json["cases"] == []


def test_more_cases_than_fit_are_told_of(shop, monkeypatch):
    monkeypatch.setattr("chalicelib.routes.work._MOST", 3)

    listed = work(shop).json

    assert (len(listed["cases"]), listed["truncated"]) == (3, True)
    assert sum(listed["counts"].values()) == 3
