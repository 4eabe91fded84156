"""The one world in which tests drive orders: an AWS account, and a process of Recourse."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import app
from chalicelib import wiring
from chalicelib.usecases.filing_endpoint import FilingEndpoint
from chalicelib.usecases.filings import Filings
from chalicelib.wiring import Recourse
from local.invocation import Failed, LambdaContext, invoke
from tests.world.api import Answered, call
from tests.world.cloud import Cloud
from tests.world.platform import Platform
from tests.world.sources import Message, Queue, Stream, batch_of, event_of

T = TypeVar("T")


@dataclass
class World:
    """Recourse as AWS calls it.

    Nothing happens and no time passes until a test says so.
    """

    cloud: Cloud
    around: Callable[[Callable[[], Any]], Any] = lambda work: work()  # whoever injects faults stands here
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)  # no two deliveries have the same id

    def __post_init__(self) -> None:
        self.platform = Platform(self.cloud.clock)
        self.endpoint: FilingEndpoint = self.platform
        self.recourse = self.restart()
        table = self.cloud.settings.table
        self.stream = Stream(self.cloud.dynamodb, table, lambda event, _context: self.call("project", event))

    def restart(self) -> Recourse:
        """Start a new process: nothing is warm, nothing half done is remembered."""
        recourse = self.cloud.recourse()
        recourse.filings = Filings(
            registry=recourse.registry, secrets=recourse.secrets, endpoint=self.endpoint, clock=self.cloud.clock
        )
        return self.hire(recourse)

    def hire(self, recourse: Recourse) -> Recourse:
        """Let a process have whatever comes next."""
        wiring.install(recourse)
        self.recourse = recourse
        return recourse

    # What calls it.

    def request(self, method: str, route: str, **sent: Any) -> Answered:
        """Let API Gateway call a route."""
        return self._do(lambda: call(method, route, **sent))

    def call(self, name: str, event: dict[str, Any]) -> Any:
        """Let Lambda call a handler.

        What that raises comes through.
        """
        return self._do(lambda: getattr(app, name)(event, LambdaContext(name)))

    def invoke(self, name: str, event: dict[str, Any]) -> Any:
        """Let Lambda call a handler.

        Return what that returned, or `Failed`.
        """
        return invoke(lambda event, _context: self.call(name, event), event, name=name)

    def flow(self) -> None:
        """Let the stream deliver until it is empty."""
        self.stream.flow()

    def run_schedule(self, name: str) -> None:
        """Let a schedule call its handler, whatever comes of it."""
        self.invoke(name, event_of())

    def announce(self, name: str, detail: dict[str, Any]) -> bool:
        """Let EventBridge call a handler with an event.

        Tell whether it need not do so again.
        """
        return not isinstance(self.invoke(name, event_of(detail)), Failed)

    def hand_over(self, name: str, message: Message) -> bool:
        """Let Lambda call a handler with a message of a queue.

        Tell whether the message can be deleted.
        """
        outcome = self.invoke(name, batch_of(message))
        return not isinstance(outcome, Failed) and not (outcome or {}).get("batchItemFailures")

    def hand_out(self, name: str, queue: Queue) -> bool:
        """Let a queue hand out its next message, which is visible again if it failed.

        Tell whether there was none.
        """
        message = queue.receive()
        if message is None:
            return True
        done = False
        try:
            done = self.hand_over(name, message)
        finally:
            (queue.delete if done else queue.show)(message)
        return False

    def mediate(self) -> bool:
        """Let the mediation queue hand out its next message."""
        return self.hand_out("mediate", self.cloud.mediation)

    def hand_out_dead_letter(self) -> bool:
        """Let the dead letter queue hand out its next message."""
        return self.hand_out("dead_letters", self.cloud.dead_letters)

    def give_up(self) -> None:
        """Let the mediation queue give its next message up, as it does after five receives."""
        message = self.cloud.mediation.receive()
        assert message is not None
        self.cloud.mediation.move(message, self.cloud.dead_letters)

    def _do(self, work: Callable[[], T]) -> T:
        done: T = self.around(work)
        return done
