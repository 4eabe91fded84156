"""The mediation desk: what is filed, how often, whatever happens to its process and its messages."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from chalicelib.values.states import RoundStatus
from local.invocation import LambdaContext
from local.platform_simulator import Fault
from tests.usecases.escalation import NOTHING, Escalation, delete, failing, give_up, mediate, received
from tests.world.wire import Killed, Refusal


def test_a_request_is_filed_and_the_case_shows_the_platforms_reference(cloud, case, platform):
    assert mediate(received(cloud)) == NOTHING

    [filing] = platform.filings
    assert filing.key == case.round.effect_id == filing.message["id"]
    assert filing.message["subject"] == case.case_id
    assert (case.round.status, case.round.reference) == (RoundStatus.FILED, filing.reference)
    assert case.desk_rows == [f"desk#filed#{filing.key}"]


def test_with_a_request_goes_the_dossier_as_it_stood_when_it_was_made(cloud, office, platform):
    case = Escalation(office)
    case.escalate()
    photo = case.attach("photo", b"as it looked")
    case.flow()
    records = received(cloud)
    platform.fail_next(Fault.LOST)
    mediate(records)
    case.tell("message.posted", text="I will add something")
    case.attach("photo", b"too late for this filing")

    assert mediate(records) == NOTHING
    [first, again] = platform.bodies
    assert first == again
    dossier = platform.filings[0].message["data"]["dossier"]
    assert [exhibit["evidence_id"] for exhibit in dossier["evidence"]] == [photo]
    assert dossier["case"]["status"] == "mediation_requested"
    assert dossier["order"]["customer"] == {"name": "Ada Buyer"}
    assert "message.posted" not in {entry["type"] for entry in dossier["timeline"]}


def test_a_dossier_holds_the_request_also_where_the_projectors_clock_is_behind(cloud, office, platform):
    case = Escalation(office)
    case.escalate()
    cloud.clock.forward(seconds=-1)  # so that the case is older than its row, and the request is not
    case.flow()

    assert mediate(received(cloud)) == NOTHING
    dossier = platform.filings[0].message["data"]["dossier"]
    assert [found["effect_id"] for found in dossier["rounds"]] == [platform.filings[0].key]


@pytest.mark.parametrize("later", [{"seconds": 1}, {"weeks": 6}], ids=["again", "redriven-after-weeks"])
def test_what_is_filed_is_not_filed_again(cloud, case, platform, later):
    """It holds numbers 73 and 78 of docs/reliability.md."""
    records = received(cloud)
    mediate(records)
    cloud.clock.forward(**later)

    assert mediate(records) == NOTHING
    assert len(platform.attempts) == 1
    assert len(case.desk_rows) == 1


def test_a_withdrawal_that_overtakes_its_request_leaves_nothing_filed(cloud, case, platform):
    """It holds number 73 of docs/reliability.md."""
    case.tell("return.withdrawn")
    case.flow()
    request, withdrawal = received(cloud)

    assert mediate([withdrawal, request]) == NOTHING
    assert platform.filings == []


def test_killed_after_filing_and_before_its_row_the_desk_files_again_under_the_same_key(cloud, case, platform):
    """It holds number 74 of docs/reliability.md."""
    records = received(cloud)
    cloud.wire.cut("PutItem", Killed())
    with pytest.raises(Killed):
        mediate(records)
    assert (len(platform.filings), case.desk_rows) == (1, [])

    assert mediate(records) == NOTHING
    assert len(set(platform.attempts)) == 1
    assert len(platform.attempts) == 2
    assert case.round.reference == platform.filings[0].reference


@pytest.mark.parametrize("answered", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", ["Query", "GetParameter", "PutItem"])
def test_killed_at_any_call_the_desk_ends_where_it_would_have_without(cloud, open_office, platform, call, answered):
    """It holds number 74 of docs/reliability.md."""
    case = Escalation(open_office()).begin()
    open_office()  # a process that knows nothing yet: it makes every call
    records = received(cloud)
    cloud.wire.cut(call, Killed(), answered=answered)
    with pytest.raises(Killed):
        mediate(records)
    open_office()

    assert mediate(records) == NOTHING
    [filing] = platform.filings
    assert case.desk_rows == [f"desk#filed#{filing.key}"]
    assert case.round.reference == filing.reference


def test_a_row_whose_answer_is_lost_is_written_once(cloud, case, platform):
    """It holds number 74 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Refusal("InternalServerError", status=500), answered=True)
    assert mediate(received(cloud)) == NOTHING
    assert len(case.desk_rows) == len(platform.attempts) == 1


def test_a_request_withdrawn_while_on_the_queue_is_not_filed(cloud, case, platform):
    """It holds number 74 of docs/reliability.md."""
    records = received(cloud)
    case.tell("return.withdrawn")

    assert mediate(records) == NOTHING
    assert platform.attempts == []
    assert case.desk_rows == []


