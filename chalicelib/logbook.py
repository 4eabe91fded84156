"""The logbook: one JSON line for each event, without bodies, secrets or customers' words."""

import json
import logging
import traceback
from collections.abc import Callable
from functools import partial


class Logbook:
    """Writes lines for people and alarms.

    The fields are valid ids, counts and codes only.
    """

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def note(self, what: str, **fields: str | int | None) -> None:
        """Write a line for which nobody has to act."""
        self._write(_line("info", what, fields))

    def alarm(self, what: str, **fields: str | int | None) -> None:
        """Write a line that raises the alarm, because a person has to look."""
        self._write(_line("alarm", what, fields))

    def failure(self, what: str, *, code: str, alarming: bool) -> None:
        """Write that a store did not answer.

        It is an alarm if waiting does not help.
        """
        (self.alarm if alarming else self.note)(what, code=code)


def print_lines() -> Logbook:
    """Make a logbook on standard output, which Lambda collects."""
    return Logbook(partial(print, flush=True))


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


def _line(level: str, what: str, fields: dict[str, str | int | None]) -> str:
    return json.dumps({"level": level, "what": what, **fields})
