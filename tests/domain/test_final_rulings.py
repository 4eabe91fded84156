"""Rulings that we have won, and rulings that are final: nothing says that we appeal them."""

import pytest

from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.readiness import readiness
from chalicelib.values.vocabulary import Outcome, Party, RoundKind, Status
from tests.domain.histories import evidence, on, opened, policies, told_of, usd
from tests.domain.standings import LATE, STANDINGS

OURS = {"grounds": "look again", "evidence": ["E-1", "E-2"]}
LOST = {"in_favour_of": "customer", "refund": usd(2400)}
WON = {"in_favour_of": "seller"}


def ruled(**ruling):
    """A mediation that is decided on day 8, and the evidence for an appeal."""
    files = (*evidence(7, "E-1", "logistics"), *evidence(7, "E-2", "photo"))
    return opened().then(told_of("mediation.decided", 8, mediation_id="M-1", **ruling), *files)


def waits(told, day):
    """The deadlines that run on a day, with the party that has to act."""
    return [(found.name, found.who) for found in deadlines(told.case(day))]


def test_a_ruling_that_we_have_won_is_not_ours_to_appeal():
    won = ruled(**WON)
    assert "the ruling is for you" in won.refusal(9, "file_appeal", **OURS).why
    assert "file_appeal" not in won.actions(9)


def test_the_customer_may_appeal_what_we_have_won_until_the_window_ends():
    won = ruled(**WON)
    assert waits(won, 9) == [("appeal", Party.CUSTOMER)]
    assert (won.case(14.9).outcome, won.case(15).outcome) == (None, Outcome.RULED_SELLER)


def test_an_appeal_that_we_have_won_leaves_nothing_to_appeal():
    won = ruled(**LOST).give(9, "file_appeal", **OURS).then(told_of("appeal.decided", 12, appeal_id="A-1", **WON))
    assert (waits(won, 13), "file_appeal" in won.actions(13)) == ([], False)
    assert won.case(40).status is Status.DECIDED


def test_an_appeal_that_we_have_lost_is_the_last_one_and_is_to_be_paid():
    lost = ruled(**LOST).give(9, "file_appeal", **OURS).then(told_of("appeal.decided", 12, appeal_id="A-1", **LOST))
    assert (waits(lost, 13), "file_appeal" in lost.actions(13)) == ([("settle", Party.SELLER)], False)


def test_an_appeal_that_the_policy_still_allows_keeps_its_deadline():
    twice = policies(appeals={"rounds": 2})
    told = ruled(**LOST).under(twice).give(9, "file_appeal", **OURS)
    lost = told.then(told_of("appeal.decided", 12, appeal_id="A-1", **LOST))
    assert ("appeal", Party.SELLER) in waits(lost, 13)
    assert "file_appeal" in lost.actions(13)


def test_a_day_that_the_platform_names_lets_the_customer_appeal_whatever_our_policy_says():
    won = ruled(**LOST).give(9, "file_appeal", **OURS)
    named = won.then(told_of("appeal.decided", 12, appeal_id="A-1", **WON, appeal_until=on(14)))
    assert waits(named, 13) == [("appeal", Party.CUSTOMER)]


def test_an_appeal_without_the_evidence_that_it_needs_is_no_action_yet():
    told = opened().then(told_of("mediation.decided", 8, mediation_id="M-1", **LOST))
    assert "file_appeal" not in told.actions(9)
    assert "file_appeal" not in told.then(*evidence(8.5, "E-1", "photo")).actions(9)
    both = (*evidence(8.5, "E-1", "photo"), *evidence(8.5, "E-2", "logistics"))
    assert "file_appeal" in told.then(*both).actions(9)


READY_FOR = {
    **dict.fromkeys((Status.REQUESTED, Status.NEGOTIATING, Status.REFUSED), RoundKind.MEDIATION),
    **dict.fromkeys((Status.MEDIATION_REQUESTED, Status.IN_MEDIATION), RoundKind.MEDIATION),
    **dict.fromkeys((Status.DECIDED, Status.APPEAL_REQUESTED, Status.IN_APPEAL), RoundKind.APPEAL),
}


@pytest.mark.parametrize("status", Status)
def test_evidence_is_ready_for_what_can_come_in_a_state(status):
    """G2.5b: ready for a mediation or an appeal, only if it can come."""
    found = readiness(STANDINGS[status].case(LATE))
    assert found.ready_for == READY_FOR.get(status)
    if found.ready_for is None:
        assert (found.ready, found.missing) == (False, ())


def test_evidence_is_ready_for_nothing_once_a_ruling_is_final():
    won = ruled(**LOST).give(9, "file_appeal", **OURS).then(told_of("appeal.decided", 12, appeal_id="A-1", **WON))
    assert readiness(won.case(13)).ready_for is None