def test_a_withdrawal_reaches_a_platform_whose_filing_left_no_row(cloud, case, platform):
    """It holds number 74 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Killed())
    records = received(cloud)
    with pytest.raises(Killed):
        mediate(records)
    case.tell("return.withdrawn")
    case.flow()

    assert mediate(records) == NOTHING
    [filing] = platform.filings
    delete(cloud, *records)
    assert mediate(received(cloud)) == NOTHING
    assert platform.taken_back == [filing.key]


def test_a_withdrawn_filing_is_withdrawn_at_the_platform_too(cloud, case, platform):
    records = received(cloud)
    mediate(records)
    delete(cloud, *records)
    case.tell("return.withdrawn")
    case.flow()

    [withdrawal] = received(cloud)
    assert mediate([withdrawal]) == mediate([withdrawal]) == NOTHING
    assert platform.taken_back == [platform.filings[0].key]


def test_two_desks_with_the_same_message_make_one_filing(cloud, case, platform):
    """It holds number 75 of docs/reliability.md."""
    records = received(cloud)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(mediate, [records] * 4))

    assert answers == [NOTHING] * 4
    assert len(platform.filings) == len(case.desk_rows) == 1


def test_of_ten_messages_one_bad_one_and_what_follows_in_its_group_come_back(cloud, office, platform):
    """It holds number 77 of docs/reliability.md."""
    for number in (1, 2, 3):
        Escalation(office, order_number=f"A-{number}").begin()
    first, second, third = received(cloud)
    bad = copy_of(second, body="not one of ours")
    behind = [second, copy_of(second), copy_of(second)]
    before_and_between = [first, copy_of(first), third, copy_of(third), copy_of(first), copy_of(third)]
    one, two, three, four, five, six = before_and_between
    batch = [one, two, bad, behind[0], three, behind[1], four, five, behind[2], six]

    assert mediate(batch) == failing(bad, *behind)
    assert {filing.message["subject"] for filing in platform.filings} == {"alibaba.A-1.R-1", "alibaba.A-3.R-1"}


def copy_of(record, **changed):
    return {**record, "messageId": str(uuid4()), **changed}


def test_a_store_that_fails_has_the_message_come_back(cloud, case, platform):
    records = received(cloud)
    cloud.wire.cut("Query", Refusal("AccessDeniedException"))

    assert mediate(records) == failing(*records)
    assert [alarm["what"] for alarm in cloud.alarms] == ["mediation_delayed"]
    assert mediate(records) == NOTHING


def test_with_little_time_left_nothing_is_begun(cloud, case, platform):
    class Ending(LambdaContext):
        def get_remaining_time_in_millis(self):
            return 3_000

    records = received(cloud)
    assert mediate(records, Ending("mediate")) == failing(*records)
    assert platform.attempts == []


def test_a_redrive_after_it_had_failed_files_it_once_and_ends_it(cloud, case, platform):
    """It holds number 78 of docs/reliability.md."""
    records = received(cloud)
    assert (give_up(records), case.round.status) == (failing(*records), RoundStatus.FAILED)
    cloud.clock.forward(seconds=100)

    assert mediate(records) == mediate(records) == NOTHING
    assert (len(platform.attempts), case.round.status) == (1, RoundStatus.FILED)
    assert case.case["tasks"] == []
    assert give_up(records) == NOTHING


def test_of_two_sends_the_one_that_failed_is_repeated_and_nothing_else(cloud, office, platform):
    """It holds number 72 of docs/reliability.md."""
    one, two = (Escalation(office, order_number=f"A-{number}") for number in (1, 2))
    one.escalate()
    two.escalate()
    orders = [("seq-1", one.key.order), ("seq-2", two.key.order)]
    cloud.wire.cut("SendMessage", Refusal("InternalError"))

    assert office.recourse.projector.project_batch(orders) == ("seq-1",)
    assert office.recourse.projector.project_batch(orders) == ()
    assert office.recourse.projector.project_batch(orders) == ()
    mediate(received(cloud))
    assert sorted(platform.attempts) == sorted([one.round.effect_id, two.round.effect_id])


def test_a_message_about_an_effect_that_no_log_has_is_dropped(cloud, case, platform):
    [record] = received(cloud)
    forged = copy_of(record, body=record["body"].replace(case.round.effect_id, "0" * 64))
    assert mediate([forged]) == NOTHING
    assert platform.attempts == []
    assert [alarm["what"] for alarm in cloud.alarms] == ["effect_unknown"]


def test_what_is_filed_are_the_bytes_of_the_log_not_those_of_the_queue(cloud, case, platform):
    [record] = received(cloud)
    mediate([copy_of(record, body=record["body"].replace("no agreement", "give me everything"))])
    [filing] = platform.filings
    assert filing.message["data"]["request"]["why"] == "no agreement"
