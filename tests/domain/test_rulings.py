from typing import Any

import pytest

from chalicelib.domain.effects import effects
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Outcome, Party, Status
from tests.domain.histories import Story, on, opened, rules_flagged, told_of, usd

RULED = {"customer": Outcome.RULED_CUSTOMER, "seller": Outcome.RULED_SELLER, "split": Outcome.RULED_SPLIT}


def mediating() -> Story:
    """Escalated after the time to respond, taken up on day 6."""
    asked = opened().give(5, "escalate", reason="silence")
    return asked.then(told_of("mediation.opened", 6, mediation_id="M-1", opened_by="seller"))


def ruled(favour: str = "customer", *, refund: int | None = 2400, day: float = 8, **more: Any) -> Story:
    amount: dict[str, Any] = {"refund": usd(refund)} if refund is not None else {}
    fact = told_of("mediation.decided", day, mediation_id="M-1", in_favour_of=favour, **amount, **more)
    return mediating().then(fact)


@pytest.mark.parametrize("favour", RULED)
def test_a_ruling_that_stands_closes_the_case_for_whom_it_was(favour):
    """G2.3b: ruling stands, case closes; the outcome is for whom a ruling was."""
    told = ruled(favour, refund=None)
    assert told.statuses()[-2:] == ["in_mediation", "decided"]
    assert [(told.case(day).status, told.case(day).outcome) for day in (14.9, 15)] == [
        (Status.DECIDED, None),
        (Status.CLOSED, RULED[favour]),
    ]


@pytest.mark.parametrize(("favour", "refund"), [("customer", 2400), ("split", 1000), ("seller", 200)])
def test_a_ruling_that_is_paid_in_full_closes_the_case(favour, refund):
    """G2.3b: a partial settlement does not close the case, the whole does."""
    told = ruled(favour, refund=refund)
    part = told.then(told_of("refund.settled", 9, amount=usd(refund - 1), reference="P-1"))
    assert (part.case(9).status, part.case(9).unsettled) == (
        Status.DECIDED,
        told.case(8).due.model_copy(update={"minor": 1}),
    )
    whole = part.then(told_of("refund.settled", 10, amount=usd(1), reference="P-2"))
    assert (whole.case(10).status, whole.case(10).outcome) == (Status.CLOSED, RULED[favour])


def test_a_ruling_stands_before_what_was_agreed():
    """G2.3b: what is to be paid is by the latest ruling, else by the agreement."""
    agreed = (
        opened()
        .give(3, "accept_return")
        .then(
            told_of("mediation.opened", 4, mediation_id="M-1", opened_by="customer"),
            told_of("mediation.decided", 5, mediation_id="M-1", in_favour_of="split", refund=usd(700)),
        )
    )
    case = agreed.case(5)
    assert case.due is not None
    assert (case.due.minor, case.status) == (700, Status.DECIDED)


def test_a_ruled_refund_stays_overdue_after_the_end_and_can_still_be_recorded():
    """G2.3b: settle 5 days after a ruling; overdue, on the list of what is overdue."""
    told = ruled()
    assert (told.case(20).status, told.case(20).unsettled) == (Status.CLOSED, told.case(20).due)
    assert told.deadline(20, "settle").at == on(13)
    paid = told.give(20, "record_settlement", kind="refund")
    assert (paid.case(20).unsettled, paid.case(20).outcome) == (None, Outcome.RULED_CUSTOMER)
    assert rules_flagged(paid.case(20)) == set()
    with pytest.raises(StopIteration):
        paid.deadline(20, "settle")


def test_a_desk_records_a_ruling_once():
    """G2.3b: told by a desk where the platform does not push."""
    told = mediating().give(8, "record_ruling", kind="mediation", id="M-1", in_favour_of="customer", refund=usd(2400))
    case = told.case(8)
    assert (case.status, case.timeline[-1].by) == (Status.DECIDED, Party.PLATFORM)
    assert "told before" in told.refusal(9, "record_ruling", kind="mediation", id="M-1", in_favour_of="seller").why
    again = told.then(told_of("mediation.decided", 9, mediation_id="M-1", in_favour_of="customer", refund=usd(2400)))
    assert len(again.case(9).rounds) == 1
    assert rules_flagged(again.case(9)) == set()


