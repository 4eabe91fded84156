"""A world in which one handler call can meet one fault, and in which every source delivers again as AWS does."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import boto3

import app
from chalicelib import wiring
from local.invocation import Failed, invoke
from local.pump import drain
from local.queue_pump import as_lambda_sends
from local.stream_pump import StreamPump, StreamRules
from local.stream_reader import StreamReader
from ops.template import deployed_template
from tests.world.cloud import Cloud
from tests.world.planted import quoted
from tests.world.platform import LISTED, Platform
from tests.world.shop import Shop
from tests.world.wire import WIRE, Plan

T = TypeVar("T")
_QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:any.fifo"

_EVENT = {
    **dict.fromkeys(("version", "id", "account", "time", "region"), "0"),
    "detail-type": "as it is called",
    "source": "aws",
    "resources": [],
    "detail": {},
}


@dataclass
class World:
    """A shop on an account of its own, with a platform, and the fault that waits for the handler's next call."""

    cloud: Cloud
    plan: Plan | None = None
    calls: list[str] = field(default_factory=list)
    given_up: list[Any] = field(default_factory=list)
    rounds: int = 0
    inbox: Any = None
    standing: dict[tuple[str, str], Any] = field(default_factory=dict)
    work: Callable[[], Any] = lambda: None

    def __post_init__(self) -> None:
        self.platform = Platform(self.cloud.clock)
        self.shop = Shop(self.cloud, self.restart())
        assert self.shop.keys["demo", "seller"], "made now: each copy would make another"
        table = self.cloud.dynamodb.describe_table(TableName=self.cloud.settings.table)["Table"]
        self._reader = StreamReader(boto3.client("dynamodbstreams"), table["LatestStreamArn"])
        self.stream = StreamPump(
            self._reader,
            self.watched("project"),
            rules=StreamRules.of_source(deployed_template().source("Project")),
            give_up=lambda record, _attempts: self.given_up.append(record),
        )

    def restart(self) -> wiring.Recourse:
        """Have a new process: nothing is warm, nothing half done is remembered."""
        return self.hire(self.platform.hire(self.cloud.recourse()))

    def hire(self, recourse: wiring.Recourse) -> wiring.Recourse:
        """Let a process have whatever comes next."""
        wiring.install(recourse)
        if hasattr(self, "shop"):
            self.shop.recourse = recourse
        return recourse

    def has_endpoint(self) -> None:
        """Let the platform have a filing endpoint."""
        self.cloud.list_connections(LISTED)

    def under_fault(self, work: Callable[[], T]) -> T:
        """Do the work and count its calls; the planned fault meets the first work that gets as far."""
        WIRE.clear()
        WIRE.plan, self.rounds, self.work = self.plan, self.rounds + 1, work
        try:
            return work()
        finally:
            if self.rounds == 1:
                self.calls = list(WIRE.sent)
            if self.plan is not None and self.plan.met:
                self.plan = None
            WIRE.clear()

    def do_as_well(self) -> None:
        """Let another process do the same work; the rows that stand then are there for good."""
        this = wiring.recourse()
        self.restart()
        self.work()
        self.hire(this)
        self.standing = self._attempts()

    def watched(self, name: str) -> Callable[[Any, Any], Any]:
        """A handler of the application, under the fault."""
        return lambda event, context: self.under_fault(lambda: getattr(app, name)(event, context))

    # The sources. Each tells whether it is content, or will deliver again.

    def flow(self) -> bool:
        """Let the stream deliver until it is empty."""
        drain([self.stream])
        return True

    def lose(self) -> None:
        """Let everything that is on the stream be lost."""
        while self._reader.read(100):
            pass

    def hand_out(self, name: str, queue_url: str) -> bool:
        """Let a queue hand out its next message; what is not deleted is visible again."""
        message = self.receive(queue_url)
        if message is None:
            return True
        handle, settled = {"QueueUrl": queue_url, "ReceiptHandle": message["ReceiptHandle"]}, False
        try:
            outcome = invoke(self.watched(name), {"Records": [as_lambda_sends(message, _QUEUE_ARN)]}, name=name)
            settled = not isinstance(outcome, Failed) and not (outcome or {}).get("batchItemFailures")
        finally:
            if settled:
                self.cloud.clients.sqs.delete_message(**handle)
            else:
                self.cloud.clients.sqs.change_message_visibility(**handle, VisibilityTimeout=0)
        return False

    def give_up(self) -> None:
        """Let the mediation queue give its next message up, as it does after five receives."""
        settings, sqs = self.cloud.settings, self.cloud.clients.sqs
        message = self.receive(settings.mediation_queue_url)
        assert message is not None
        sqs.delete_message(QueueUrl=settings.mediation_queue_url, ReceiptHandle=message["ReceiptHandle"])
        sqs.send_message(
            QueueUrl=settings.mediation_dlq_url,
            MessageBody=message["Body"],
            MessageGroupId=message["Attributes"]["MessageGroupId"],
            MessageDeduplicationId=message["Attributes"]["MessageDeduplicationId"],
        )

    def ring(self, name: str) -> bool:
        """Let a schedule call its handler; it does so again whatever came of it."""
        invoke(self.watched(name), _EVENT, name=name)
        return self.rounds > 1

    def tell(self, name: str, detail: dict[str, Any]) -> bool:
        """Let EventBridge call a handler; a call that raised comes again."""
        return not isinstance(invoke(self.watched(name), _EVENT | {"detail": detail}, name=name), Failed)

    # What came of it.

    def rest(self) -> None:
        """Let everything that is still under way arrive, without faults."""
        self.plan = None
        self.restart()
        drain([self.stream])

    def state(self) -> dict[str, Any]:
        """Everything outside: all rows, messages by id, filings by key, objects."""
        assert quoted(self.cloud.lines) == []
        assert self.standing.items() <= self._attempts().items(), "a row that stood was written again"
        return {
            "rows": {_key(row): {name: row[name] for name in row if name != "attempt"} for row in self._rows()},
            "messages": self._messages(self.cloud.settings.mediation_queue_url),
            "dead letters": self._messages(self.cloud.settings.mediation_dlq_url),
            "filings": self.platform.filings,
            "taken back": self.platform.taken_back,
            "given up": self.given_up,
        }

    def _attempts(self) -> dict[tuple[str, str], Any]:
        return {_key(row): row["attempt"] for row in self._rows() if "attempt" in row}

    def _rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.cloud.dynamodb.scan(TableName=self.cloud.settings.table)["Items"]
        return rows

    def _messages(self, queue_url: str) -> dict[str, str]:
        found: dict[str, str] = {}
        while (message := self.receive(queue_url)) is not None:
            name = json.loads(message["Body"])["id"]
            assert found.setdefault(name, message["Body"]) == message["Body"], "two meanings under one id"
            self.cloud.clients.sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def receive(self, queue_url: str) -> dict[str, Any] | None:
        """Take a queue's next message in hand."""
        received = self.cloud.clients.sqs.receive_message(QueueUrl=queue_url, AttributeNames=["All"])
        return next(iter(received.get("Messages", [])), None)


def _key(row: dict[str, Any]) -> tuple[str, str]:
    return row["PK"]["S"], row["SK"]["S"]
