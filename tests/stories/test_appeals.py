"""Rulings that are appealed, with the evidence that takes."""

import pytest

from tests.world.order import usd


@pytest.fixture
def shop(shop):
    """A shop that lost a mediation."""
    shop.sell()
    shop.request()
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer")
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=usd(2400))
    return shop


def test_an_appeal_without_evidence_is_refused_and_the_chance_is_kept(shop):
    refused = shop.give("file_appeal", grounds="the parcel proves it", evidence=[])

    assert (refused.status, refused.json["rule"]) == (409, "G2.5b")
    assert "logistics" in refused.json["detail"]
    assert "photo" in refused.json["detail"]
    missing = [(lack["kind"], lack["needed"], lack["have"]) for lack in shop.case["readiness"]["missing"]]
    assert missing == [("logistics", 1, 0), ("photo", 1, 0)]
    assert "file_appeal" not in shop.case["available_actions"]
    for kind in ("logistics", "photo"):
        shop.attach(kind)
    assert "file_appeal" in shop.case["available_actions"]


def test_an_appeal_with_evidence_wins_and_earlier_rounds_stay_as_they_were(shop):
    files = [shop.attach("logistics"), shop.attach("photo")]
    ready = {"ready_for": "appeal", "ready": True, "missing": [], "new_since_ruling": files}
    assert shop.case["readiness"] == ready
    (ruled,) = shop.case["rounds"]

    appealed = shop.done("file_appeal", grounds="the parcel proves it", evidence=files)
    assert appealed["status"] == "appeal_requested"
    (message,) = shop.messages()
    assert message["type"] == "recourse.appeal.filed"
    assert [file["id"] for file in message["data"]["evidence"]["files"]] == files
    assert message["data"]["request"] | {"kind": "appeal", "evidence": files} == message["data"]["request"]

    shop.done("record_filing", role="desk", effect_id=message["id"], reference="APP-1")
    shop.tell("appeal.opened", appeal_id="P-1", opened_by="seller")
    assert shop.stands == ("in_appeal", None)
    shop.tell("appeal.decided", appeal_id="P-1", in_favour_of="seller")

    case = shop.case
    assert case["status"] == "decided"
    assert case["rounds"][0] == ruled
    assert case["rounds"][1] | {"kind": "appeal", "id": "P-1", "in_favour_of": "seller"} == case["rounds"][1]
    assert case["refund"]["due"] is None
    assert shop.refused("file_appeal", grounds="once more", evidence=files) == "G2.5a"
    shop.wait(days=8)
    assert (shop.case["deadlines"], shop.stands) == ([], ("decided", None))
    shop.done("close_case", root_cause="a dark photo")
    assert shop.stands == ("closed", "ruled_seller")


def test_a_ruling_that_nobody_appeals_stands(shop):
    shop.tell("refund.settled", amount=usd(2400), reference="P-1")

    assert shop.stands == ("closed", "ruled_customer")


def test_after_its_window_there_is_no_appeal(shop):
    files = [shop.attach("logistics"), shop.attach("photo")]
    shop.wait(days=7, minutes=5)

    assert "file_appeal" not in shop.case["available_actions"]
    assert shop.refused("file_appeal", grounds="too late", evidence=files) == "G2.5a"
    assert shop.messages() == []


def test_a_desk_records_the_ruling_that_the_platform_only_shows_to_people(shop):
    files = [shop.attach("logistics"), shop.attach("photo")]
    shop.done("file_appeal", grounds="the parcel proves it", evidence=files)

    ruled = shop.done("record_ruling", role="desk", kind="appeal", id="P-1", in_favour_of="split", refund=usd(800))

    assert (ruled["status"], ruled["refund"]["due"]) == ("decided", usd(800))
    assert ruled["timeline"][-1]["by"] == "platform"
    shop.tell("appeal.decided", appeal_id="P-1", in_favour_of="split", refund=usd(800))
    assert shop.case["needs_review"] == []
    assert shop.case["timeline"][-1]["no_effect_because"] is not None


def test_the_platforms_other_ruling_under_the_same_id_is_flagged_and_the_first_stands(shop):
    shop.done("record_ruling", role="operator", kind="appeal", id="P-1", in_favour_of="seller")
    shop.tell("appeal.decided", appeal_id="P-1", in_favour_of="customer", refund=usd(2400))

    case = shop.case
    assert case["rounds"][1]["in_favour_of"] == "seller"
    assert [review["rule"] for review in case["needs_review"]] == ["told-otherwise"]


def test_an_appeal_names_stored_evidence_of_its_own_case_only(shop):
    files = [shop.attach("logistics"), shop.attach("photo"), "nobodys-file"]

    assert shop.refused("file_appeal", grounds="the parcel proves it", evidence=files) == "G2.5b"
