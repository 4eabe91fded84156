"""The queues, and the way from the bucket to the pump."""

import json
from typing import Any

from ops.template import Properties


def create_queue(sqs: Any, properties: Properties, name: str, *, dlq_url: str | None = None) -> str:
    """Create the queue unless it is there as given, and return its URL."""
    attributes = {key: _text(value) for key, value in properties.items() if key != "RedrivePolicy"}
    if dlq_url is not None:
        policy = {**properties["RedrivePolicy"], "deadLetterTargetArn": queue_arn(sqs, dlq_url)}
        attributes["RedrivePolicy"] = json.dumps(policy)
    url: str = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url


def create_uploads_queue(sqs: Any, events: Any, *, name: str, bucket: str) -> str:
    """Put a queue between EventBridge and the pump: in AWS EventBridge calls the function itself."""
    url: str = sqs.create_queue(QueueName=name)["QueueUrl"]
    pattern = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [bucket]}},
    }
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, Targets=[{"Id": "pump", "Arn": queue_arn(sqs, url)}])
    return url


def queue_arn(sqs: Any, url: str) -> str:
    """Return the ARN of a queue."""
    arn: str = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return arn


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
