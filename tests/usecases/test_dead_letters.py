"""A dead letter is recorded as failed, waits for a redrive, and is deleted once its request has ended."""

import json

import pytest

import app
from chalicelib.aws.mediation_queue import MediationQueue
from chalicelib.usecases.filing_endpoint import FilingEndpoint
from chalicelib.values.states import RoundStatus
from local.pump import drain
from local.queue_pump import QueuePump
from tests.usecases.escalation import NOTHING, Escalation, delete, failing, give_up, mediate, received
from tests.world.wire import Refusal

GARBAGE = "not one of ours"


@pytest.fixture
def office(cloud, world):
    """A process whose connection points at an endpoint that is down.

    Nothing waits on the queues.
    """
    cloud.file_at("http://127.0.0.1:1/filings")
    world.endpoint = FilingEndpoint()
    redrive = {"deadLetterTargetArn": arn(cloud, cloud.settings.mediation_dlq_url), "maxReceiveCount": 5}
    cloud.clients.sqs.set_queue_attributes(
        QueueUrl=cloud.settings.mediation_queue_url, Attributes={"RedrivePolicy": json.dumps(redrive)}
    )
    world.restart()
    return world


def arn(cloud, url):
    found = cloud.clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return found["Attributes"]["QueueArn"]


@pytest.fixture
def queue(cloud, office, monkeypatch):
    """Both queues driven as AWS drives them, without anybody's patience."""
    monkeypatch.setattr("chalicelib.usecases.mediation_desk.PAUSES", ())
    sqs, settings = cloud.clients.sqs, cloud.settings
    return [
        QueuePump(sqs, settings.mediation_queue_url, app.mediate, name="mediate"),
        QueuePump(sqs, settings.mediation_dlq_url, app.dead_letters, name="dead_letters"),
    ]


def left_on(cloud, url):
    wanted = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    counted = cloud.clients.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=wanted)["Attributes"]
    return sum(map(int, counted.values()))


def test_what_was_tried_in_vain_is_failed_and_a_person_has_a_task_with_a_deadline(cloud, case, queue):
    drain(queue)

    assert case.desk_rows == [f"desk#failed#{case.round.effect_id}"]
    assert case.round.status is RoundStatus.FAILED
    [task] = case.case["tasks"]
    assert (task["kind"], task["effect_id"]) == ("file_by_hand", case.round.effect_id)
    assert case.case["deadline"] is not None
    assert left_on(cloud, cloud.settings.mediation_queue_url) == 0
    assert left_on(cloud, cloud.settings.mediation_dlq_url) == 1
    assert [alarm["what"] for alarm in cloud.alarms] == ["filing_failed"]


def test_a_poison_message_ends_in_the_dead_letter_queue_while_other_cases_flow(cloud, office, queue):
    """It holds number 76 of docs/reliability.md."""
    cloud.file_at(None)
    blocked, free = (Escalation(office, order_number=f"A-{number}") for number in (1, 2))
    blocked.begin()
    [record] = received(cloud)
    delete(cloud, record)
    url, group = cloud.settings.mediation_queue_url, record["attributes"]["MessageGroupId"]
    for name, body in (("poison", GARBAGE), ("behind it", record["body"])):
        cloud.clients.sqs.send_message(
            QueueUrl=url, MessageBody=body, MessageGroupId=group, MessageDeduplicationId=name.replace(" ", "-")
        )
    free.begin()

    queue[0].pump_once()
    assert blocked.desk_rows == []
    drain(queue)
    assert [each.desk_rows for each in (blocked, free)] == [
        [f"desk#left#{each.round.effect_id}"] for each in (blocked, free)
    ]
    assert left_on(cloud, url) == 0
    assert left_on(cloud, cloud.settings.mediation_dlq_url) == 1


def test_a_dead_letter_is_recorded_once_however_often_it_is_looked_at(cloud, case):
    records = received(cloud)
    assert give_up(records) == give_up(records) == failing(*records)
    assert len(case.desk_rows) == 1
    assert len(cloud.alarms) == 1


@pytest.mark.parametrize("later", [{"minutes": 1}, {"weeks": 6}], ids=["redriven", "redriven-after-weeks"])
def test_a_redrive_of_a_failed_request_is_dealt_with_and_the_dead_letter_let_go(cloud, case, later):
    """It holds number 78 of docs/reliability.md."""
    records = received(cloud)
    give_up(records)
    cloud.clock.forward(**later)
    case.done("record_filing", role="desk", effect_id=case.round.effect_id, reference="by hand 7")
    before = case.desk_rows

    assert mediate(records) == NOTHING
    assert give_up(records) == NOTHING
    assert case.desk_rows == before
    assert case.round.reference == "by hand 7"


def test_a_dead_letter_of_a_withdrawn_request_is_removed(cloud, case):
    records = received(cloud)
    case.tell("return.withdrawn")
    assert give_up(records) == NOTHING
    assert case.desk_rows == []


def test_a_withdrawal_that_never_reached_the_platform_raises_an_alarm(cloud, case):
    case.tell("return.withdrawn")
    case.flow()
    request, withdrawal = received(cloud)
    assert give_up([request, withdrawal]) == give_up([withdrawal]) == NOTHING
    assert [alarm["what"] for alarm in cloud.alarms] == ["withdrawal_not_received"]


@pytest.mark.parametrize(("receives", "pause"), [(1, 1), (6, 1), (7, 2), (10, 16), (17, 2048), (18, 3600), (999, 3600)])
def test_a_dead_letter_is_looked_at_at_intervals_that_grow_to_an_hour(cloud, case, monkeypatch, receives, pause):
    held = []
    monkeypatch.setattr(MediationQueue, "hold", lambda _self, _message, time: held.append(time.total_seconds()) or True)
    [record] = received(cloud)
    record["attributes"]["ApproximateReceiveCount"] = str(receives)

    assert give_up([record]) == failing(record)
    assert held == [pause]


def test_a_withdrawal_whose_end_cannot_be_noted_stays(cloud, case):
    case.tell("return.withdrawn")
    case.flow()
    _, withdrawal = received(cloud)
    cloud.wire.cut("UpdateItem", Refusal("InternalServerError", 500), times=5)

    assert give_up([withdrawal]) == failing(withdrawal)
    assert give_up([withdrawal]) == NOTHING
    assert [alarm["what"] for alarm in cloud.alarms] == ["withdrawal_not_received"]


def test_a_dead_letter_that_is_not_ours_stays_and_alarms(cloud, case):
    """It holds number 76 of docs/reliability.md."""
    [record] = received(cloud)
    garbage = record | {"body": GARBAGE}
    assert give_up([garbage]) == failing(record)
    assert [alarm["what"] for alarm in cloud.alarms] == ["dead_letter_not_ours"]
    assert GARBAGE not in str(cloud.lines)
