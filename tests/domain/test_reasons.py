import pytest

from chalicelib.domain.eligibility import eligibility
from chalicelib.domain.freight import fault
from chalicelib.domain.readiness import readiness
from chalicelib.values.reasons import Fault, ReasonCode
from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import confirmed, delivered, on, opened, placed, policies, requested, story, told_of, usd

FAULTS = {
    Fault.SELLER: (
        "wrong_item wrong_specification colour_difference not_as_described defective counterfeit missing_parts"
    ),
    Fault.CARRIER: "damaged_in_transit lost_in_transit",
    Fault.CUSTOMER: "change_of_heart",
    Fault.UNKNOWN: "other unknown",
}


@pytest.mark.parametrize(("whose", "codes"), FAULTS.items(), ids=lambda value: str(value)[:9])
def test_every_reason_has_a_fault_class(whose, codes):
    """G1.1: the table of reasons."""
    assert {ReasonCode(code).fault for code in codes.split()} == {whose}


def test_the_table_of_reasons_leaves_none_out():
    """G1.1: the table of reasons."""
    assert sorted(" ".join(FAULTS.values()).split()) == sorted(ReasonCode)


def test_the_customers_own_words_are_kept_beside_the_code():
    """G1.1: required on every case, kept beside the customer's own words."""
    reason = opened().case(2).reason
    assert reason is not None
    assert (reason.code, reason.text) == ("colour_difference", "ordered navy, got black")


def test_a_word_nobody_knows_is_kept_and_never_guessed_at():
    """G1.1: an unknown reason maps to unknown, needs review, and keeps the original."""
    case = opened(reason={"code": "ITEM_NOT_NICE"}).case(2)
    assert (case.reason_code, fault(case)) == (ReasonCode.UNKNOWN, Fault.UNKNOWN)
    assert case.reason is not None
    assert case.reason.code == "ITEM_NOT_NICE"
    assert [review.detail for review in case.reviews] == ['the reason told is "ITEM_NOT_NICE": classify it']


def test_a_case_that_was_only_signalled_asks_for_its_reason():
    """G1.1: a reason is required on every case."""
    case = story(placed(), told_of("return.updated", 2, platform_status="REFUND_APPLIED")).case(2)
    assert (case.reason_code, case.platform_status) == (ReasonCode.UNKNOWN, "REFUND_APPLIED")
    assert [review.detail for review in case.reviews] == ["the reason told is none: classify it"]


@pytest.mark.parametrize("command", ["accept_return", "refuse_return"])
def test_nothing_is_decided_before_an_unclear_reason_is_classified(command):
    """G1.1: other and unknown are to be set by the seller before the case is decided."""
    unclear = opened(reason={"code": "other"})
    fields = {} if command == "accept_return" else {"reason": "no"}
    assert "classify it first" in unclear.refusal(3, command, **fields).why
    clear = unclear.give(3, "classify_reason", code="defective", reason="the handle came off")
    assert clear.give(3, command, **fields).case(3).status in (Status.AGREED, Status.REFUSED)


def test_the_sellers_classification_stands_before_the_platforms_word():
    """G1.1: to be set by the seller."""
    case = opened().give(3, "classify_reason", code="change_of_heart", reason="colour is as shown").case(3)
    assert case.reason_code is ReasonCode.CHANGE_OF_HEART
    assert case.reason is not None
    assert case.reason.code == "colour_difference"


def test_the_seller_completes_what_the_platform_only_signalled():
    """G1.1: everything but the ids may be missing when the platform only signals."""
    signalled = story(placed(), told_of("return.requested", 2))
    full = signalled.give(
        3, "complete_details", customer={"name": "Ada Buyer"}, reason={"code": "defective"}, wants="exchange"
    )
    case = full.case(3)
    assert case.customer is not None
    assert (case.customer.name, case.reason_code, case.wants) == ("Ada Buyer", ReasonCode.DEFECTIVE, "exchange")
    assert "otherwise" in full.refusal(4, "complete_details", wants="partial_refund").why
    assert "nothing is given" in full.refusal(4, "complete_details").why


def test_a_later_word_of_the_platform_counts_before_the_sellers_completion():
    """G1.1: what the platform told stands."""
    signalled = story(placed(), told_of("return.requested", 2))
    case = signalled.give(3, "complete_details", wants="exchange").then(
        told_of("return.updated", 4, wants="partial_refund")
    )
    assert case.case(4).wants == "partial_refund"


def test_a_change_of_heart_before_delivery_is_a_cancellation_without_return_or_inspection():
    """G1.2: outcome cancelled, no return, no inspection."""
    agreed = confirmed(reason={"code": "change_of_heart"}).give(3, "accept_return")
    assert agreed.case(3).status is Status.SETTLING
    paid = agreed.give(4, "record_settlement", kind="refund")
    assert (paid.case(4).status, paid.case(4).outcome) == (Status.CLOSED, Outcome.CANCELLED)


def test_a_change_of_heart_after_delivery_is_a_no_reason_return():
    """G1.2: after delivery a no-reason return."""
    agreed = opened(reason={"code": "change_of_heart"}).give(3, "accept_return")
    assert agreed.case(3).status is Status.AGREED
    paid = agreed.give(4, "record_settlement", kind="refund", amount=usd(2400))
    assert paid.case(4).outcome is Outcome.REFUNDED


def test_a_quality_reason_before_delivery_is_no_cancellation():
    """G1.2: a cancellation is a change of heart."""
    assert confirmed(reason={"code": "defective"}).give(3, "accept_return").case(3).status is Status.AGREED


@pytest.mark.parametrize(
    ("code", "needed"),
    [
        ("damaged_in_transit", {"logistics": 2, "photo": 1}),
        ("lost_in_transit", {"logistics": 3}),
        ("defective", {}),
    ],
)
def test_a_transit_reason_asks_for_logistics_evidence_of_its_own(code, needed):
    """G1.3: asks for logistics evidence; the checklist is policy."""
    by_reason = {"damaged_in_transit": {"logistics": 2, "photo": 1}, "lost_in_transit": {"logistics": 3}}
    case = opened(reason={"code": code}).under(policies(evidence={"by_reason": by_reason})).case(2)
    asked = {lacking.kind: lacking.needed for lacking in readiness(case).missing}
    assert asked == {"logistics": 1, "photo": 1} | needed


def test_a_transit_reason_has_the_longer_window():
    """G1.3: claims for transit are claims, not no-reason returns."""
    file = story(placed(), delivered(1), requested(20, reason={"code": "lost_in_transit"})).file(20)
    assert eligibility(file.cases["R-1"], file.order, now=on(20)).eligible


@pytest.mark.parametrize("wants", ["return_and_refund", "exchange"])
def test_goods_lost_on_the_way_are_not_waited_for_and_the_case_does_not_expire(wants):
    """G1.3: loss on the way; nobody sends back what never arrived."""
    told = story(placed(), requested(20, reason={"code": "lost_in_transit"}, wants=wants)).give(21, "accept_return")
    assert (told.case(21.1).status, told.case(40).status) == (Status.SETTLING, Status.SETTLING)
    found = told.then(told_of("return.shipped", 22))
    assert found.case(22).status is Status.RETURNING
