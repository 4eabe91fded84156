"""The projector under faults: killed anywhere, raced, repeated, late.

The queue learns a thing once.

Numbers 69 to 73 of docs/reliability.md.
"""

import json
from collections import Counter

import pytest

from chalicelib.aws.failures import StoreUnavailable
from chalicelib.usecases.projector import case_row
from chalicelib.values.identifiers import OrderKey
from tests.world.order import usd
from tests.world.wire import Killed, Refusal

ORDER = OrderKey("demo", "alibaba", "A-1001")
REQUESTED, WITHDRAWN = "recourse.mediation.requested", "recourse.mediation.withdrawn"


@pytest.fixture
def shop(shop):
    """A shop whose case is escalated, in the log and nowhere else yet."""
    shop.sell()
    shop.request()
    shop.done("make_offer", resolution="partial_refund", amount=usd(600))
    shop.tell("offer.declined", offer_id="R-1-s1")
    shop.flow()
    shop.done("escalate", reason="no agreement")
    shop.cloud.wire.clear()
    return shop


def project(shop):
    """Project as a process that has just started."""
    shop.cloud.recourse().projector.project(ORDER)


def picture(shop):
    """Return the effect rows and case rows, without the times of their writing."""
    rows = [item for item in shop.cloud.rows() if not item["SK"]["S"].startswith("EVENT#")]
    return [{name: value for name, value in row.items() if name != "attempt"} for row in rows]


def sent(shop):
    """Everything that is on the queue, by type and id.

    A consumer drops what it has seen.
    """
    return Counter((message["type"], message["id"]) for message in shop.messages())


@pytest.fixture
def undisturbed(shop):
    """Return the rows that a projector without faults writes."""
    project(shop)
    return picture(shop)


