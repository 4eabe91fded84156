"""The errors of use cases that a route expects, and the answer to each of them."""

from collections.abc import Callable
from functools import singledispatch, wraps
from http import HTTPStatus
from typing import Final, ParamSpec

from chalice.app import Response

from chalicelib.advice.courtesy import Unfriendly
from chalicelib.aws.damage import DamagedOrder
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.order_budget import OrderFull
from chalicelib.aws.time_limit import answering_within
from chalicelib.domain.commands import Refused
from chalicelib.logbook import about
from chalicelib.routes.path_ids import ids_of
from chalicelib.routes.problems import Problem, unavailable
from chalicelib.routes.what_is_known import UNREAD, WHAT_IS_KNOWN
from chalicelib.usecases.case_errors import KeyReused, OutOfDate, Stale, UnknownCase
from chalicelib.usecases.token_buckets import TooMany
from chalicelib.values.sentences import say
from chalicelib.views.problem_types import ProblemName
from chalicelib.wiring import recourse

P = ParamSpec("P")

# Seconds for all AWS calls of one answer. After 20 seconds Lambda would stop without an answer.
PATIENCE: Final = 18.0


def with_problems(view: Callable[P, Response]) -> Callable[P, Response]:
    """Turn a view's expected exceptions into answers.

    All others are bugs, which Chalice answers.
    """

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Response:
        with about(**ids_of(kwargs)):
            try:
                with answering_within(PATIENCE):
                    return view(*args, **kwargs)
            except _EXPECTED as error:
                problem = problem_of(error)
                _count(problem)
                return problem.response

    return answered


def _count(problem: Problem) -> None:
    """Count a request that a rule, a race or a limit refused, by its cause.

    Why not every refusal: a stranger can make as many of the others as he likes, and each would be a line.
    """
    if problem.status in {HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS}:
        recourse().logbook.count("request_declined", kind=f"refused.{problem.kind or 'conflict'}")


_EXPECTED: Final = (
    *(Problem, TooMany, OrderFull, DamagedOrder, Refused, UnknownCase, OutOfDate, Stale, KeyReused),
    StoreUnavailable,
)


@singledispatch
def problem_of(error: Exception) -> Problem:
    """Make the answer to an exception of a use case. Raises TypeError for one that has no answer."""
    raise TypeError(f"{type(error).__name__} has no answer")


@problem_of.register
def _problem(problem: Problem) -> Problem:
    return problem


@problem_of.register
def _unfriendly(warning: Unfriendly) -> Problem:
    unfriendly = ProblemName.UNFRIENDLY
    return Problem(HTTPStatus.CONFLICT, warning.sentence, kind=unfriendly, rule=warning.rule, words=warning.words)


@problem_of.register
def _refused(refusal: Refused) -> Problem:
    members: dict[str, str] = {"rule": refusal.rule}
    if refusal.guard is not None:
        members["guard"] = refusal.guard
    return Problem(HTTPStatus.CONFLICT, refusal.sentence, kind=None, headers=None, **members)


@problem_of.register
def _unknown_case(_: UnknownCase) -> Problem:
    return Problem(
        HTTPStatus.NOT_FOUND,
        say(
            "no-such-case",
            "no such case of yours",
        ),
    )


@problem_of.register
def _out_of_date(outdated: OutOfDate) -> Problem:
    detail = say(
        "stale",
        "the case has changed since you looked: look again and decide anew",
    )
    return Problem(HTTPStatus.CONFLICT, detail, kind=ProblemName.STALE, version=outdated.version)


@problem_of.register
def _too_many(refused: TooMany) -> Problem:
    detail = say(
        "too-many-requests",
        "these are more requests than one key may make: send fewer at once",
    )
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(refused.seconds)})


@problem_of.register
def _order_full(_: OrderFull) -> Problem:
    detail = say(
        "order-full",
        "this order holds as much as an order can hold: it is not changed any more, and an operator has to look",
    )
    return Problem(HTTPStatus.CONFLICT, detail, kind=ProblemName.ORDER_FULL, rule="order-full")


@problem_of.register
def _order_damaged(order: DamagedOrder) -> Problem:
    for name in order.rows:
        recourse().logbook.alarm("damaged_row", row=name)
    detail = say(
        "order-damaged",
        "a row of this order cannot be read: nothing is decided on it until an operator has looked",
    )
    return Problem(HTTPStatus.CONFLICT, detail, kind=ProblemName.ORDER_DAMAGED, rule="order-damaged")


@problem_of.register
def _stale(_: Stale) -> Problem:
    detail = say(
        "raced",
        "another command came first: look again and decide anew",
    )
    return Problem(HTTPStatus.CONFLICT, detail, kind=ProblemName.RACED)


@problem_of.register
def _key_reused(_: KeyReused) -> Problem:
    detail = say(
        "key-reused",
        "this Idempotency-Key was used with another request",
    )
    return Problem(HTTPStatus.CONFLICT, detail, kind=ProblemName.KEY_REUSED)


@problem_of.register
def _unanswered(failure: StoreUnavailable) -> Problem:
    recourse().logbook.failure("request_refused", code=failure.code, alarming=failure.needs_person)
    return unavailable(*WHAT_IS_KNOWN.get(type(failure), (UNREAD, ProblemName.TOO_LONG)))
