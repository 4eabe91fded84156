"""The days of one marketplace are not used for another: they are unknown until the merchant sets them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.advice.tasks import tasks
from chalicelib.domain.deadlines import deadlines, unknown_deadlines
from chalicelib.domain.effects import effects
from chalicelib.domain.fold import fold
from chalicelib.domain.order import OrderFile
from chalicelib.domain.policy import PolicyBook
from chalicelib.values.identifiers import OrderKey
from chalicelib.values.vocabulary import Status
from tests.domain.histories import GUIDE, Story, on, opened, told_of

LAZADA = OrderKey("demo", "lazada", "A-1001")


def there(story: Story, day: float, policies: PolicyBook = GUIDE) -> OrderFile:
    """The order's file, on a marketplace that the shipped policies do not speak for."""
    return fold(LAZADA, story.events, policies, as_of=on(day))


def speaking_for(*marketplaces: str) -> PolicyBook:
    (version,) = GUIDE.versions
    policy = version.policy.model_copy(update={"marketplaces": marketplaces})
    return replace(GUIDE, versions=(replace(version, policy=policy),))


def test_nothing_is_filed_by_days_that_nobody_knows():
    file = there(opened(), 40)
    case = file.cases["R-1"]
    assert (case.status, effects(file)) == (Status.REQUESTED, ())
    assert unknown_deadlines(case) == ("respond", "negotiation")
    assert [each.name for each in deadlines(case)] == []


def test_the_case_says_that_the_days_are_unknown():
    (task,) = tasks(there(opened(), 3).cases["R-1"])
    assert task.kind == "set_days"
    assert "unknown how many days lazada gives to respond and to negotiate" in task.text
    assert tasks(opened().case(3)) == ()


@pytest.mark.parametrize("marketplaces", [("lazada",), ("alibaba", "lazada")])
def test_a_policy_of_the_merchant_sets_them(marketplaces):
    case = there(opened(), 40, speaking_for(*marketplaces)).cases["R-1"]
    assert case.status is Status.MEDIATION_REQUESTED
    assert unknown_deadlines(case) == ()


def test_a_deadline_of_the_platform_counts_before_any_policy():
    """The platform's own deadline is known, whatever the policy speaks for."""
    until = {"at": on(5), "if_silent": "the platform refunds the customer"}
    story = opened().then(told_of("return.updated", 3, respond_until=until))
    for case in (there(story, 4).cases["R-1"], story.case(4)):
        respond = next(each for each in deadlines(case) if each.name == "respond")
        assert (respond.at, respond.if_silent) == (on(5), "the platform refunds the customer")
    assert unknown_deadlines(there(story, 4).cases["R-1"]) == ("negotiation",)


def test_a_later_word_moves_the_platforms_deadline():
    story = opened().then(
        told_of("return.updated", 3, respond_until={"at": on(5)}),
        told_of("return.updated", 4, respond_until={"at": on(5) + timedelta(days=2)}),
    )
    assert story.deadline(4, "respond").at == on(7)