@pytest.mark.parametrize("answered", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("operation", ["PutItem", "SendMessage", "UpdateItem"])
@pytest.mark.parametrize("fault", [Killed(), Refusal("InternalServerError", 500)], ids=["killed", "refused"])
def test_a_projector_stopped_anywhere_is_made_good_by_the_next(shop, operation, answered, fault):
    """It holds number 69 of docs/reliability.md."""
    times = 1 if isinstance(fault, Killed) else 9
    shop.cloud.wire.cut(operation, fault, answered=answered, times=times)
    with pytest.raises((Killed, StoreUnavailable)):
        project(shop)
    shop.cloud.wire.clear()

    project(shop)

    assert shop.case["rounds"][0]["status"] == "requested"
    assert shop.listed()[0]["status"] == "mediation_requested"
    assert list(sent(shop)) == [(REQUESTED, shop.case["rounds"][0]["effect_id"])]
    before = picture(shop)
    project(shop)
    assert picture(shop) == before


def test_redelivery_is_harmless(shop, undisturbed):
    for _ in range(3):
        project(shop)

    assert picture(shop) == undisturbed
    assert sum(sent(shop).values()) == 1


def test_a_batch_asks_for_each_order_once_and_names_what_failed(shop):
    other = OrderKey("demo", "alibaba", "A-1002")
    shop.order_number = "A-1002"
    shop.request()
    shop.cloud.wire.cut("Query", Refusal("InternalServerError", 500), times=99)
    changes = [("1", ORDER), ("2", ORDER), ("3", other), ("4", ORDER), ("5", other)]

    failed = shop.recourse.projector.project_batch(changes)
    shop.cloud.wire.clear()

    assert failed == ("1", "3")
    assert {line["what"] for line in map(json.loads, shop.cloud.lines)} >= {"projection_delayed"}
    assert shop.recourse.projector.project_batch(changes) == ()
    assert shop.cloud.wire.calls()["SendMessage"] == 1
    assert len(shop.listed()) == 2


def test_a_fault_that_waiting_does_not_mend_raises_an_alarm(shop):
    shop.cloud.wire.cut("Query", Refusal("AccessDeniedException"))

    assert shop.recourse.projector.project_batch([("1", ORDER)]) == ("1",)
    assert [alarm["what"] for alarm in shop.cloud.alarms] == ["projection_delayed"]


class Interrupted:
    """Histories behind whose back something happens after the first reading."""

    def __init__(self, histories, meanwhile):
        self.histories = histories
        self.meanwhile = [meanwhile]

    def of(self, order, *, as_of):
        history = self.histories.of(order, as_of=as_of)
        while self.meanwhile:
            self.meanwhile.pop()()
        return history


def interrupted(shop, meanwhile):
    process = shop.cloud.recourse()
    process.order_histories = Interrupted(process.order_histories, meanwhile)
    return process.projector


@pytest.mark.parametrize(
    ("told", "status"), [(["return.withdrawn"], "closed"), ([], "mediation_requested")], ids=["an event", "an effect"]
)
def test_of_two_projectors_the_one_that_saw_less_does_not_overwrite(shop, told, status):
    stale = shop.recourse.order_histories.of(ORDER, as_of=shop.cloud.clock.now)
    for kind in told:
        shop.tell(kind)
    project(shop)

    assert not shop.recourse.case_rows.save(case_row(stale, stale.file.cases["R-1"]))
    assert shop.listed()[0]["status"] == status


def test_a_request_sent_after_an_outdated_read_is_withdrawn_by_the_same_projector(shop):
    def meanwhile():
        shop.done("accept_return")
        project(shop)

    interrupted(shop, meanwhile).project(ORDER)

    kinds = [message["type"] for message in shop.queued()]  # whatever the stream has was projected before
    assert kinds == [REQUESTED, WITHDRAWN]
    assert shop.listed()[0]["status"] == "agreed"


def test_two_projectors_at_once_put_one_effect(shop):
    interrupted(shop, lambda: project(shop)).project(ORDER)

    assert list(sent(shop)) == [(REQUESTED, shop.case["rounds"][0]["effect_id"])]
    assert sum(item["SK"]["S"].startswith("EFFECT#") for item in shop.cloud.rows()) == 1
    assert shop.cloud.wire.calls()["SendMessage"] == 1


def test_two_projectors_with_different_reads_send_the_bytes_that_were_put(shop):
    def meanwhile():
        shop.tell("message.posted", text="one more thing")
        shop.cloud.wire.cut("SendMessage", Killed())
        with pytest.raises(Killed):
            project(shop)

    interrupted(shop, meanwhile).project(ORDER)

    (put,) = shop.recourse.log.read(ORDER).effects
    (message,) = shop.messages()
    del message["sqs"]
    assert message == json.loads(put.message)


def test_a_request_that_fell_before_it_was_sent_is_only_withdrawn(shop):
    shop.cloud.wire.cut("SendMessage", Killed())
    with pytest.raises(Killed):
        project(shop)
    shop.tell("return.withdrawn")

    assert [message["type"] for message in shop.messages()] == [WITHDRAWN]


def test_a_request_that_stands_again_goes_out_under_a_new_id(shop):
    (first,) = shop.messages()
    shop.tell("mediation.opened", mediation_id="M-0", opened_by="platform")
    (taken_back,) = shop.messages()
    assert taken_back["data"]["withdraws"] == first["id"]

    # What told the platform's own mediation turns out unreadable, as after a correction of its translation.
    shop.forget("mediation.opened")
    (second,) = shop.messages()

    assert second["type"] == REQUESTED
    assert len({first["id"], taken_back["id"], second["id"]}) == 3
    assert [found["effect_id"] for found in shop.case["rounds"]] == [second["id"]]


def test_a_message_keeps_its_bytes_whatever_happens_before_it_is_sent(shop):
    shop.cloud.wire.cut("SendMessage", Killed())
    with pytest.raises(Killed):
        project(shop)
    (put,) = shop.recourse.log.read(ORDER).effects
    shop.tell("message.posted", text="one more thing")

    (message,) = shop.messages()

    del message["sqs"]
    assert message == json.loads(put.message)


def test_a_row_that_can_no_longer_be_read_raises_an_alarm_and_stops_nobody(shop):
    shop.forget("offer.declined")
    shop.flow()

    assert [alarm["what"] for alarm in shop.cloud.alarms][:1] == ["unreadable_row"]
    case = shop.case
    assert "unreadable" in [entry["type"] for entry in case["timeline"]]
    assert "replay" in [review["rule"] for review in case["needs_review"]]