def test_a_ruling_out_of_the_blue_is_a_round_of_its_own():
    """G2.3b: facts of the platform apply from every open state."""
    told = opened().then(told_of("mediation.decided", 3, mediation_id="M-9", in_favour_of="customer", refund=usd(5)))
    (found,) = told.case(3).rounds
    assert (told.case(3).status, found.id, found.opened_by) == (Status.DECIDED, "M-9", Party.PLATFORM)


def test_the_platform_can_mediate_again_after_a_ruling():
    """G2.3b: earlier rounds stay as they were (number 117 of docs/reliability.md)."""
    told = ruled().then(
        told_of("mediation.opened", 9, mediation_id="M-2", opened_by="platform"),
        told_of("mediation.decided", 10, mediation_id="M-2", in_favour_of="seller"),
    )
    first, second = told.case(10).rounds
    assert (first.in_favour_of, first.status, second.in_favour_of) == ("customer", RoundStatus.DECIDED, "seller")
    assert told.case(10).due is None


def test_an_opening_dated_after_its_own_ruling_opens_nothing_again():
    """G2.3b: platforms date their facts as they like."""
    told = ruled(day=8).then(told_of("mediation.opened", 9, mediation_id="M-1", opened_by="seller"))
    assert told.case(9).status is Status.DECIDED
    other = mediating().then(
        told_of("mediation.decided", 7, mediation_id="M-3", in_favour_of="seller"),
        told_of("mediation.opened", 8, mediation_id="M-3", opened_by="customer"),
    )
    assert other.case(8).status is Status.DECIDED
    assert other.entry(8, "mediation.opened").no_effect_because == "the mediation is decided already"


def test_of_two_rulings_of_one_instant_the_appeal_is_the_later():
    """G2.5a: a ruling on the appeal is a new round."""
    told = ruled(day=8).then(told_of("appeal.decided", 8, appeal_id="A-1", in_favour_of="seller"))
    assert told.case(8).ruling.id == "A-1"


def test_a_ruling_leaves_nothing_for_the_outside_to_do():
    """G2.3b: a request that led to a ruling stands, and is not wanted any more."""
    assert [effect.wanted for effect in effects(ruled().file(8))] == [False]


def test_a_ruling_for_the_seller_without_a_refund_leaves_nothing_to_settle():
    """G2.3b: what a ruling does not name is not due."""
    told = ruled("seller", refund=None)
    assert "nothing is agreed or ruled" in told.refusal(9, "record_settlement", kind="refund", amount=usd(1)).why


@pytest.mark.parametrize("favour", ["customer", "split"])
def test_a_ruling_without_an_amount_is_flagged_until_somebody_pays(favour):
    """G2.3b: for the customer without an amount: flagged, and what is due is found out."""
    told = ruled(favour, refund=None)
    (review,) = told.case(9).reviews
    assert (review.sentence.code, "named no amount" in review.detail) == ("ruling-without-amount", True)
    assert "name the amount" in told.refusal(9, "record_settlement", kind="refund").why
    paid = told.give(9, "record_settlement", kind="refund", amount=usd(2000), reference="P-1")
    assert (paid.case(9).status, paid.case(9).reviews) == (Status.DECIDED, ())


def test_a_ruling_without_an_amount_is_paid_within_the_order():
    """G2.3a: what we promise never exceeds the order."""
    told = ruled("customer", refund=None)
    assert "no more than 40.00 USD" in told.refusal(9, "record_settlement", kind="refund", amount=usd(4001)).why


@pytest.mark.parametrize(
    ("favour", "refund", "flagged"),
    [("seller", None, True), ("split", 600, True), ("split", 1000, False), ("customer", None, False)],
)
def test_what_was_paid_before_a_ruling_that_grants_less_is_flagged(favour, refund, flagged):
    """G2.3b: a settlement is never undone, and excess is kept and flagged."""
    amount = {"refund": usd(refund)} if refund is not None else {}
    paid = mediating().then(told_of("refund.settled", 7, amount=usd(1000), reference="P-1"))
    told = paid.then(told_of("mediation.decided", 8, mediation_id="M-1", in_favour_of=favour, **amount))
    assert ("G3.1" in rules_flagged(told.case(8))) is flagged
