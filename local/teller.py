"""Tells a story on the terminal: what is done, how the case then stands, and what happens if nobody acts."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

_WAIT = 20.0  # seconds until something that should follow by itself counts as missing
_POLL = 0.1


class StepFailedError(Exception):
    """A step of the story did not hold.

    The message says which.
    """


class Teller:
    """Prints the steps, and fails if one does not hold."""

    def __init__(self) -> None:
        self._steps = 0
        self._started = time.monotonic()

    @property
    def minutes(self) -> int:
        """The whole minutes since the story began."""
        return int((time.monotonic() - self._started) // 60)

    def step(self, title: str) -> None:
        """Begin a step."""
        self._steps += 1
        _print(f"\n{self._steps:2}. {title}")

    def say(self, line: str) -> None:
        """Tell one thing."""
        _print(f"    {line}")

    def hold(self, holds: bool, what: str) -> None:  # noqa: FBT001 (reads as the sentence it is)
        """Go on if something holds."""
        if not holds:
            raise StepFailedError(what)
        _print(f"    ✓ {what}")

    def await_case(self, read: Callable[[], dict[str, Any]], until: Callable[[dict[str, Any]], bool], what: str) -> Any:
        """Read a case until something follows by itself."""
        end = time.monotonic() + _WAIT
        while not until(case := read()):
            if time.monotonic() > end:
                raise StepFailedError(f"{what}: not within {_WAIT:.0f} s")
            time.sleep(_POLL)
        self.hold(holds=True, what=what)
        return case

    def show(self, case: dict[str, Any]) -> None:
        """Tell how a case stands, in a seller's words."""
        outcome = f" ({case['outcome']})" if case["outcome"] else ""
        check = case["order_check"]["result"].replace("_", " ")
        self.say(f"the case is {case['status'].replace('_', ' ').upper()}{outcome}; order {check}")
        deadline = case["deadline"]
        if deadline:
            self.say(
                f"{deadline['who']} must act within {_left(deadline['at'])} ({deadline['name']}, {deadline['rule']})"
            )
            self.say(f"if nobody acts: {deadline['if_silent']}")
        else:
            self.say("no deadline runs")
        self.say(f"next: {case['next_steps'][0]}")
        for task in case["tasks"]:
            self.say(f"task: {task['text']}")

    def end(self) -> None:
        """Tell that every step held."""
        _print(f"\nEvery step held, in {time.monotonic() - self._started:.0f} seconds.")


def _left(at: str) -> str:
    rest = datetime.fromisoformat(at) - datetime.now(UTC)
    days, hours = rest.days, rest.seconds // 3600
    if days < 0:
        return "no time: it is overdue"
    return f"{days} {'day' if days == 1 else 'days'} {hours} h"


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
