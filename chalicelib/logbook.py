"""The logbook: one JSON line for each event, without bodies, secrets or customers' words.

A line can count something too. CloudWatch makes a metric of it, by the stack and the kind only, because every other
dimension would be a metric of its own that is billed. Ids are fields of the line.
"""

import json
import logging
import time
import traceback
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import partial

from chalicelib.values.during import During

_NOTHING: Mapping[str, str] = {}
_about: ContextVar[Mapping[str, str]] = ContextVar("about", default=_NOTHING)


class Logbook:
    """Writes lines for people and alarms.

    The fields are valid ids, counts and codes only.
    """

    def __init__(self, write: Callable[[str], object], *, stack: str | None = None) -> None:
        self._write = write
        self._stack = stack

    def note(self, what: str, **fields: str | int | None) -> None:
        """Write a line for which nobody has to act."""
        self._write(_line("info", what, fields))

    def count(self, what: str, *, kind: str, amount: int = 1, **fields: str | int | None) -> None:
        """Write a line for which nobody has to act, and add an amount to the metric of a kind.

        The metric is in the line itself (CloudWatch's embedded metric format). Without a stack nobody reads metrics.
        """
        metric = {} if self._stack is None else _metric(self._stack, kind, amount)
        self._write(_line("info", what, fields | metric))

    def alarm(self, what: str, **fields: str | int | None) -> None:
        """Write a line that raises the alarm, because a person has to look."""
        self._write(_line("alarm", what, fields))

    def failure(self, what: str, *, code: str, alarming: bool) -> None:
        """Write that a store did not answer.

        It is an alarm if waiting does not help.
        """
        (self.alarm if alarming else self.note)(what, code=code)


def print_lines(*, stack: str | None = None) -> Logbook:
    """Make a logbook on standard output, which Lambda collects."""
    return Logbook(partial(print, flush=True), stack=stack)


def about(**ids: str | None) -> During[Mapping[str, str]]:
    """Put ids on every line that is written during the block, such as those of the request and the case.

    None is left out. Blocks inside of this one add theirs.
    """
    return During(_about, {**_about.get(), **{name: value for name, value in ids.items() if value is not None}})


def current_request() -> str | None:
    """Return the id of the request that is being answered, or None outside of a request."""
    return _about.get().get("request")


class BugHandler(logging.Handler):
    """Writes unexpected errors as alarms, with type and places only, because a message could quote a customer."""

    def __init__(self, logbook: Logbook) -> None:
        super().__init__()
        self._logbook = logbook

    def emit(self, record: logging.LogRecord) -> None:
        """Write one error as one alarm."""
        error = record.exc_info[1] if record.exc_info else None
        frames = traceback.extract_tb(error.__traceback__) if error else []
        places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
        self._logbook.alarm("bug", error=type(error).__name__, places=places)


def _metric(stack: str, kind: str, amount: int) -> dict[str, object]:
    """Write a metric as CloudWatch reads it out of a log line."""
    described = {"Namespace": "Recourse", "Dimensions": [["stack", "kind"]], "Metrics": [{"Name": "count"}]}
    about = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [described]}
    return {"_aws": about, "stack": stack, "kind": kind, "count": amount}


def _line(level: str, what: str, fields: Mapping[str, object]) -> str:
    return json.dumps({"level": level, "what": what, **_about.get(), **fields})
