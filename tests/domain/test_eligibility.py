import pytest

from chalicelib.domain.eligibility import Eligibility, eligibility, failed
from tests.domain.histories import Story, confirmed, delivered, on, opened, ours, placed, requested, story, told_of

HEART = {"code": "change_of_heart"}


def judged(told: Story, day: float) -> Eligibility:
    file = told.file(day)
    return eligibility(file.cases["R-1"], file.order, now=on(day))


@pytest.mark.parametrize(
    ("reason", "day", "eligible"),
    [
        ("change_of_heart", 8, True),
        ("change_of_heart", 8.01, False),
        ("defective", 31, True),
        ("defective", 31.01, False),
    ],
)
def test_a_return_is_asked_for_within_its_window_from_receipt(reason, day, eligible):
    """G2.2a, TA.claim: no-reason return within 7 days of receipt, claims within 30; the last instant counts."""
    assert judged(story(placed(), delivered(1), requested(day, reason={"code": reason})), day).eligible is eligible


def test_every_failed_condition_is_shown_and_not_only_the_first():
    """G2.2a: eligibility, with every failed condition."""
    late = story(placed(), delivered(1), requested(20, reason=HEART)).give(21, "accept_return")
    seen = late.give(25, "record_inspection", matches_description=True, matches_pictures=True, condition="used")
    assert [condition.rule for condition in failed(judged(seen, 25))] == ["G2.2a", "G2.2b"]
    unclear = story(placed(), delivered(1), requested(50, reason={"code": "other"}))
    assert [condition.rule for condition in failed(judged(unclear, 50))] == ["G1.1", "TA.claim"]


@pytest.mark.parametrize(("day", "left"), [(1, 7), (1.5, 7), (2, 6), (7.9, 1), (8, 0), (30, 0)])
def test_the_days_left_are_counted_from_receipt(day, left):
    """G2.2a: and the days left."""
    assert judged(story(placed(), delivered(1), requested(1, reason=HEART)), day).days_left == left


def test_without_a_date_of_receipt_no_window_has_begun():
    """G2.2a: the window runs from receipt."""
    found = judged(confirmed(reason={"code": "defective"}), 300)
    assert (found.eligible, found.days_left) == (True, None)


def test_a_return_asked_for_before_the_goods_arrived_is_a_cancellation():
    """G1.2, G2.2a: before delivery it is a cancellation."""
    found = judged(story(placed(), requested(2, reason=HEART), delivered(5)), 6)
    assert found.eligible
    assert found.rules[1].rule == "G1.2"


def test_the_sellers_own_record_sets_the_date_of_receipt():
    """G2.2a: placed_at and delivered_at of the seller's record."""
    lines = [{"sku": "MUG-01", "quantity": 2, "amount": {"minor": 2400, "currency": "USD"}}]
    record = ours("order.recorded", 3, customer={"name": "Ada Buyer"}, lines=lines, delivered_at=on(1))
    assert judged(story(record, requested(9, reason=HEART)), 9).days_left == 0


def test_a_date_of_receipt_that_comes_late_is_taken_into_account():
    """G2.2a: an order record that comes later counts."""
    asked = story(placed(), requested(20, reason=HEART))
    assert judged(asked.then(told_of("return.updated", 21)), 21).eligible
    assert not judged(asked.then(delivered(1)), 21).eligible


def test_a_window_is_judged_by_when_the_return_was_asked_for():
    """G2.2a: a return asked for in time stays eligible while it is dealt with."""
    assert judged(opened(reason=HEART), 40).eligible
