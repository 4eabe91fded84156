"""The whole system in process on moto, a clock that is only ever moved, and every source in the hands of the play.

A fault that is planned meets the next handler that gets as far. A handler that was killed is followed by a new process.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from typing import Any
from unittest.mock import patch

import boto3
from botocore.client import BaseClient
from moto import mock_aws

import app
from chalicelib import wiring
from chalicelib.aws.api_keys import Principal, Role
from local.invocation import Failed, invoke
from local.queue_pump import as_lambda_sends
from local.stream_pump import StreamRules
from local.stream_reader import StreamReader
from local.stream_record import sequence_number
from ops.template import deployed_template
from tests.world.api import Answered, call
from tests.world.cloud import Cloud, furnish
from tests.world.platform import LISTED, Platform
from tests.world.wire import WIRE, Killed, Meanwhile, Plan

_RULES = StreamRules.of_source(deployed_template().source("Project"))
_EVENT = {
    **dict.fromkeys(("version", "id", "account", "time", "region"), "0"),
    "detail-type": "as it is called",
    "source": "aws",
    "resources": [],
}
_MOST_RECEIVES = 5


@dataclass
class Stage:
    """One history's system; what is waiting in `stream`, `uploads` and the queues has not been delivered."""

    counts: Counter[str]
    has_endpoint: bool = True
    plan: Plan | None = None
    stream: list[dict[str, Any]] = field(default_factory=list)
    carried: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[dict[str, Any]] = field(default_factory=list)
    lost: bool = False  # something that a source had will never be delivered
    handed_out: list[dict[str, Any]] = field(default_factory=list)
    arrived: set[str] = field(default_factory=set)
    receives: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._account = mock_aws()
        self._account.start()
        self.cloud: Cloud = furnish()
        self.clock = self.cloud.clock
        self._objects_dated = patch("moto.s3.models.utcnow", lambda: self.clock.now.replace(tzinfo=None))
        self._objects_dated.start()
        self.cloud.clients.s3.put_bucket_versioning(
            Bucket=self.cloud.settings.bucket, VersioningConfiguration={"Status": "Enabled"}
        )
        if self.has_endpoint:
            self.cloud.list_connections(LISTED)
        self.platform = Platform(self.clock)
        self.key = self.restart().api_keys.make(Principal("demo", Role.OPERATOR))
        table = self.cloud.dynamodb.describe_table(TableName=self.cloud.settings.table)["Table"]
        self._reader = StreamReader(_streams(), table["LatestStreamArn"])

    def close(self) -> None:
        """Leave nothing of it."""
        wiring.install(None)
        WIRE.clear()
        self._objects_dated.stop()
        self._account.stop()

    def restart(self) -> wiring.Recourse:
        """Have a new process: nothing is warm."""
        recourse = self.platform.hire(self.cloud.recourse())
        wiring.install(recourse)
        return recourse

    def handled(self, work: Callable[[], Any]) -> Any:
        """Do something under the fault that is planned; None where it killed the process."""
        WIRE.clear()
        plan, self.plan = self.plan, None
        WIRE.plan = plan
        try:
            return work()
        except Killed:
            self.restart()
            return None
        finally:
            WIRE.clear()
            if plan is not None and plan.met:
                self.counts["interruptions" if isinstance(plan.fault, Meanwhile) else "faults"] += 1
            else:
                self.plan = plan

    def interrupt(self, work: Callable[[], object]) -> None:
        """Let another process do something while this one waits for an answer."""
        this = wiring.recourse()
        self.restart()
        work()
        wiring.install(this)

    def api(self, route: str, *, body: str, headers: list[tuple[str, str]], **path: str) -> Answered | None:
        """Post to a route; None where the process died over it."""
        told = [("Content-Type", "application/json"), *headers]
        answered: Answered | None = self.handled(lambda: call("POST", route, headers=told, body=body, **path))
        return answered

    # The sources.

    def fetch(self) -> None:
        """Take what the table's stream has for the projector."""
        while records := self._reader.read(1_000):
            self.stream += [record for record in records if _RULES.wants(record)]

    def lose_a_record(self, which: int) -> None:
        """Let a record of the stream never arrive."""
        self.fetch()
        if self.stream:
            self.stream.pop(which % len(self.stream))
            self.counts["lost on the stream"] += 1
            self.lost = True

    def project(self, records: list[dict[str, Any]]) -> None:
        """Deliver records to the projector; from the first that it fails on they stay on the stream."""
        outcome = self.handled(lambda: invoke(app.project, {"Records": records}, name="project"))
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
        url = self.cloud.settings.mediation_queue_url
        message = self.receive(url)
        if message is None:
            return False
        self.receives[message["MessageId"]] += 1
        outcomes = [self._hand_over("mediate", message) for _ in range(at_once)]
        if all(outcomes):
            self._delete(url, message)
            self.handed_out.append(message)
        elif self.receives[message["MessageId"]] >= _MOST_RECEIVES:
            self.move(message, url, self.cloud.settings.mediation_dlq_url)
        else:
            self._show(url, message)
        return True

    def mediate_again(self, which: int) -> None:
        """Hand out a message that was done with, however long ago: SQS delivers at least once."""
        if self.handed_out:
            self._hand_over("mediate", self.handed_out[which % len(self.handed_out)])

    def bury(self) -> None:
        """Hand out the next dead letter."""
        url = self.cloud.settings.mediation_dlq_url
        message = self.receive(url)
        if message is None:
            return
        if self._hand_over("dead_letters", message):
            self._delete(url, message)
        else:
            self._show(url, message)

    def redrive(self) -> bool:
        """Move the next dead letter back; SQS's own redrive drops its deduplication id."""
        settings = self.cloud.settings
        message = self.receive(settings.mediation_dlq_url)
        if message is not None:
            self.move(message, settings.mediation_dlq_url, settings.mediation_queue_url)
        return message is not None

    def put_object(self, key: str, body: bytes) -> None:
        """Put something under a key, and have EventBridge tell of it some time."""
        bucket = self.cloud.settings.bucket
        self.cloud.clients.s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="text/plain")
        self.arrived.add(key)
        self.uploads.append({"bucket": {"name": bucket}, "object": {"key": key}})

    def inspect(self, detail: dict[str, Any]) -> None:
        """Tell the evidence clerk of an object; up to twice again where it fails."""
        for _ in range(3):
            outcome = self.handled(lambda: invoke(app.inspect_upload, _EVENT | {"detail": detail}, name="inspect") or 1)
            if outcome == 1:
                return
        self.lost = True

    def ring(self, handler: Callable[[Any, Any], Any]) -> None:
        """Let a schedule call its handler."""
        self.handled(lambda: invoke(handler, _EVENT | {"detail": {}}, name="schedule"))

    def receive(self, url: str) -> dict[str, Any] | None:
        """Take the next message of a queue in hand."""
        received = self.cloud.clients.sqs.receive_message(QueueUrl=url, AttributeNames=["All"])
        return next(iter(received.get("Messages", [])), None)

    def move(self, message: dict[str, Any], source: str, target: str) -> None:
        """Move a message that is in hand to another queue."""
        self.counts["moved"] += 1
        self.cloud.clients.sqs.send_message(
            QueueUrl=target,
            MessageBody=message["Body"],
            MessageGroupId=message["Attributes"]["MessageGroupId"],
            MessageDeduplicationId=f"moved {self.counts['moved']}",
        )
        self._delete(source, message)

    def _hand_over(self, name: str, message: dict[str, Any]) -> bool:
        event = {"Records": [as_lambda_sends(message, "arn:aws:sqs:us-east-1:123456789012:any.fifo")]}
        outcome = self.handled(lambda: invoke(getattr(app, name), event, name=name))
        return outcome is not None and not isinstance(outcome, Failed) and not outcome["batchItemFailures"]

    def _delete(self, url: str, message: dict[str, Any]) -> None:
        self.cloud.clients.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def _show(self, url: str, message: dict[str, Any]) -> None:
        handle = {"QueueUrl": url, "ReceiptHandle": message["ReceiptHandle"]}
        self.cloud.clients.sqs.change_message_visibility(**handle, VisibilityTimeout=0)


@cache
def _streams() -> BaseClient:
    """One client for all histories: reading botocore's data for it takes as long as a short one."""
    return boto3.client("dynamodbstreams")
