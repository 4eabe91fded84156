"""Next steps after a ruling: pay, appeal if that is possible, or close the case."""

from collections.abc import Iterator

from chalicelib.advice.step import Present, Step
from chalicelib.advice.words import evidence_named
from chalicelib.domain.appeals import most_appeals
from chalicelib.domain.readiness import readiness
from chalicelib.domain.round_commands import APPEAL_LEFT
from chalicelib.domain.settlement import lacks_amount
from chalicelib.values.sentences import say
from chalicelib.values.vocabulary import Party


def ruling_steps(now: Present) -> Iterator[Step]:
    """Yield what a decided case asks for. What nobody may do any more is not said."""
    yield from _pay(now)
    yield from _appeal(now)
    yield from _end(now)


def _pay(now: Present) -> Iterator[Step]:
    due, end, command = now.case.unsettled, now.end("settle"), now.can("record_settlement")
    if due is not None and command:
        words = "Pay {amount} to the customer{when}, as the platform ruled, and record it."
        sentence = say("pay-as-ruled", words, amount=due, when=now.when(end))
        yield Step(sentence=sentence, commands=command, by=end, cost=due)
    elif lacks_amount(now.case) and command:
        words = (
            "Ask the platform how much the customer gets, because the ruling does not say it. Pay it, and record it."
        )
        yield Step(sentence=say("ask-amount", words), commands=command)


def _appeal(now: Present) -> Iterator[Step]:
    end = now.end("appeal")
    if now.can("file_appeal"):
        only = say("only-one", " This is the only appeal.") if most_appeals(now.case) == 1 else say("more", "")
        words = "If the ruling is wrong, appeal{when}, best with evidence that is new.{only}"
        yield Step(sentence=say("appeal", words, when=now.when(end), only=only), commands=("file_appeal",), by=end)
    elif APPEAL_LEFT.objection(now.situation) is None:
        words = "If the ruling is wrong, first upload the evidence that you need against it{when}: {missing:and}."
        missing = tuple(evidence_named(lacking) for lacking in readiness(now.case).missing)
        yield Step(sentence=say("upload-first", words, when=now.when(end), missing=missing), by=end)


def _end(now: Present) -> Iterator[Step]:
    deadline = now.deadline("appeal")
    if deadline is not None and deadline.who is Party.CUSTOMER:
        words = "The ruling is for you. Until {at} the customer can still ask the platform to look at it again."
        yield Step(sentence=say("theirs-to-object", words, at=deadline.at), by=deadline.at)
    if now.case.unsettled is None and not lacks_amount(now.case) and now.can("close_case"):
        sentence = say("close", "Close the case with its root cause: everything is settled.")
        yield Step(sentence=sentence, commands=("close_case",))
