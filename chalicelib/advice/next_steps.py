"""Next steps: what a seller does next, in words, most urgent first."""

from collections.abc import Iterator

from chalicelib.advice.course_steps import course_steps
from chalicelib.advice.gap_steps import gap_steps
from chalicelib.advice.step import Present, Step
from chalicelib.advice.talk_steps import talk_steps
from chalicelib.domain.case import Case
from chalicelib.domain.order import OrderFile
from chalicelib.values.sentences import say
from chalicelib.values.vocabulary import Status


def steps(file: OrderFile, case: Case) -> tuple[Step, ...]:
    """Return what a seller does next, most urgent first. Every case has at least one step."""
    now = Present(file, case)
    return tuple(_steps(now)) or (_nothing(now),)


def next_steps(file: OrderFile, case: Case) -> tuple[str, ...]:
    """Return the next steps in English."""
    return tuple(step.text for step in steps(file, case))


def _steps(now: Present) -> Iterator[Step]:
    yield from gap_steps(now)
    yield from talk_steps(now)
    yield from course_steps(now)


def _nothing(now: Present) -> Step:
    if now.case.status is Status.CLOSED:
        return Step(sentence=say("nothing", "Nothing: the case is closed, with its root cause on record."))
    end = now.deadline("appeal")
    if end is not None:
        return Step(sentence=say("closes-itself", "Nothing: the case closes by itself on {at}.", at=end.at), by=end.at)
    return Step(sentence=say("wait", "Wait for the customer or the platform."))
