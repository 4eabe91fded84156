"""The ends of a command that is not done, each with its exit code.

0 is done, 1 is an answer of no, 2 is a wrong question, 3 is a key that may not, 4 is an API that cannot answer now.
"""

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import click

NO, USAGE, UNAUTHORISED, UNAVAILABLE = 1, 2, 3, 4


class Failure(click.ClickException):
    """A command that is not done."""

    exit_code = NO


class NoKeyError(Failure):
    """The command needs an address or a key, and has none."""

    exit_code = UNAUTHORISED


class UnavailableError(Failure):
    """Nobody answers at the address."""

    exit_code = UNAVAILABLE


class ProblemError(Failure):
    """The API answered with a problem."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__("\n".join(_sentences(status, problem)))
        self.status = status
        self.problem = problem


class WrongQuestionError(ProblemError):
    """The API does not understand the question."""

    exit_code = USAGE


class KeyMayNotError(ProblemError):
    """The key is not in force, or may not do this."""

    exit_code = UNAUTHORISED


class BusyError(ProblemError):
    """The API cannot answer now."""

    exit_code = UNAVAILABLE


_KINDS = {
    HTTPStatus.BAD_REQUEST: WrongQuestionError,
    HTTPStatus.UNPROCESSABLE_ENTITY: WrongQuestionError,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: WrongQuestionError,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: WrongQuestionError,
    HTTPStatus.UNAUTHORIZED: KeyMayNotError,
    HTTPStatus.FORBIDDEN: KeyMayNotError,
    HTTPStatus.TOO_MANY_REQUESTS: BusyError,
}


def problem_of(status: int, text: str, retry_after: str | None = None) -> ProblemError:
    """Read the body of an answer as a problem, whatever it is. `retry_after` is its header, if it has one."""
    try:
        read = json.loads(text)
    except ValueError:
        read = None
    usual = BusyError if status >= HTTPStatus.INTERNAL_SERVER_ERROR else ProblemError
    kinds: dict[int, type[ProblemError]] = {int(known): kind for known, kind in _KINDS.items()}
    problem = read if isinstance(read, dict) else {}
    return kinds.get(status, usual)(status, problem | ({"retry_after": retry_after} if retry_after else {}))


def _sentences(status: int, problem: dict[str, Any]) -> Iterator[str]:
    rule = f" (rule {problem['rule']})" if problem.get("rule") else ""
    yield f"{problem.get('detail') or problem.get('title') or 'the API answers'} [{status}]{rule}"
    for fault in problem.get("errors") or ():
        yield f"  {fault.get('field')}: {fault.get('message')}"
    yield from _hints(problem)


def _hints(problem: dict[str, Any]) -> Iterator[str]:
    """Say what the caller can do about a problem."""
    if problem.get("type", "").startswith("/problems/"):
        yield f"  see {problem['type']}"
    if problem.get("retry_after"):
        yield f"  ask again in {problem['retry_after']} seconds"
    if problem.get("type") == "/problems/unfriendly":
        yield "  --anyway sends it all the same"
