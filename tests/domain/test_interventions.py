"""Interventions: mediations of a platform that tells no id of them, so that the case numbers them."""

import itertools

from chalicelib.domain.events import Event
from chalicelib.domain.fold import fold
from chalicelib.domain.interventions import MediationEnded
from chalicelib.domain.openings import UnnamedMediation
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Party
from tests.domain.histories import GUIDE, ORDER, Story, on, opened


def intervention(day: float, row: str) -> Event:
    fact = UnnamedMediation(return_id="R-1", opened_by=Party.PLATFORM)
    return Event(id=row, type="mediation.opened", at=on(day), received_at=on(day), by=Party.PLATFORM, fact=fact)


def ending(day: float, row: str) -> Event:
    fact = MediationEnded(return_id="R-1", platform_status="CRM_FINISH_TASK")
    return Event(id=row, type="return.updated", at=on(day), received_at=on(day), by=Party.PLATFORM, fact=fact)


def rounds(story: Story, day: float) -> list[tuple[str | None, RoundStatus]]:
    return [(found.id, found.status) for found in story.case(day).rounds]


def test_an_intervention_is_named_after_its_return():
    assert rounds(opened().then(intervention(4, "a")), 5) == [("R-1-mediation", RoundStatus.OPEN)]


def test_another_push_about_the_same_intervention_opens_no_second_one():
    story = opened().then(intervention(4, "a"), intervention(4, "b"), intervention(4.5, "c"))
    assert rounds(story, 5) == [("R-1-mediation", RoundStatus.OPEN)]


def test_after_its_end_without_a_winner_the_next_intervention_has_the_next_number():
    """Number 117 of docs/reliability.md."""
    ended = opened().then(intervention(4, "a"), ending(5, "b"))
    assert rounds(ended, 5.5) == [("R-1-mediation", RoundStatus.OPEN)]
    again = ended.then(intervention(6, "c"))
    assert rounds(again, 7) == [
        ("R-1-mediation", RoundStatus.WITHDRAWN),
        ("R-1-mediation-2", RoundStatus.OPEN),
    ]


def test_after_a_ruling_the_next_intervention_has_the_next_number():
    """Number 117 of docs/reliability.md."""
    ruled = opened().then(intervention(4, "a"))
    ruled = ruled.give(5, "record_ruling", kind="mediation", id="R-1-mediation", in_favour_of="seller")
    again = ruled.then(intervention(6, "c"))
    assert rounds(again, 7) == [("R-1-mediation", RoundStatus.DECIDED), ("R-1-mediation-2", RoundStatus.OPEN)]
    repeated = ruled.then(intervention(4, "a later push of the first"))
    assert rounds(repeated, 7) == [("R-1-mediation", RoundStatus.DECIDED)]


def test_every_order_of_arrival_gives_the_same_numbers():
    """Number 57 of docs/reliability.md."""
    events = opened().then(intervention(4, "a"), ending(5, "b"), intervention(6, "c")).events
    files = [fold(ORDER, arrived, GUIDE, as_of=on(7)) for arrived in itertools.permutations(events)]
    assert all(file == files[0] for file in files)


def test_a_long_return_id_leaves_room_for_the_number():
    """The name stays an id that a ruling can name."""
    long = "R" * 64
    request = Event(
        id="r", type="return.updated", at=on(2), received_at=on(2), by=Party.PLATFORM,
        fact=MediationEnded(return_id=long),
    )  # fmt: skip
    fact = UnnamedMediation(return_id=long, opened_by=Party.PLATFORM)
    opening = Event(id="a", type="mediation.opened", at=on(4), received_at=on(4), by=Party.PLATFORM, fact=fact)
    (found,) = Story((request, opening)).case(5, long).rounds
    assert found.id == "R" * 48 + "-mediation"
