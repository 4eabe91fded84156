"""A queue into a handler: a message is deleted only when the handler did not fail it.

One message at a time: of a FIFO batch that was not deleted, moto never gives back the first messages.
"""

from typing import Any

from local.invocation import Failed, Handler, invoke
from local.queues import queue_arn


class QueuePump:
    """Delivers one queue.

    What failed comes again when its visibility timeout is over.
    """

    pending = 0

    def __init__(self, sqs: Any, queue_url: str, handler: Handler, *, name: str) -> None:
        self.name = name
        self._sqs = sqs
        self._queue_url = queue_url
        self._handler = handler
        self._arn = queue_arn(sqs, queue_url)

    def pump_once(self) -> int:
        """Deliver the next visible message.

        Return 1, or 0 when there was none.
        """
        received = self._sqs.receive_message(
            QueueUrl=self._queue_url,
            MaxNumberOfMessages=1,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
        )
        for message in received.get("Messages", []):
            outcome = invoke(self._handler, {"Records": [as_lambda_sends(message, self._arn)]}, name=self.name)
            if not _failed(outcome):
                self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
            return 1
        return 0


def _failed(outcome: Any) -> bool:
    """In a batch of one any failure is its own: an unknown name fails the whole batch, as in Lambda."""
    return isinstance(outcome, Failed) or bool((outcome or {}).get("batchItemFailures"))


def as_lambda_sends(message: dict[str, Any], arn: str) -> dict[str, Any]:
    """Return a received message as Lambda hands it to a function."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message.get("Attributes", {}),
        "messageAttributes": message.get("MessageAttributes", {}),
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": arn,
        "awsRegion": arn.split(":")[3],
    }
