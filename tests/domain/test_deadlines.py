from dataclasses import replace

import pytest

from chalicelib.domain.deadlines import NAMES, deadlines, next_to_act
from chalicelib.domain.lifecycle import WAITS, WITHOUT_DEADLINE
from chalicelib.domain.waits import ESCALATE
from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import offer, on, opened, policies, told_of, usd
from tests.domain.standings import LATE, STANDINGS

UNFILED = "the platform has not got the request, and does not act on it"
# Per wait: a state that it runs in, since which day of its history, how many days, who must act, what silence does.
TABLE = {
    "respond": (Status.REQUESTED, 25, 3, "seller", "either side may escalate, also without a declined offer"),
    "negotiation": (Status.REQUESTED, 25, 7, "seller", "the case is escalated to the platform for mediation"),
    "contest": (Status.REFUSED, 26, 7, "customer", "the refusal stands and the case closes"),
    "ship_back": (Status.AGREED, 26, 10, "customer", "the case closes as expired"),
    "inspect": (Status.INSPECTING, 26.2, 3, "seller", "the goods count as accepted"),
    "settle": (Status.SETTLING, 27, 5, "seller", "the settlement is overdue and the customer may turn to the platform"),
    "to_file": (Status.MEDIATION_REQUESTED, 26.1, 1, "seller", UNFILED),
    "take_up": (Status.MEDIATION_REQUESTED, 26.2, 5, "platform", "ask the platform again to begin"),
    "evidence": (Status.IN_MEDIATION, 26.2, 3, "seller", "the mediator decides without further evidence"),
    "ruling": (Status.IN_MEDIATION, 26.2, 10, "platform", "ask the platform again for its ruling"),
    "appeal": (Status.DECIDED, 26.3, 7, "seller", "the ruling stands and the case closes"),
}
AFTERWARDS = {
    "contest": (Status.CLOSED, Outcome.REFUSED),
    "ship_back": (Status.CLOSED, Outcome.EXPIRED),
    "inspect": (Status.SETTLING, None),
    "appeal": (Status.CLOSED, Outcome.RULED_CUSTOMER),
}


def standing(name):
    """A case in the state of a deadline. The platform's time to take a request up begins when it is filed."""
    asked = STANDINGS[TABLE[name][0]]
    if name != "take_up":
        return asked
    return asked.give(26.2, "record_filing", effect_id=asked.case(26.2).rounds[0].effect_id, reference="MED-1")


@pytest.mark.parametrize("name", [wait.name for wait in WAITS])
def test_a_deadline_shows_who_must_act_by_when_and_what_happens_if_nobody_does(name):
    """G2.3b: a case always tells who must act, by when, and what happens if nobody does, with the rule."""
    _, since, length, who, if_silent = TABLE[name]
    found = standing(name).deadline(LATE - 0.5, name)
    assert (found.at, found.who, found.if_silent) == (on(since + length), who, if_silent)
    assert found.rule.startswith("G")


@pytest.mark.parametrize("name", AFTERWARDS)
def test_a_deadline_acts_at_its_own_instant_however_late_the_case_is_read(name):
    """G2.3b: passed deadlines act at their own instant, whenever they are noticed."""
    status, since, length, *_ = TABLE[name]
    told, ends = STANDINGS[status], on(since + length)
    before, after = told.case(on(since + length, ms=-1)), told.case(on(since + length))
    assert (before.status, (after.status, after.outcome)) == (status, AFTERWARDS[name])
    assert (after.since, told.entry(ends, f"deadline.{name}").at) == (ends, ends)


@pytest.mark.parametrize("name", ["to_file", "take_up", "ruling", "settle"])
def test_a_deadline_without_an_end_of_its_own_stays_overdue(name):
    """G2.3b: a task to chase the platform; overdue, on the list of what is overdue."""
    status, since, length, *_ = TABLE[name]
    found = standing(name).deadline(500, name)
    assert found.at == on(since + length)
    assert standing(name).case(500).status is status


def test_a_deadline_that_changes_nothing_is_gone_once_it_passed():
    """G2.3b: silence changes nothing by itself."""
    status, since, length, *_ = TABLE["evidence"]
    with pytest.raises(StopIteration):
        STANDINGS[status].deadline(on(since + length), "evidence")


def test_a_request_that_nobody_answers_stays_overdue_until_it_is_answered():
    """G2.3b: respond overdue stays visible."""
    overdue = opened().deadline(5, "respond")
    assert (overdue.at, deadlines(opened().case(6))[0].name) == (on(5), "respond")
    with pytest.raises(StopIteration):
        opened().give(5.5, "make_offer", resolution="exchange").deadline(6, "respond")


def test_an_offer_has_a_deadline_of_its_own_for_the_other_side():
    """G2.3a: each offer with its expiry."""
    found = opened().then(offer(3, expires_at=on(5))).deadline(4, "offer")
    assert (found.at, found.who, found.subject) == (on(5), "seller", "C-1")


def test_a_sellers_answer_ends_the_time_to_respond():
    """G2.3b: respond to a return request."""
    with pytest.raises(StopIteration):
        opened().give(3, "make_offer", resolution="exchange").deadline(3, "respond")


