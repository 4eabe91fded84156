"""A refund that did not reach the customer (G3.1).

It holds number 116 of docs/reliability.md.
"""

from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.domain.events import Event
from chalicelib.domain.refund_facts import RefundFailed, RefundSettled
from chalicelib.values.vocabulary import Outcome, Party, Status
from tests.domain.histories import Story, offer, on, opened, rules_flagged, told_of, usd

SEEN = {"matches_description": True, "matches_pictures": True, "condition": "as_sent"}


def paid(day: float, minor: int = 2400, reference: str | None = "P-1") -> Event:
    return told_of("refund.settled", day, amount=usd(minor), **({"reference": reference} if reference else {}))


def failed(day: float, **data: Any) -> Event:
    return told_of("refund.failed", day, **(data or {"reference": "P-1"}))


def kept() -> Story:
    """The mugs stay with the customer for 12.00 USD."""
    return opened().then(offer(3)).give(4, "accept_offer", offer_id="C-1")


@pytest.mark.parametrize("day", [4.5, 6], ids=["told before the settlement", "told after it"])
def test_a_refund_that_failed_is_not_settled_whichever_is_told_first(day):
    """G3.1: a refund that failed is not settled."""
    case = kept().then(paid(5, 1200), failed(day)).case(7)
    assert (case.status, case.settled, str(case.unsettled)) == (Status.SETTLING, None, "12.00 USD")
    assert [(str(one.amount), one.reference, one.at) for one in case.failed] == [("12.00 USD", "P-1", on(day))]
    assert "G3.1" in rules_flagged(case)


def test_a_case_that_closed_by_the_refund_is_open_and_due_again():
    """G3.1: what is due is visible, with its deadline."""
    told = kept().then(paid(5, 1200))
    assert (told.case(6).status, told.case(6).outcome) == (Status.CLOSED, Outcome.PARTIALLY_REFUNDED)
    again = told.then(failed(20))
    assert (again.case(20).status, again.case(20).outcome) == (Status.SETTLING, None)
    assert again.deadline(20, "settle").at == on(25)
    assert again.entry(20, "refund.failed").effect == "a refund did not reach the customer: closed → settling"


def test_the_refund_is_paid_again_under_another_reference():
    """G3.1: and closes the case again."""
    told = kept().then(paid(5, 1200), failed(6))
    assert "another reference" in told.refusal(7, "record_settlement", kind="refund", reference="P-1").why
    again = told.give(7, "record_settlement", kind="refund", reference="P-2")
    assert (again.case(8).outcome, str(again.case(8).settled)) == (Outcome.PARTIALLY_REFUNDED, "12.00 USD")


def test_the_seller_does_not_record_a_refund_that_is_known_to_have_failed():
    """G3.1: a command without effect is refused."""
    told = kept().then(failed(5))
    assert "another reference" in told.refusal(6, "record_settlement", kind="refund", reference="P-1").why
    assert told.give(6, "record_settlement", kind="refund", reference="P-2").case(6).status is Status.CLOSED


def test_a_part_that_failed_leaves_the_other_part_settled():
    """G3.1: a refund that failed is not settled."""
    case = kept().then(paid(5, 500), paid(5.5, 700, "P-2"), failed(6)).case(7)
    assert (case.status, str(case.settled), str(case.unsettled)) == (Status.SETTLING, "7.00 USD", "5.00 USD")


def test_a_failure_that_leaves_enough_paid_reopens_nothing():
    """G3.1: it was paid twice."""
    told = kept().then(paid(5, 1200), paid(6, 1200, "P-2"))
    assert "24.00 USD went back" in told.case(7).reviews[0].detail
    case = told.then(failed(7)).case(8)
    assert (case.status, str(case.settled)) == (Status.CLOSED, "12.00 USD")
    assert [review.detail for review in case.reviews] == ["12.00 USD (P-1) did not reach the customer"]


@pytest.mark.parametrize(
    "named",
    [{"amount": usd(1200), "time": on(5)}, {"amount": usd(1200)}],
    ids=["amount and time", "amount only"],
)
def test_a_refund_without_reference_is_named_by_amount_and_time(named):
    """G3.1: reference, else amount and time."""
    case = kept().then(paid(5, 1200, None), failed(6, **named)).case(7)
    assert (case.status, case.settled, len(case.failed)) == (Status.SETTLING, None, 1)


def test_a_failure_at_the_instant_of_its_refund_names_it():
    """G3.1: a platform that sends the refund's own time."""
    case = kept().then(paid(5, 600, None), paid(5.5, 600, None), failed(5, amount=usd(600))).case(7)
    assert (str(case.settled), len(case.failed)) == ("6.00 USD", 1)


