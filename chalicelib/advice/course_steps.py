"""Next steps once both sides agree, the platform is asked, or the case has ended."""

from collections.abc import Callable, Iterator, Mapping

from chalicelib.advice.ruling_steps import ruling_steps
from chalicelib.advice.step import Present, Step
from chalicelib.advice.words import evidence_named
from chalicelib.domain.readiness import readiness
from chalicelib.values.every import for_every
from chalicelib.values.sentences import say
from chalicelib.values.vocabulary import Status


def course_steps(now: Present) -> Iterator[Step]:
    """Yield what the state of the case asks for."""
    yield from _STEPS[now.case.status](now)


def _nothing_more(_now: Present) -> Iterator[Step]:
    return iter(())


def _await_goods(now: Present) -> Iterator[Step]:
    end = now.end("ship_back")
    words = "Wait for the customer to send the goods back{when}. If they are here already, inspect them and record it."
    yield Step(sentence=say("await-goods", words, when=now.when(end)), commands=now.can("record_inspection"), by=end)


def _await_carrier(now: Present) -> Iterator[Step]:
    words = "Wait for the goods. When they are here, inspect them and record it."
    yield Step(sentence=say("await-carrier", words), commands=now.can("record_inspection"))


def _inspect(now: Present) -> Iterator[Step]:
    end = now.end("inspect")
    words = (
        "Inspect the goods{when}: compare them with description and pictures, take photos, and record it. After that"
        " time they count as accepted."
    )
    yield Step(sentence=say("inspect", words, when=now.when(end)), commands=now.can("record_inspection"), by=end)


def _settle(now: Present) -> Iterator[Step]:
    end, due, command = now.end("settle"), now.case.unsettled, now.can("record_settlement")
    if due is not None and command:
        words = "Pay {amount} to the customer{when}, and record it."
        yield Step(sentence=say("pay", words, amount=due, when=now.when(end)), commands=command, by=end, cost=due)
    if now.case.awaits_exchange and command:
        words = "Send the goods in exchange{when}, and record it."
        yield Step(sentence=say("send-exchange", words, when=now.when(end)), commands=command, by=end)
    if now.can("refuse_return"):
        words = "The inspection gives you grounds to refuse the return with a reason instead."
        yield Step(sentence=say("refuse-instead", words), commands=("refuse_return",))


def _give_evidence(now: Present) -> Iterator[Step]:
    """Yield the evidence that is still missing. Without a request of ours that is filed, a task says that first."""
    lacking = readiness(now.case).missing
    end = now.end("evidence", "take_up", "to_file")
    if lacking:
        words = "Upload what is still missing as evidence{when}: {missing:and}."
        missing = tuple(evidence_named(kind) for kind in lacking)
        yield Step(sentence=say("upload", words, when=now.when(end), missing=missing), by=end)


def _await_platform(now: Present) -> Iterator[Step]:
    yield from _give_evidence(now)
    yield Step(sentence=say("await-platform", "Wait until the platform takes your request up."), by=now.end("take_up"))


def _await_ruling(now: Present) -> Iterator[Step]:
    yield from _give_evidence(now)
    yield Step(sentence=say("await-ruling", "Wait for the platform's ruling."), by=now.end("ruling"))


def _close(now: Present) -> Iterator[Step]:
    due = now.case.unsettled
    if due is not None and now.can("record_settlement"):
        words = "Pay {amount} to the customer{when}, as the platform ruled, and record it."
        end = now.end("settle")
        sentence = say("pay-as-ruled", words, amount=due, when=now.when(end))
        yield Step(sentence=sentence, commands=("record_settlement",), by=end, cost=due)
    if now.can("close_case"):
        words = "Say what the root cause was, so that the next return does not happen."
        yield Step(sentence=say("root-cause", words), commands=("close_case",))


_STEPS: Mapping[Status, Callable[[Present], Iterator[Step]]] = for_every(
    Status,
    {
        Status.REQUESTED: _nothing_more,
        Status.NEGOTIATING: _nothing_more,
        Status.REFUSED: _nothing_more,
        Status.AGREED: _await_goods,
        Status.RETURNING: _await_carrier,
        Status.INSPECTING: _inspect,
        Status.SETTLING: _settle,
        Status.MEDIATION_REQUESTED: _await_platform,
        Status.IN_MEDIATION: _await_ruling,
        Status.DECIDED: ruling_steps,
        Status.APPEAL_REQUESTED: _await_platform,
        Status.IN_APPEAL: _await_ruling,
        Status.CLOSED: _close,
    },
)
