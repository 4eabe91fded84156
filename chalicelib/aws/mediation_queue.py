"""The mediation queue: SQS FIFO, one group a case, so that a case's messages keep their order (CONTRACT, Queue)."""

from hashlib import sha256

from botocore.client import BaseClient

from chalicelib.aws.failures import named_failures
from chalicelib.domain.identifiers import CaseKey


class MediationQueue:
    """Where requests to mediate go out."""

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


def group_of(case: CaseKey) -> str:
    """The message group of a case: it hides the ids, and has the same length for all."""
    return sha256(f"{case.order.merchant}|{case.case_id}".encode()).hexdigest()
