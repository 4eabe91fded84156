"""Next steps for what is missing or unclear: the order, the reason, the request, the articles, and flags."""

from collections.abc import Iterator, Mapping

from chalicelib.advice.step import Present, Step
from chalicelib.domain.articles import unclear_lines
from chalicelib.domain.order_check import CheckResult, check_order
from chalicelib.values.every import for_every
from chalicelib.values.reasons import Fault
from chalicelib.values.sentences import Sentence, say


def gap_steps(now: Present) -> Iterator[Step]:
    """Yield what has to be completed before anything else is possible, and what somebody has to look at."""
    if now.case.is_open:
        yield from _missing(now)
    if now.can("acknowledge_review"):
        yield Step(
            sentence=say("look", "Look at what this case is flagged for, and say that you have."), commands=_LOOK
        )


def _missing(now: Present) -> Iterator[Step]:
    case, order = now.case, now.file.order
    check = check_order(case, order)
    if not check.passed:
        sentence, command = _ORDER_GAPS[check.result]
        yield Step(sentence=sentence, commands=now.can(command))
    if case.reason_code.fault is Fault.UNKNOWN:
        yield Step(sentence=say("classify", _CLASSIFY), commands=now.can("classify_reason"))
    if not (case.wants and case.lines):
        complete = say("complete", "Add what is missing: the articles, and what the customer wants.")
        yield Step(sentence=complete, commands=now.can("complete_details"))
    if unclear_lines(case, order):
        yield Step(sentence=say("match", _MATCH), commands=now.can("match_lines"))


_LOOK = ("acknowledge_review",)
_CLASSIFY = "Say what the reason is: without it, nothing can be agreed or refused."
_MATCH = "Say which articles of the order the return is about: their numbers are not the order's."
_ORDER_GAPS: Mapping[CheckResult, tuple[Sentence, str]] = for_every(
    CheckResult,
    {
        CheckResult.CONFIRMED: (say("order-confirmed", "The order is confirmed."), "override_order_check"),
        CheckResult.UNKNOWN_ORDER: (
            say("order-unknown", "Record the order, or confirm it yourself with a reason."),
            "override_order_check",
        ),
        CheckResult.INCOMPLETE: (
            say("customer-missing", "Add the customer's name, so that the order can be checked."),
            "complete_details",
        ),
        CheckResult.MISMATCH: (
            say(
                "other-customer", "The order has another customer: find out why, or confirm it yourself with a reason."
            ),
            "override_order_check",
        ),
    },
)