def test_an_amount_that_names_two_refunds_takes_none_of_them_and_is_flagged():
    """G3.1: nobody guesses."""
    case = kept().then(paid(5, 600, None), paid(5.5, 600, None), failed(6, amount=usd(600))).case(7)
    assert (case.status, str(case.settled)) == (Status.CLOSED, "12.00 USD")
    assert "6.00 USD did not reach the customer" in [review.detail for review in case.reviews]


def test_a_failure_told_twice_counts_once():
    """G3.1: a refund that failed is not settled."""
    case = kept().then(paid(5, 1200), failed(6), failed(7)).case(8)
    assert len(case.failed) == 1
    assert [entry.no_effect_because for entry in case.timeline if entry.at == on(7)] == ["it was told before"]


def test_a_failure_of_a_refund_that_nobody_told_is_shown_and_flagged():
    """G3.1: a refund that failed is not settled."""
    case = kept().then(failed(5)).case(6)
    assert (case.status, str(case.failed[0])) == (Status.SETTLING, "an amount that nobody has told (P-1)")
    assert "G3.1" in rules_flagged(case)


def test_a_failure_names_a_refund():
    """G3.1: else it is not understood."""
    with pytest.raises(ValidationError):
        failed(5, text="it came back")


def test_a_ruling_stays_due_on_a_closed_case_whose_refund_failed():
    """G3.1: a ruling is never undone. The case stays closed as ruled, and what is due is overdue or urgent."""
    ruling = told_of("mediation.decided", 4, mediation_id="M-1", in_favour_of="customer", refund=usd(2400))
    told = opened().then(ruling, paid(5), failed(8))
    case = told.case(9)
    assert (case.status, case.outcome, str(case.unsettled)) == (Status.CLOSED, Outcome.RULED_CUSTOMER, "24.00 USD")
    assert told.deadline(9, "settle").at == on(13)
    assert "record_settlement" in told.actions(9)


def test_a_full_refund_without_agreement_that_failed_lets_both_negotiate_again():
    """G3.1: nothing was agreed, so the request is open again, with time to answer."""
    told = opened().then(paid(3), failed(20))
    case = told.case(20)
    assert (case.status, case.outcome, case.settled) == (Status.NEGOTIATING, None, None)
    assert told.deadline(20, "negotiation").at == on(23)
    assert told.case(22).status is Status.NEGOTIATING
    assert told.give(21, "accept_return").case(21).status is Status.AGREED


def test_an_exchange_whose_price_difference_failed_is_settled_again():
    """G3.1: a refund that failed is not settled."""
    told = opened().then(offer(3, resolution="exchange", amount=usd(300))).give(4, "accept_offer", offer_id="C-1")
    told = told.then(told_of("exchange.shipped", 5), paid(6, 300))
    assert told.case(7).outcome is Outcome.EXCHANGED
    case = told.then(failed(8)).case(9)
    assert (case.status, str(case.unsettled)) == (Status.SETTLING, "3.00 USD")
    assert told.then(failed(8), paid(9, 300, "P-2")).case(10).outcome is Outcome.EXCHANGED


def test_an_exchange_without_money_is_not_reopened_by_a_stray_refund_that_failed():
    """G3.1: a refund that failed is not settled."""
    told = opened().then(offer(3, resolution="exchange", amount=None)).give(4, "accept_offer", offer_id="C-1")
    told = told.then(told_of("exchange.shipped", 5), paid(6, 300), failed(7))
    assert told.case(8).outcome is Outcome.EXCHANGED


def test_a_case_that_had_ended_without_money_ends_so_again():
    """G3.1: a withdrawn return that was paid all the same, for a while."""
    told = opened().then(told_of("return.withdrawn", 3), paid(4))
    assert told.case(5).outcome is Outcome.REFUNDED
    case = told.then(failed(6)).case(7)
    assert (case.status, case.outcome, case.unsettled) == (Status.CLOSED, Outcome.WITHDRAWN, None)


def test_goods_that_came_back_before_a_refund_failed_are_not_inspected_again():
    """G3.1: only the money is missing."""
    told = opened().give(3, "accept_return").then(told_of("return.shipped", 4), told_of("return.delivered", 5))
    told = told.give(6, "record_inspection", **SEEN).then(paid(7), failed(8))
    assert told.case(9).status is Status.SETTLING


def test_what_failed_is_free_for_the_orders_other_cases():
    """G3.1: it is not paid."""
    told = opened().then(paid(3, 4000), failed(4))
    assert str(told.give(5, "accept_return").case(5).due) == "24.00 USD"


def test_the_time_of_a_refund_may_be_called_at():
    """G3.1: the name that a failed refund is shown with."""
    data = {"return_id": "R-1", "amount": usd(1), "at": "2026-03-01T12:00:00Z"}
    named = RefundSettled.model_validate({"return_id": "R-1", "amount": usd(1)})
    refund = named.identity(by=Party.PLATFORM, at=on(0))
    assert RefundFailed.model_validate(data).settlement(on(9)) == refund
