"""The mediation queue: an SQS FIFO queue with a group per case, which keeps the order of its messages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from chalicelib.aws.client import AwsClient
from chalicelib.aws.failures import StoreUnavailable, named_failures
from chalicelib.values.identifiers import CaseKey


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedMessage:
    """A message that a consumer received.

    `receives` counts its deliveries, including this one.
    """

    id: str
    group: str
    body: str
    handle: str = field(repr=False)
    receives: int


class MediationQueue:
    """A queue of requests to mediate.

    The dead letter queue is one too.
    """

    def __init__(self, client: AwsClient, queue_url: str) -> None:
        self._client = client
        self._queue_url = queue_url

    def send(self, case: CaseKey, message: bytes, *, deduplication_id: str) -> None:
        """Send the exact bytes of a message.

        Raises StoreUnavailable if the queue may not have it.
        """
        with named_failures():
            self._client.send_message(
                QueueUrl=self._queue_url,
                MessageBody=message.decode(),
                MessageGroupId=group_of(case),
                MessageDeduplicationId=deduplication_id,
            )

    def hold(self, message: QueuedMessage, time: timedelta) -> bool:
        """Keep a received message invisible for a time from now, and with it the rest of its group.

        False if the queue did not do it: then the message comes back after the queue's own time.
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
    """Read one record of an SQS event."""
    return QueuedMessage(
        id=record["messageId"],
        group=record["attributes"]["MessageGroupId"],
        body=record["body"],
        handle=record["receiptHandle"],
        receives=int(record["attributes"]["ApproximateReceiveCount"]),
    )


def group_of(case: CaseKey) -> str:
    """Make the message group of a case.

    It hides the ids and always has the same length.
    """
    return sha256(f"{case.order.merchant}|{case.case_id}".encode()).hexdigest()
