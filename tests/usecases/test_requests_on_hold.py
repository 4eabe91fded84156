"""Requests on hold: nobody files what is so old that a person has to look first."""

import pytest

from tests.usecases.escalation import NOTHING, Escalation, mediate
from tests.world.sources import batch_of


@pytest.fixture
def case(office):
    """A case whose request was made long after its cause, so that it is on hold."""
    case = Escalation(office)
    asked_at = office.cloud.clock.now
    office.cloud.clock.forward(days=300)
    case.tell("return.requested", at=asked_at)
    case.flow()
    return case


def test_a_request_on_hold_that_reaches_the_queue_is_not_filed(cloud, case, platform):
    """Somebody who may send to the queue could send its bytes."""
    (row,) = case.recourse.log.read(case.key.order).effects
    assert row.held
    cloud.clients.sqs.send_message(
        QueueUrl=cloud.settings.mediation_queue_url,
        MessageBody=row.message.decode(),
        MessageGroupId="g",
        MessageDeduplicationId="d",
    )

    assert mediate(batch_of(*cloud.mediation.batch())["Records"]) == NOTHING

    assert platform.attempts == []
    assert case.desk_rows == []
    assert [alarm["what"] for alarm in cloud.alarms] == ["effect_unknown"]
    assert [task["kind"] for task in case.case["tasks"]] == ["file_by_hand"]
