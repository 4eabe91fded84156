"""Old exports: what should have been asked for long ago is left to a person, and never files itself.

Number 80 of docs/reliability.md.
"""

import pytest


def tell_late(shop, **by):
    """Have a return told so long after it was requested."""
    asked_at = shop.cloud.clock.now
    shop.cloud.clock.forward(**by)
    shop.tell("return.requested", at=asked_at)


def by_hand(shop):
    return [task for task in shop.case["tasks"] if task["kind"] == "file_by_hand"]


@pytest.mark.parametrize(("late", "waits_for_a_person"), [(47, False), (49, True)])
def test_a_deadline_passed_long_ago_becomes_a_task_and_no_filing(shop, late, waits_for_a_person):
    """It holds number 80 of docs/reliability.md."""
    tell_late(shop, days=7, minutes=15, hours=late)

    assert len(shop.messages()) == (0 if waits_for_a_person else 1)
    assert len(by_hand(shop)) == (1 if waits_for_a_person else 0)


def test_a_task_is_done_by_recording_the_filing(shop):
    """It holds number 80 of docs/reliability.md."""
    tell_late(shop, days=300)
    shop.flow()
    (task,) = by_hand(shop)

    shop.done("record_filing", role="desk", effect_id=task["effect_id"], reference="MED-1")

    assert by_hand(shop) == []
    assert shop.messages() == []


def test_a_request_left_to_a_person_is_not_withdrawn_at_the_platform(shop):
    """It holds number 80 of docs/reliability.md."""
    tell_late(shop, days=300)
    shop.flow()
    shop.tell("return.withdrawn")

    assert shop.messages() == []
