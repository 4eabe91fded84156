from dataclasses import asdict

import pytest

from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import Story, delivered, evidence, opened, placed, requested, story, told_of

HEART = {"code": "change_of_heart"}
SEEN = {"matches_description": True, "matches_pictures": True, "condition": "as_sent"}


def returned(reason: object = None) -> Story:
    """Agreed on day 3, sent on day 4, back on day 6."""
    asked = opened(reason=reason or HEART).give(3, "accept_return")
    return asked.then(told_of("return.shipped", 4), told_of("return.delivered", 6))


def test_goods_that_are_back_are_inspected():
    """G2.2b: the enterprise inspects whether the goods match description and pictures."""
    assert returned().statuses() == ["requested", "agreed", "returning", "inspecting"]


def test_an_inspection_records_what_was_seen_with_its_photos():
    """G2.2b: matches description, matches pictures, condition, photos as evidence."""
    seen = returned().then(*evidence(6, "E-1", "photo"))
    case = seen.give(7, "record_inspection", **SEEN, note="in its box", evidence=["E-1"]).case(7)
    assert case.inspection is not None
    assert {name: value for name, value in asdict(case.inspection).items() if name != "at"} == SEEN | {
        "note": "in its box",
        "evidence": ("E-1",),
        "lines": (),
    }
    assert case.status is Status.SETTLING


def test_an_inspection_cites_evidence_of_its_own_case_only():
    """G2.2b: photos as evidence."""
    assert "E-9" in returned().refusal(7, "record_inspection", **SEEN, evidence=["E-9"]).why


def test_goods_are_inspected_even_if_their_arrival_is_unknown():
    """G2.2b: pushes mostly only signal; the seller holds the goods."""
    seen = opened().give(3, "accept_return").give(6, "record_inspection", **SEEN).case(6)
    assert (seen.status, seen.goods_back_at) == (Status.SETTLING, seen.inspection.at if seen.inspection else None)


def test_silence_over_goods_received_back_accepts_them():
    """G2.2b: inspect goods received back: 3 days, then they count as accepted."""
    waiting = returned()
    assert waiting.deadline(8.9, "inspect").if_silent == "the goods count as accepted"
    assert [waiting.case(day).status for day in (8.9, 9)] == [Status.INSPECTING, Status.SETTLING]
    assert "no inspection gives grounds" in waiting.refusal(10, "refuse_return", reason="scratched").why


@pytest.mark.parametrize("condition", ["used", "damaged", "empty", "other_goods"])
def test_a_refusal_after_spoiled_goods_of_a_no_reason_return_cites_the_inspection(condition):
    """G2.2c: refuse_return cites the inspection."""
    seen = returned().give(7, "record_inspection", **SEEN | {"condition": condition})
    case = seen.give(8, "refuse_return", reason="worn").case(8)
    assert case.refusal is not None
    assert "G2.2c" in case.refusal.grounds
    assert (case.status, case.agreement) == (Status.REFUSED, None)


@pytest.mark.parametrize("unlike", ["matches_description", "matches_pictures"])
def test_goods_with_quality_issues_can_be_refused(unlike):
    """G2.2c: where the goods have quality issues, the enterprise can refuse the return."""
    seen = returned({"code": "defective"}).give(7, "record_inspection", **SEEN | {unlike: False, "condition": "used"})
    assert seen.give(8, "refuse_return", reason="not as sent").case(8).status is Status.REFUSED


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ({}, "change_of_heart"),
        ({"condition": "used"}, "defective"),
        ({"condition": "wrong_goods", "matches_description": False}, "change_of_heart"),
        ({"condition": "as_sent", "matches_pictures": False}, "change_of_heart"),
    ],
)
def test_what_was_agreed_is_not_refused_without_grounds_in_the_inspection(found, reason):
    """G2.2c: goods as sent, or a fault of the seller's, give no grounds."""
    seen = returned({"code": reason}).give(7, "record_inspection", **SEEN | found)
    assert "gives grounds" in seen.refusal(8, "refuse_return", reason="no").why


@pytest.mark.parametrize("reason", ["change_of_heart", "defective", "damaged_in_transit"])
@pytest.mark.parametrize("condition", ["empty", "other_goods"])
def test_what_is_not_what_was_sent_can_be_refused_whatever_the_reason(condition, reason):
    """G2.2c: an empty parcel and other goods than were sent are grounds."""
    seen = returned({"code": reason}).give(7, "record_inspection", **SEEN | {"condition": condition})
    refusal = seen.give(8, "refuse_return", reason="stones in the box").case(8).refusal
    assert refusal is not None
    assert "G2.2c" in refusal.grounds


