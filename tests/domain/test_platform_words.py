"""The platform's own words: past our side they flag the case and hold the clocks that escalate."""

import pytest

from chalicelib.domain.effects import effects
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import Status
from tests.domain.histories import Story, on, opened, rules_flagged, told_of


def heard(day: float, word: str, stage: Stage | None) -> Story:
    return opened().then(told_of("return.updated", day, platform_status=word, stage=stage))


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage.holds], ids=str)
def test_a_word_past_our_side_holds_the_clock_that_escalates(stage):
    """Number 111 of docs/reliability.md: nothing is filed by itself, and the deadline is shown."""
    told = heard(8, "SOME_WORD", stage)
    case = told.case(40)
    assert (case.status, effects(told.file(40))) == (Status.REQUESTED, ())
    deadline = told.deadline(40, "negotiation")
    assert (deadline.at, "SOME_WORD" in deadline.if_silent) == (on(9), True)


@pytest.mark.parametrize("stage", [Stage.OPEN, Stage.SUPPORT, None], ids=str)
def test_a_word_of_an_open_return_or_without_a_stage_holds_nothing(stage):
    """Number 111 of docs/reliability.md: the clock goes on."""
    assert heard(8, "SOME_WORD", stage).case(10).status is Status.MEDIATION_REQUESTED


def flagged_words(story: Story, day: float) -> list[str]:
    return [review.detail for review in story.case(day).reviews if review.rule == "platform-status"]


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.OPEN], ids=str)
def test_a_word_past_open_flags_the_case_by_that_word(stage):
    """Number 111 of docs/reliability.md: flagged by name."""
    (detail,) = flagged_words(heard(8, "SOME_WORD", stage), 8.5)
    assert "SOME_WORD" in detail


@pytest.mark.parametrize(
    ("kind", "stage", "count"),
    [
        ("return.shipped", Stage.SENT, 0),
        ("return.delivered", Stage.ARRIVED, 0),
        ("return.withdrawn", Stage.OVER, 0),
        ("return.shipped", Stage.OVER, 1),
        ("return.requested", Stage.OVER, 1),
    ],
)
def test_a_word_flags_nothing_if_its_own_fact_says_it_all(kind, stage, count):
    """Number 111 of docs/reliability.md."""
    story = opened().then(told_of(kind, 8, platform_status="SOME_WORD", stage=stage))
    assert len(flagged_words(story, 8.5)) == count


def test_a_later_word_of_an_open_return_ends_the_hold_and_the_clock_escalates_after_it():
    """Number 111 of docs/reliability.md: only a later word of stage open ends the hold."""
    told = heard(8, "OVER", Stage.OVER).then(
        told_of("return.updated", 12, platform_status="OPEN_AGAIN", stage=Stage.OPEN)
    )
    assert told.case(12.001).status is Status.REQUESTED
    after = told.case(13)
    assert after.status is Status.MEDIATION_REQUESTED
    assert after.rounds[0].requested_at == on(12, minutes=15)


def test_an_older_word_that_arrives_later_ends_no_hold():
    """Number 111 of docs/reliability.md: words count in the order of their dates."""
    told = heard(8, "OVER", Stage.OVER).then(told_of("return.updated", 7, platform_status="OPEN", stage=Stage.OPEN))
    assert (told.case(30).status, told.case(30).platform_status) == (Status.REQUESTED, "OVER")


def test_the_seller_can_escalate_while_the_clock_is_held():
    """Number 111 of docs/reliability.md: the hold is on the clock only."""
    told = heard(8, "OVER", Stage.OVER).give(20, "escalate", reason="they closed it")
    assert told.case(21).status is Status.MEDIATION_REQUESTED


def test_a_word_dated_before_the_clock_acted_withdraws_its_request():
    """Number 111 of docs/reliability.md: a word that comes late still holds the clock."""
    assert opened().case(10).status is Status.MEDIATION_REQUESTED
    assert heard(8.9, "REFUND_SUCCESS", Stage.OVER).case(10).status is Status.REQUESTED


def test_a_word_without_a_stage_changes_nothing():
    """Number 111 of docs/reliability.md: standard's sender speaks our events."""
    assert rules_flagged(heard(3, "ANYTHING", None).case(4)) == rules_flagged(opened().case(4))