def test_the_earliest_deadline_comes_first():
    """G2.3b: the earliest of deadlines."""
    running = deadlines(opened().then(offer(2.5, expires_at=on(4))).case(3))
    assert [found.name for found in running] == ["offer", "respond", "negotiation"]


def test_the_names_of_deadlines_are_listed_for_the_documents():
    assert set(NAMES) == {*TABLE, "offer"}
    assert len(NAMES) == len(set(NAMES))


def test_every_number_is_policy():
    """G2.3b: every number is policy data, never code."""
    told = opened().under(policies(deadlines={"respond": {"days": 1}, "negotiation": {"days": 2}}))
    assert [found.at for found in deadlines(told.case(2.5))] == [on(3), on(4)]


@pytest.mark.parametrize("name", ["evidence", "appeal"])
def test_a_day_that_the_platform_sets_stands_before_the_policys(name):
    """G2.5a: what the platform sets, else 7 days; evidence: what the platform sets, else 3 days."""
    told = opened().then(
        told_of("mediation.opened", 3, mediation_id="M-1", opened_by="customer", evidence_due=on(12)),
    )
    if name == "appeal":
        ruling = told_of("mediation.decided", 4, mediation_id="M-1", in_favour_of="seller", appeal_until=on(12))
        told = told.then(ruling)
    assert told.deadline(5, name).at == on(12)


def test_a_day_that_the_platform_sets_in_the_past_acts_when_its_state_begins():
    """G2.5b: platforms set days in the past."""
    told = opened().then(
        told_of("mediation.opened", 6, mediation_id="M-1", opened_by="customer", evidence_due=on(1)),
    )
    assert told.entry(6, "deadline.evidence").at == on(6)
    assert told.case(6).status is Status.IN_MEDIATION


def test_a_filed_request_gives_the_platform_its_time_from_the_filing():
    """G2.3b: the platform takes a filed mediation up: 5 days."""
    asked = STANDINGS[Status.MEDIATION_REQUESTED]
    effect_id = asked.case(27).rounds[0].effect_id
    filed = asked.give(27, "record_filing", effect_id=effect_id, reference="MED-1")
    assert [found.name for found in deadlines(asked.case(27))] == ["to_file"]
    assert [found.name for found in deadlines(filed.case(27))] == ["take_up"]
    assert filed.deadline(27, "take_up").at == on(32)


def test_an_event_in_the_very_instant_of_a_deadline_still_speaks():
    """G2.3b: what is dated on a deadline is in time."""
    agreed = STANDINGS[Status.AGREED]
    assert agreed.case(36).outcome is Outcome.EXPIRED
    in_time = agreed.then(told_of("return.shipped", on(36)))
    assert in_time.case(36).status is Status.RETURNING
    too_late = agreed.then(told_of("return.shipped", on(36, ms=1)))
    assert too_late.case(37).outcome is Outcome.EXPIRED


def test_a_command_on_the_very_instant_of_a_deadline_comes_after_it():
    """G2.3b: our own events sort after what they answer, and that a deadline has acted is part of it."""
    told = STANDINGS[Status.AGREED].give(36, "close_case", root_cause="never sent")
    case = told.case(37)
    assert (case.outcome, case.root_cause) == (Outcome.EXPIRED, "never sent")
    assert told.events[-1].at > on(36)


def test_an_order_that_slept_for_years_wakes_up_as_if_it_had_not():
    """G2.3b: a schedule that slept changes nothing."""
    agreed = opened().give(3, "accept_return").then(told_of("return.shipped", 5), told_of("return.delivered", 6))
    asleep = agreed.case(3000)
    assert (asleep.status, asleep.since) == (Status.SETTLING, on(9))
    assert [entry.at for entry in asleep.timeline if entry.type == "deadline.settle"] == [on(14)]


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.CLOSED])
def test_every_open_state_has_a_deadline_or_a_named_reason_for_none(status):
    """G2.3b: a case always tells who must act, by when."""
    running = deadlines(STANDINGS[status].case(LATE))
    assert running or WITHOUT_DEADLINE[status]


def test_a_closed_case_has_nothing_left_to_wait_for():
    """G2.3b: a deadline is of an open case, except for what is still owed."""
    case = STANDINGS[Status.CLOSED].case(LATE)
    assert (deadlines(case), next_to_act(case)) == ((), None)


def test_a_deadline_that_escalates_says_when_it_will():
    """G2.3b: the automatic escalation waits 15 minutes more (policy)."""
    found = opened().deadline(3, "negotiation")
    assert (found.at, found.acts_at, found.silence) == (on(9), on(9, minutes=15), ESCALATE)


def test_a_partial_payment_does_not_stop_the_clock():
    """G2.3b: a partial settlement does not close the case."""
    told = opened().then(told_of("refund.settled", 3, amount=usd(100)))
    assert told.case(100).status is Status.MEDIATION_REQUESTED


@pytest.mark.parametrize("status", STANDINGS)
def test_no_deadline_looks_at_the_timeline(status):
    """The clock of a fold relies on it: it looks again only if something else of the case changed."""
    case = STANDINGS[status].case(LATE - 1)

    assert case.timeline
    assert deadlines(replace(case, timeline=())) == deadlines(case)
    assert next_to_act(replace(case, timeline=())) == next_to_act(case)
