"""The mediation queue: SQS FIFO, one group a case, so that a case's messages keep their order (docs/filing.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from botocore.client import BaseClient

from chalicelib.aws.failures import StoreUnavailable, named_failures
from chalicelib.values.identifiers import CaseKey


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedMessage:
    """A message as a consumer has it in hand; `receives` counts how often it was handed out, this time included."""

    id: str
    group: str
    body: str
    handle: str = field(repr=False)
    receives: int


class MediationQueue:
    """Where requests to mediate go out; its dead letter queue is another one of these."""

    def __init__(self, client: BaseClient, queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def send(self, case: CaseKey, message: bytes, *, deduplication_id: str) -> None:
        """Send a message's exact bytes; StoreUnavailable when the queue is not known to have it."""
        with named_failures():
            self._client.send_message(
                QueueUrl=self._queue_url,
                MessageBody=message.decode(),
                MessageGroupId=group_of(case),
                MessageDeduplicationId=deduplication_id,
            )

    def hold(self, message: QueuedMessage, time: timedelta) -> bool:
        """Keep a message in hand hidden for so long from now, and with it the rest of its group.

        False where the queue did not do it: the message comes back after the queue's own time.
        """
        try:
            with named_failures():
                self._client.change_message_visibility(
                    QueueUrl=self._queue_url, ReceiptHandle=message.handle, VisibilityTimeout=int(time.total_seconds())
                )
        except StoreUnavailable:
            return False
        return True


def read_record(record: Mapping[str, Any]) -> QueuedMessage:
    """Read a record of the event that SQS makes for a function."""
    return QueuedMessage(
        id=record["messageId"],
        group=record["attributes"]["MessageGroupId"],
        body=record["body"],
        handle=record["receiptHandle"],
        receives=int(record["attributes"]["ApproximateReceiveCount"]),
    )


def group_of(case: CaseKey) -> str:
    """The message group of a case: it hides the ids, and has the same length for all."""
    return sha256(f"{case.order.merchant}|{case.case_id}".encode()).hexdigest()
