"""A closed case is reopened by the platform's own proceedings, and whatever else comes is flagged.

It holds number 107 of docs/reliability.md.
"""

import pytest

from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.effects import effects
from chalicelib.values.vocabulary import Favour, Outcome, Party, Status
from tests.domain.histories import Story, evidence, offer, on, opened, requested, rules_flagged, told_of, usd

OPENED = told_of("mediation.opened", 5, mediation_id="M-1", opened_by="customer")
APPEALED = told_of("appeal.opened", 5, appeal_id="A-1", opened_by="customer")


def withdrawn() -> Story:
    return opened().then(told_of("return.withdrawn", 3))


def refunded() -> Story:
    return opened().give(3, "accept_return").then(told_of("refund.settled", 4, amount=usd(2400), reference="P-1"))


ENDS = {"withdrawn": withdrawn(), "refunded": refunded()}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("proceeding", "state"), [(OPENED, Status.IN_MEDIATION), (APPEALED, Status.IN_APPEAL)])
def test_a_proceeding_that_the_platform_opens_reopens_the_case(end, proceeding, state):
    """G2.3b: reopened whatever its end, without an outcome until it ends again."""
    case = ENDS[end].then(proceeding).case(6)
    assert (case.status, case.outcome) == (state, None)
    assert "evidence" in {deadline.name for deadline in deadlines(case)}
    assert rules_flagged(case)


def test_evidence_can_be_handed_in_to_a_reopened_case():
    """G2.5b: evidence for the mediator."""
    case = withdrawn().then(OPENED, *evidence(5.5, "E-1", "photo")).case(6)
    assert [file.status for file in case.evidence] == ["stored"]


def test_a_reopened_case_ends_by_its_ruling_and_what_was_paid_stays_paid():
    """G2.3b: a ruling ends it as in any case."""
    ruling = told_of("mediation.decided", 6, mediation_id="M-1", in_favour_of="customer", refund=usd(2400))
    case = refunded().then(OPENED, ruling).case(20)
    assert (case.outcome, case.unsettled, str(case.settled)) == (Outcome.RULED_CUSTOMER, None, "24.00 USD")


def test_a_withdrawal_ends_a_reopened_case_again():
    """G2.3b: a withdrawal ends it as in any case."""
    case = withdrawn().then(OPENED, told_of("return.withdrawn", 6)).case(7)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.WITHDRAWN)


def test_a_proceeding_that_was_ruled_on_does_not_reopen_the_case():
    """G2.3b: only an id that was not ruled on reopens."""
    ruled = opened().then(told_of("mediation.decided", 3, mediation_id="M-1", in_favour_of="seller"))
    case = ruled.then(told_of("mediation.opened", 15, mediation_id="M-1", opened_by="customer")).case(16)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.RULED_SELLER)


def test_a_reopened_case_requests_nothing_by_itself():
    """G2.3b: the platform has the case already."""
    assert not [effect for effect in effects(withdrawn().then(OPENED).file(30)) if effect.wanted]


LATE = {
    "requested again": requested(5),
    "goods sent": told_of("return.shipped", 5),
    "goods back": told_of("return.delivered", 5),
    "an offer": offer(5),
    "a contest": told_of("return.contested", 5),
    "new lines": told_of("return.updated", 5, reason={"code": "defective"}),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("late", LATE)
def test_what_would_have_counted_in_an_open_case_is_kept_without_effect_and_flagged(end, late):
    """G3.1: a person is told: the customer waits, or the goods stand in the warehouse."""
    before = ENDS[end].case(6)
    after = ENDS[end].then(LATE[late]).case(6)
    assert (after.status, after.outcome, after.offers) == (before.status, before.outcome, before.offers)
    assert rules_flagged(after) - rules_flagged(before) == {"after-the-end"}


@pytest.mark.parametrize(
    "quiet",
    [
        told_of("message.posted", 5, text="thank you"),
        told_of("return.updated", 5, platform_status="CLOSED"),
        requested(2, return_id="R-1"),
    ],
    ids=["a message", "a status", "the same request again"],
)
def test_a_message_or_a_repeat_after_the_end_is_not_flagged(quiet):
    """G3.3: a message is shown and not flagged."""
    assert rules_flagged(withdrawn().then(quiet).case(6)) == rules_flagged(withdrawn().case(6))


def test_a_second_withdrawal_says_nothing_new():
    """G2.3b: the case has ended so already."""
    assert rules_flagged(withdrawn().then(told_of("return.withdrawn", 5)).case(6)) == set()


def test_an_act_of_ours_after_the_end_is_not_flagged_as_the_customers():
    """G3.1: the root cause of a closed case is told."""
    case = refunded().give(6, "close_case", root_cause="wrong label").case(7)
    assert "after-the-end" not in rules_flagged(case)


def paid_once(case: Case) -> bool:
    return case.settled is not None and case.settled.minor == 2400


def test_a_ruling_after_the_end_still_counts():
    """G2.3b: rulings and settlements count, as before."""
    ruling = told_of("mediation.decided", 6, mediation_id="M-9", in_favour_of="customer", refund=usd(2400))
    case = refunded().then(ruling).case(20)
    assert (case.outcome, paid_once(case)) == (Outcome.RULED_CUSTOMER, True)
    assert case.ruling is not None
    assert (case.ruling.in_favour_of, case.ruling.opened_by, case.ruling.decided_at) == (
        Favour.CUSTOMER,
        Party.PLATFORM,
        on(6),
    )