@pytest.mark.parametrize(
    ("reason", "condition", "is_ground"),
    [
        ("change_of_heart", "used", True),
        ("change_of_heart", "as_sent", False),
        ("defective", "used", False),
        ("defective", "empty", True),
        ("defective", "other_goods", True),
    ],
)
def test_one_line_of_the_inspection_is_enough_to_refuse(reason, condition, is_ground):
    """G2.2b, G2.2c: an inspection can be per line."""
    lines = [{"sku": "mug-01", "quantity": 1, "condition": condition}]
    seen = returned({"code": reason}).give(7, "record_inspection", **SEEN, lines=lines)
    assert [line.condition for line in seen.case(7).inspection.lines] == [condition]
    assert ("refuse_return" in seen.actions(8)) == is_ground


@pytest.mark.parametrize(
    ("sku", "quantity", "why"), [("PLATE-02", 1, "no article of this return"), ("MUG-01", 3, "2 were returned")]
)
def test_a_line_of_the_inspection_is_of_the_return_and_no_more_than_that(sku, quantity, why):
    """G2.2b: an inspection can be per line."""
    lines = [{"sku": sku, "quantity": quantity, "condition": "used"}]
    assert why in returned().refusal(7, "record_inspection", **SEEN, lines=lines).why


def test_a_refusal_without_grounds_is_allowed_with_a_reason_and_marked_so():
    """G2.2c: refusing without grounds in the policy is allowed only with a reason and is marked so."""
    refusal = opened().give(3, "refuse_return", reason="we do not take mugs back").case(3).refusal
    assert refusal is not None
    assert (refusal.reason, refusal.grounds) == ("we do not take mugs back", ())


def test_a_refusal_of_a_late_return_names_the_window_as_its_ground():
    """G2.2c: grounds in the policy."""
    late = story(placed(), delivered(1), requested(20, reason=HEART))
    refusal = late.give(21, "refuse_return", reason="too late").case(21).refusal
    assert refusal is not None
    assert refusal.grounds == ("G2.2a",)


def test_a_customer_contests_a_refusal_and_they_talk_again():
    """G2.2c: refused, the customer may contest."""
    contested = opened().give(3, "refuse_return", reason="no").then(told_of("return.contested", 4, text="I object"))
    case = contested.case(4)
    assert case.refusal is not None
    assert (case.status, case.refusal.contested_at) == (Status.NEGOTIATING, contested.events[-1].at)


def test_a_refusal_that_nobody_contests_stands():
    """G2.2c: silence after a refusal closes the case as refused."""
    refused = opened().give(3, "refuse_return", reason="no")
    assert refused.deadline(4, "contest").who == "customer"
    assert [refused.case(day).outcome for day in (9.9, 10)] == [None, Outcome.REFUSED]


def test_a_refusal_after_inspection_that_is_contested_is_not_inspected_again():
    """G2.2c: the goods are back and have been seen."""
    refused = (
        returned().give(7, "record_inspection", **SEEN | {"condition": "used"}).give(8, "refuse_return", reason="x")
    )
    talking = refused.then(told_of("return.contested", 9))
    assert talking.give(10, "accept_return").case(10).status is Status.SETTLING


def test_an_offer_after_a_refusal_gets_time_to_be_answered():
    """G2.2c, G2.3b: an offer after a refusal starts the talking again, and is not escalated at once."""
    refused = opened().give(6, "refuse_return", reason="no")
    offered = refused.give(10, "make_offer", resolution="partial_refund", amount={"minor": 500, "currency": "USD"})
    assert offered.case(10).status is Status.NEGOTIATING
    assert offered.case(12.9).status is Status.NEGOTIATING
    assert offered.case(13.1).status is Status.MEDIATION_REQUESTED


def test_details_that_come_late_flag_a_refusal_whose_reason_is_unclear_now():
    """G1.1, G2.2c: an act stands, and is flagged where a late fact takes from under it what it rested on."""
    refused = opened().give(5, "refuse_return", reason="no")
    late = refused.then(told_of("return.updated", 4, reason={"code": "NO_SUCH_REASON"})).case(5)
    assert late.status is Status.REFUSED
    assert any(review.rule == "G1.1" and "return.refused stands" in review.detail for review in late.reviews)
