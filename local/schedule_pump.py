"""A schedule into a handler."""

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from local.invocation import Handler, invoke

_REST = 9


class SchedulePump:
    """Calls its handler whenever so many seconds have gone by.

    `at_once` also when first asked.

    A handler that grew slow is asked less often: it never takes more than a tenth of the time.
    """

    pending = 0

    def __init__(
        self,
        handler: Handler,
        *,
        name: str,
        every: float,
        at_once: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._handler = handler
        self._every = every
        self._clock = clock
        self._due = clock() + (0 if at_once else every)

    def pump_once(self) -> int:
        """Call the handler if it is due.

        Return 1, or 0 when it was not.
        """
        now = self._clock()
        if now < self._due:
            return 0
        invoke(self._handler, scheduled_event(self.name), name=self.name)
        done = self._clock()
        self._due = done + max(self._every, _REST * (done - now))
        return 1


def scheduled_event(name: str) -> dict[str, Any]:
    """Return what EventBridge hands to a function when its time has come."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": "us-east-1",
        "resources": [f"arn:aws:events:us-east-1:123456789012:rule/{name}"],
        "detail": {},
    }
