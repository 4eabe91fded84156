"""S3's "Object Created" into a handler, as EventBridge tells it."""

import json
from typing import Any

from local.invocation import Failed, Handler, invoke

_RETRIES = 2  # Lambda's own for asynchronous invocations
_AGAIN_SECONDS = 1


class UploadPump:
    """Delivers each event.

    One that fails comes twice more and is then dropped, as Lambda does it.
    """

    name = "inspect_upload"
    pending = 0

    def __init__(self, sqs: Any, queue_url: str, handler: Handler) -> None:
        self._sqs = sqs
        self._queue_url = queue_url
        self._handler = handler

    def pump_once(self) -> int:
        """Deliver the next event.

        Return 1, or 0 when there was none.
        """
        received = self._sqs.receive_message(
            QueueUrl=self._queue_url, MaxNumberOfMessages=1, AttributeNames=["ApproximateReceiveCount"]
        )
        for message in received.get("Messages", []):
            outcome = invoke(self._handler, as_aws_sends(json.loads(message["Body"])), name=self.name)
            self._settle(message, failed=isinstance(outcome, Failed))
            return 1
        return 0

    def _settle(self, message: dict[str, Any], *, failed: bool) -> None:
        handle = {"QueueUrl": self._queue_url, "ReceiptHandle": message["ReceiptHandle"]}
        if failed and int(message["Attributes"]["ApproximateReceiveCount"]) <= _RETRIES:
            self._sqs.change_message_visibility(**handle, VisibilityTimeout=_AGAIN_SECONDS)
        else:
            self._sqs.delete_message(**handle)


def as_aws_sends(event: dict[str, Any]) -> dict[str, Any]:
    """Return moto's event with the names and the reason that AWS has."""
    detail = event["detail"]
    upload = {"etag" if name == "eTag" else name: value for name, value in detail["object"].items()}
    return {**event, "detail": {**detail, "object": upload, "reason": "PutObject"}}
