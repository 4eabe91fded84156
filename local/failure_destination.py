"""The message that Lambda sends to the failure destination of a stream for records that fail for good.

https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from local.stream_record import sequence_number


class FailureDestination:
    """A queue that learns which records were given up: their place in the stream, not what they say."""

    def __init__(self, sqs: Any, queue_url: str) -> None:
        self._sqs = sqs
        self._queue_url = queue_url

    def give_up(self, record: dict[str, Any], attempts: int) -> None:
        """Report one record after so many attempts."""
        self._sqs.send_message(QueueUrl=self._queue_url, MessageBody=json.dumps(_report(record, attempts)))


def _report(record: dict[str, Any], attempts: int) -> dict[str, Any]:
    number = sequence_number(record)
    arrival = datetime.fromtimestamp(record["dynamodb"]["ApproximateCreationDateTime"], UTC).isoformat()
    return {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": attempts,
        },
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(),
        "DDBStreamBatchInfo": {
            "shardId": "local",
            "startSequenceNumber": number,
            "endSequenceNumber": number,
            "approximateArrivalOfFirstRecord": arrival,
            "approximateArrivalOfLastRecord": arrival,
            "batchSize": 1,
            "streamArn": record["eventSourceARN"],
        },
    }
