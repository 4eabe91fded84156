"""A world whose sources the play controls: it delivers in any order, again, or never.

A process that was killed is followed by a new one.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, TypeVar
from unittest.mock import patch

from moto import mock_aws

from chalicelib import wiring
from local.invocation import Failed
from local.stream_record import sequence_number
from tests.faults.luck import Luck
from tests.world.cloud import furnish
from tests.world.platform import FILING_URL
from tests.world.sources import Message, Queue, Record
from tests.world.wire import WIRE, Killed, Meanwhile
from tests.world.world import World

T = TypeVar("T")
_MOST_RECEIVES = 5


@dataclass
class Stage:
    """The world of one history. The records in `stream`, `uploads` and the queues are not delivered yet."""

    counts: Counter[str]
    has_endpoint: bool = True
    stream: list[Record] = field(default_factory=list)
    carried: list[Record] = field(default_factory=list)
    uploads: list[dict[str, Any]] = field(default_factory=list)
    lost: bool = False  # something that a source had will never be delivered
    handed_out: list[Message] = field(default_factory=list)
    arrived: set[str] = field(default_factory=set)
    receives: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._account = mock_aws()
        self._account.start()
        self.cloud = furnish()
        self.clock = self.cloud.clock
        self._objects_dated = patch("moto.s3.models.utcnow", lambda: self.clock.now.replace(tzinfo=None))
        self._objects_dated.start()
        if self.has_endpoint:
            self.cloud.file_at(FILING_URL)
        self.world = World(self.cloud)
        self.luck = Luck(self.world)
        self.platform = self.world.platform

    def close(self) -> None:
        """Leave nothing of it."""
        for plan in self.luck.met:
            self.counts["interruptions" if isinstance(plan.fault, Meanwhile) else "faults"] += 1
        wiring.install(None)
        WIRE.clear()
        self._objects_dated.stop()
        self._account.stop()

    def outlive(self, work: Callable[[], T]) -> T | None:
        """Do something.

        If the process dies over it, None and a new process.
        """
        try:
            return work()
        except Killed:
            self.world.restart()
            return None

    # The sources.

    def fetch(self) -> None:
        """Take what the table's stream has for the projector."""
        self.stream += self.world.stream.fetch()

    def lose_a_record(self, which: int) -> None:
        """Let a record of the stream never arrive."""
        self.fetch()
        if self.stream:
            self.stream.pop(which % len(self.stream))
            self.counts["lost on the stream"] += 1
            self.lost = True

    def project(self, records: list[Record]) -> None:
        """Deliver records to the projector.

        From the first that it fails on they stay on the stream.
        """
        outcome = self.outlive(lambda: self.world.invoke("project", {"Records": records}))
        if outcome is None or isinstance(outcome, Failed):
            return
        failed = {each["itemIdentifier"] for each in outcome["batchItemFailures"]}
        done = list(takewhile(lambda record: sequence_number(record) not in failed, records))
        self.stream = [record for record in self.stream if record not in done]
        self.carried += done

    def flow(self) -> None:
        """Deliver all that the stream has."""
        self.fetch()
        if self.stream:
            self.project(list(self.stream))

    def mediate(self, *, at_once: int = 1) -> bool:
        """Hand out the next message, `at_once` times because its visibility expires over the work."""
        queue = self.cloud.mediation
        message = queue.receive()
        if message is None:
            return False
        self.receives[message["MessageId"]] += 1
        outcomes = [self._mediate(message) for _ in range(at_once)]
        if all(outcomes):
            queue.delete(message)
            self.handed_out.append(message)
        elif self.receives[message["MessageId"]] >= _MOST_RECEIVES:
            self._move(message, queue, self.cloud.dead_letters)
        else:
            queue.show(message)
        return True

    def mediate_again(self, which: int) -> None:
        """Hand out a message that was done with, however long ago: SQS delivers at least once."""
        if self.handed_out:
            self._mediate(self.handed_out[which % len(self.handed_out)])

    def hand_out_dead_letter(self) -> None:
        """Hand out the next dead letter."""
        self.outlive(self.world.hand_out_dead_letter)

    def redrive(self) -> bool:
        """Move the next dead letter back.

        SQS's own redrive drops its deduplication id.
        """
        message = self.cloud.dead_letters.receive()
        if message is not None:
            self._move(message, self.cloud.dead_letters, self.cloud.mediation)
        return message is not None

    def put_object(self, key: str, body: bytes) -> None:
        """Put something under a key, and have EventBridge tell of it some time."""
        bucket = self.cloud.settings.bucket
        self.cloud.clients.s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="text/plain")
        self.arrived.add(key)
        self.uploads.append({"bucket": {"name": bucket}, "object": {"key": key}})

    def inspect(self, detail: dict[str, Any]) -> None:
        """Tell the evidence clerk of an object.

        Up to twice again where it fails.
        """
        if not any(self.outlive(lambda: self.world.announce("inspect_upload", detail)) for _ in range(3)):
            self.lost = True

    def run_schedule(self, name: str) -> None:
        """Let a schedule call its handler."""
        self.outlive(lambda: self.world.run_schedule(name))

    def _mediate(self, message: Message) -> bool:
        return bool(self.outlive(lambda: self.world.hand_over("mediate", message)))

    def _move(self, message: Message, source: Queue, target: Queue) -> None:
        self.counts["moved"] += 1
        source.move(message, target, deduplication_id=f"moved {self.counts['moved']}")
