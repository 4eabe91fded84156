"""Pumps drive the handlers as AWS does. A thread calls each pump again and again."""

import logging
import threading
from collections.abc import Sequence
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

_LOG = logging.getLogger(__name__)
_IDLE_SECONDS = 0.15


class Pump(Protocol):
    """One event source and its handler."""

    @property
    def name(self) -> str:
        """The handler's name."""

    @property
    def pending(self) -> int:
        """The number of messages that it has fetched and not settled."""

    def pump_once(self) -> int:
        """Fetch and deliver at most one batch.

        Return how much is settled by it. Never waits.
        """


def drain(pumps: Sequence[Pump], *, steps: int = 10_000) -> int:
    """Pump until nothing more comes and nothing is pending.

    Return how much was settled.
    """
    settled = 0
    for _ in range(steps):
        done = sum(pump.pump_once() for pump in pumps)
        settled += done
        if not done and not any(pump.pending for pump in pumps):
            return settled
    raise RuntimeError(f"still not quiet after {steps} steps")


class PumpThread(threading.Thread):
    """Asks one pump until somebody stops it.

    Rests when there was nothing to do or something failed.
    """

    def __init__(self, pump: Pump, stop: threading.Event) -> None:
        super().__init__(name=f"pump-{pump.name}", daemon=True)
        self._pump = pump
        self._stop_asked = stop

    def run(self) -> None:
        """Pump."""
        while not self._stop_asked.is_set():
            if not self._step():
                self._stop_asked.wait(_IDLE_SECONDS)

    def _step(self) -> int:
        try:
            return self._pump.pump_once()
        except (BotoCoreError, ClientError):
            _LOG.exception("the source of %s does not answer", self._pump.name)
            return 0
