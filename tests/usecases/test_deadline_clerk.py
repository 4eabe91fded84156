"""The clock: deadlines expire once and act at their own instants, however often, late or askew.

Number 80 of docs/reliability.md.
"""

from datetime import datetime, timedelta

import pytest

from chalicelib.aws.failures import StoreUnavailable
from tests.world.order import usd
from tests.world.wire import Killed, Refusal


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    shop.flow()
    return shop


def expired(shop):
    """The clock's rows in the log, by the instant of their deadline.

    Each is dated so, whenever it was written.
    """
    found = [item for item in shop.cloud.rows() if item["SK"]["S"].startswith("EVENT#clock#")]
    instants = [item["SK"]["S"].rpartition("#")[2] for item in found]
    assert instants == [item["occurred_at"]["S"] for item in found]
    return sorted(instants)


def passed(shop):
    """Return the acts of the clock, with their instants."""
    return {entry["type"]: entry["at"] for entry in shop.case["timeline"] if entry["by"] == "clock"}


def opened(shop):
    return datetime.fromisoformat(next(e["at"] for e in shop.case["timeline"] if e["type"] == "return.requested"))


def at(text):
    return datetime.fromisoformat(text)


def test_no_deadline_is_recorded_before_its_instant(shop):
    shop.cloud.clock.forward(days=2, hours=23)

    assert shop.recourse.deadline_clerk.record_expired() == 0
    assert expired(shop) == []


def test_a_deadline_is_recorded_once_however_often_the_clerk_comes(shop):
    """It holds number 80 of docs/reliability.md."""
    shop.cloud.clock.forward(days=3, minutes=1)

    counts = [shop.recourse.deadline_clerk.record_expired() for _ in range(3)]

    assert counts == [1, 0, 0]
    shop.flow()
    assert shop.recourse.deadline_clerk.record_expired() == 0
    assert [at(instant) for instant in expired(shop)] == [opened(shop) + timedelta(days=3)]


def test_two_clerks_at_once_record_a_deadline_once(shop):
    """It holds number 80 of docs/reliability.md."""
    shop.cloud.clock.forward(days=3, minutes=1)
    one, other = shop.cloud.recourse(), shop.cloud.recourse()
    rows = list(one.case_rows.expired(shop.cloud.clock.now))

    assert other.deadline_clerk.record_expired() == 1
    assert [one.deadline_clerk._record(row, shop.cloud.clock.now) for row in rows] == [False]


def test_a_clerk_that_comes_days_late_lets_everything_act_at_its_own_instant(shop):
    """It holds number 80 of docs/reliability.md."""
    shop.wait(days=8, hours=5)
    (message,) = shop.messages()

    acted = passed(shop)
    assert at(acted["deadline.respond"]) == opened(shop) + timedelta(days=3)
    assert at(acted["deadline.negotiation"]) == opened(shop) + timedelta(days=7, minutes=15)
    assert at(message["time"]) == opened(shop) + timedelta(days=7, minutes=15)
    assert at(shop.case["rounds"][0]["requested_at"]) == opened(shop) + timedelta(days=7, minutes=15)
    assert len(expired(shop)) == 1


def test_early_or_late_the_case_is_the_same(shop):
    """It holds number 80 of docs/reliability.md."""
    began = opened(shop)
    for _ in range(9 * 4):
        shop.wait(hours=6)
    often = shop.case

    shop.order_number, shop.cloud.clock.now = "A-2002", began
    shop.tell("return.requested", at=began)
    shop.wait(days=9)
    late = shop.case

    def acts(case):
        return [(entry["type"], entry["at"], entry["effect"]) for entry in case["timeline"] if entry["by"] == "clock"]

    assert acts(often) == acts(late)
    assert often["status"] == late["status"] == "mediation_requested"


def test_a_case_is_woken_again_for_its_next_deadline(shop):
    shop.wait(days=3, minutes=1)
    shop.wait(days=4, minutes=20)

    assert len(expired(shop)) == 2
    assert shop.listed()[0]["status"] == "mediation_requested"


def test_a_closed_case_is_woken_no_more(shop):
    shop.tell("return.withdrawn")
    shop.flow()
    shop.cloud.clock.forward(days=100)

    assert shop.recourse.deadline_clerk.record_expired() == 0


def listed_as_overdue(shop):
    """Tell whether the row of the case was written after its deadline had passed: that is its last change."""
    (listed,) = shop.listed()
    return listed["changed_at"] == listed["deadline"]["at"] and listed["deadline"]["name"] == "respond"


def test_a_projector_whose_clock_is_behind_the_clerks_still_lets_the_deadline_act(shop):
    before = shop.cloud.clock.now
    shop.cloud.clock.forward(days=3, minutes=1)
    shop.recourse.deadline_clerk.record_expired()
    shop.cloud.clock.now = before

    shop.flow()

    assert listed_as_overdue(shop)
    shop.cloud.clock.forward(days=7, minutes=16)
    assert shop.recourse.deadline_clerk.record_expired() == 1


@pytest.mark.parametrize("answered", [False, True], ids=["before", "after"])
def test_a_clerk_stopped_in_the_middle_is_made_good_by_the_next(shop, answered):
    shop.cloud.clock.forward(days=3, minutes=1)
    shop.cloud.wire.cut("PutItem", Killed(), answered=answered)
    with pytest.raises(Killed):
        shop.expire_deadlines()
    shop.cloud.wire.clear()

    shop.wait()

    assert len(expired(shop)) == 1
    assert listed_as_overdue(shop)


def test_a_store_that_does_not_answer_is_asked_again_by_the_next_call(shop):
    shop.cloud.clock.forward(days=3, minutes=1)
    shop.cloud.wire.cut("Query", Refusal("InternalServerError", 500), times=99)
    with pytest.raises(StoreUnavailable):
        shop.expire_deadlines()
    shop.cloud.wire.clear()

    shop.wait()

    assert len(expired(shop)) == 1


def test_an_order_that_cannot_be_written_to_keeps_no_other_from_expiring(shop):
    for number in range(5):
        shop.order_number = f"A-{number}"
        shop.tell("return.requested", reason={"code": "defective"})
    shop.flow()
    shop.cloud.clock.forward(days=3, hours=1)
    shop.cloud.wire.cut("PutItem", Refusal("AccessDeniedException"))

    assert shop.recourse.deadline_clerk.record_expired() == 5
    assert [alarm["what"] for alarm in shop.cloud.alarms] == ["deadline_delayed"]
    assert shop.recourse.deadline_clerk.record_expired() == 1


def test_deadlines_of_many_cases_of_many_orders_are_each_recorded_once(shop):
    for number in range(20):
        shop.order_number = f"A-{number}"
        shop.tell("return.requested", reason={"code": "defective"})
    shop.flow()
    shop.cloud.clock.forward(days=3, hours=1)

    assert shop.recourse.deadline_clerk.record_expired() == 21
    shop.flow()
    assert shop.recourse.deadline_clerk.record_expired() == 0


def test_an_offer_expires_at_its_own_instant(shop):
    ends = shop.cloud.clock.now + timedelta(hours=5)
    shop.done("make_offer", resolution="partial_refund", amount=usd(5), expires_at=ends.isoformat())
    shop.flow()

    shop.wait(days=1)

    assert at(passed(shop)["deadline.offer"]) == ends
    assert shop.case["offers"][0]["status"] == "expired"
    assert "escalate" in shop.case["available_actions"]
