"""Until a request is filed, a person of the seller's has to file it if the marketplace has no endpoint."""

import pytest

from chalicelib.domain.deadlines import deadlines, to_file_by
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Party, Status
from tests.domain.histories import evidence, on, opened, ours, policies, told_of, usd
from tests.domain.standings import STANDINGS

ASKED = STANDINGS[Status.MEDIATION_REQUESTED]
RULING = {"in_favour_of": "customer", "refund": usd(2400)}


def appealed(**ruling):
    """An appeal on day 12 against a ruling of day 10."""
    files = (*evidence(11, "E-1", "logistics"), *evidence(11, "E-2", "photo"))
    ruled = opened().then(told_of("mediation.decided", 10, mediation_id="M-1", **RULING | ruling), *files)
    return ruled.give(12, "file_appeal", grounds="look again", evidence=["E-1", "E-2"])


def filing(told, day):
    """The state of the newest round, who has to act on it, and by when."""
    case = told.case(day)
    round_, first = case.rounds[-1], deadlines(case)[0]
    return round_.status, first.name, first.who, to_file_by(case, round_)


def left(told, day):
    """The desk has no endpoint to file with, and leaves the request to a person."""
    round_ = told.case(day).rounds[-1]
    data = {"effect_id": round_.effect_id, "kind": round_.kind, "detail": "no endpoint"}
    return told.then(ours("filing.left_to_person", day, by=Party.SYSTEM, return_id="R-1", **data))


def test_a_request_without_a_window_is_filed_within_a_day():
    assert filing(left(ASKED, 26.2), 26.3) == (RoundStatus.REQUESTED, "to_file", Party.SELLER, on(27.1))
    longer = left(ASKED.under(policies(deadlines={"to_file": {"days": 2}})), 26.2)
    assert filing(longer, 26.3)[-1] == on(28.1)


def test_an_appeal_is_filed_until_its_own_window_ends():
    assert filing(left(appealed(), 12.1), 13)[1:] == ("to_file", Party.SELLER, on(17))
    assert filing(left(appealed(appeal_until=on(13)), 12.1), 12.5)[1:] == ("to_file", Party.SELLER, on(13))


@pytest.mark.parametrize("left_to_person", [False, True])
def test_once_it_is_filed_the_platform_has_to_act(left_to_person):
    told = left(appealed(), 12.1) if left_to_person else appealed()
    filed = told.give(13, "record_filing", effect_id=told.case(13).rounds[-1].effect_id, reference="APP-1")
    assert filing(filed, 14) == (RoundStatus.FILED, "take_up", Party.PLATFORM, None)


def test_a_request_that_could_not_be_filed_is_still_to_be_filed():
    round_ = ASKED.case(26.2).rounds[-1]
    data = {"effect_id": round_.effect_id, "kind": "mediation", "detail": "it answered 500"}
    failed = ASKED.then(ours("filing.failed", 26.2, by=Party.SYSTEM, return_id="R-1", **data))
    assert filing(failed, 26.3) == (RoundStatus.FAILED, "to_file", Party.SELLER, on(27.1))


def test_a_request_that_nobody_files_stays_overdue():
    assert filing(left(ASKED, 26.2), 40) == (RoundStatus.REQUESTED, "to_file", Party.SELLER, on(27.1))


def test_a_ruling_ends_the_time_to_file():
    ruled = ASKED.then(told_of("mediation.decided", 26.5, mediation_id="M-1", **RULING))
    assert to_file_by(ruled.case(27), ruled.case(27).rounds[0]) is None
