"""Bad luck in a world: a fault, or another process, meets one of its next requests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.world.wire import WIRE, Plan
from tests.world.world import World


@dataclass
class Luck:
    """A plan waits for the first work that makes as many requests.

    The requests of the first work are noted.
    """

    world: World
    plan: Plan | None = None
    met: list[Plan] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    rounds: int = 0
    work: Callable[[], Any] = lambda: None

    def __post_init__(self) -> None:
        self.world.around = self._under_it

    def _under_it(self, work: Callable[[], Any]) -> Any:
        WIRE.clear()
        plan, self.plan = self.plan, None
        WIRE.plan, self.work, self.rounds = plan, work, self.rounds + 1
        try:
            return work()
        finally:
            if self.rounds == 1:
                self.calls = list(WIRE.sent)
            WIRE.clear()
            if plan is not None and plan.met:
                self.met.append(plan)
            else:
                self.plan = plan

    def meanwhile(self, work: Callable[[], object]) -> None:
        """Let another process do something while this one waits for an answer."""
        this = self.world.recourse
        self.world.restart()
        work()
        self.world.hire(this)
