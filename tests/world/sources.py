"""The event sources of AWS, which deliver only when a test says so."""

import functools
import time
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.client import BaseClient

from local.invocation import Handler
from local.pump import drain
from local.queue_pump import as_lambda_sends
from local.stream_pump import StreamPump, StreamRules
from local.stream_reader import StreamReader
from ops.template import deployed_template

Message = dict[str, Any]
Record = dict[str, Any]
_QUEUE_ARN = "arn:aws:sqs:us-east-1:123456789012:any.fifo"


def event_of(detail: dict[str, Any] | None = None) -> dict[str, Any]:
    """Write what EventBridge sends: a schedule's call, or an event with a detail."""
    return {
        **dict.fromkeys(("version", "id", "account", "time", "region"), "0"),
        "detail-type": "as it is called",
        "source": "aws",
        "resources": [],
        "detail": detail or {},
    }


def batch_of(*messages: Message) -> dict[str, list[Record]]:
    """Write what Lambda sends a handler of queue messages."""
    return {"Records": [as_lambda_sends(message, _QUEUE_ARN) for message in messages]}


@dataclass(frozen=True)
class Queue:
    """One queue, and what can be done with its messages by hand."""

    sqs: BaseClient
    url: str

    def batch(self, most: int = 10) -> list[Message]:
        """Receive visible messages.

        Nobody sees them again until they are shown.
        """
        every = {"AttributeNames": ["All"], "MessageAttributeNames": ["All"]}
        received = self.sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=most, **every)
        messages: list[Message] = received.get("Messages", [])
        return messages

    def receive(self) -> Message | None:
        """Receive the next message, if there is one."""
        return next(iter(self.batch(1)), None)

    def take(self) -> Message | None:
        """Receive and delete the next message, if there is one."""
        message = self.receive()
        if message is not None:
            self.delete(message)
        return message

    def delete(self, message: Message) -> None:
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def show(self, message: Message) -> None:
        """Make a received message visible again."""
        handle = {"QueueUrl": self.url, "ReceiptHandle": message["ReceiptHandle"]}
        self.sqs.change_message_visibility(**handle, VisibilityTimeout=0)

    def move(self, message: Message, target: "Queue", *, deduplication_id: str | None = None) -> None:
        """Send a received message to another queue and delete it here."""
        self.delete(message)
        target.sqs.send_message(
            QueueUrl=target.url,
            MessageBody=message["Body"],
            MessageGroupId=message["Attributes"]["MessageGroupId"],
            MessageDeduplicationId=deduplication_id or message["Attributes"]["MessageDeduplicationId"],
        )


class Stream:
    """The table's stream: `flow` delivers it in order, `fetch` hands its records out to be delivered in any order."""

    def __init__(self, dynamodb: BaseClient, table: str, handler: Handler) -> None:
        arn = dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
        self.given_up: list[Record] = []
        self._reader = StreamReader(_streams(), arn)
        self.hours_gone = 0.0  # since the records on the stream were written
        self._pump = StreamPump(
            self._reader,
            handler,
            rules=_rules(),
            give_up=lambda record, _attempts: self.given_up.append(record),
            clock=lambda: time.time() + self.hours_gone * 3600,
        )

    def flow(self) -> None:
        """Deliver until the stream is empty, as Lambda does."""
        drain([self._pump])

    def try_once(self) -> int:
        """Deliver one batch. Return how many records that settles."""
        return self._pump.pump_once()

    @property
    def pending(self) -> int:
        """The number of records that were fetched and still wait."""
        return self._pump.pending

    def fetch(self) -> list[Record]:
        """Take off the stream whatever is meant for the projector."""
        fetched: list[Record] = []
        while records := self._reader.read(1_000):
            fetched += [record for record in records if _rules().wants(record)]
        return fetched

    def lose(self) -> None:
        """Let nothing that is on the stream now ever be delivered."""
        self.fetch()


@functools.cache
def _streams() -> BaseClient:
    """One client for all tests: reading botocore's data for it takes as long as a short one."""
    return boto3.client("dynamodbstreams")


@functools.cache
def _rules() -> StreamRules:
    return StreamRules.of_source(deployed_template().source("Project"))
