"""Makes what deploys, by API calls read from the template that deploys it.

moto's CloudFormation takes the same template, and silently drops half of the bucket and some of the table.
"""

from dataclasses import dataclass
from typing import Any

import boto3

from local.bucket import create_bucket
from local.queues import create_queue, create_uploads_queue
from local.unless_there import unless_there
from ops.template import Properties, Template

LOCAL = "recourse-local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """The addresses of everything.

    `secrets_prefix` is a path of SSM parameters.
    """

    table: str
    stream_arn: str
    bucket: str
    mediation_queue_url: str
    mediation_dlq_url: str
    projector_failures_url: str
    uploads_queue_url: str
    secrets_prefix: str

    def environment(self) -> dict[str, str]:
        """Return what every deployed function finds in its environment."""
        return {
            "RECOURSE_TABLE": self.table,
            "RECOURSE_BUCKET": self.bucket,
            "RECOURSE_MEDIATION_QUEUE_URL": self.mediation_queue_url,
            "RECOURSE_MEDIATION_DLQ_URL": self.mediation_dlq_url,
            "RECOURSE_SECRETS_PREFIX": self.secrets_prefix,
        }


def create_resources(template: Template, *, prefix: str = LOCAL) -> Resources:
    """Create what is not there yet, in the account and at the endpoint that the environment names."""
    sqs = boto3.client("sqs")
    declared = template.properties
    bucket = create_bucket(boto3.client("s3"), declared("EvidenceBucket"), f"{prefix}-evidence")
    dlq = create_queue(sqs, declared("MediationDeadLetterQueue"), f"{prefix}-mediation-dlq.fifo")
    return Resources(
        table=f"{prefix}-orders",
        stream_arn=create_table(boto3.client("dynamodb"), declared("OrdersTable"), f"{prefix}-orders"),
        bucket=bucket,
        mediation_queue_url=create_queue(sqs, declared("MediationQueue"), f"{prefix}-mediation.fifo", dlq_url=dlq),
        mediation_dlq_url=dlq,
        projector_failures_url=create_queue(sqs, declared("ProjectorFailures"), f"{prefix}-projector-failures"),
        uploads_queue_url=create_uploads_queue(
            sqs, boto3.client("events"), name=f"{prefix}-object-created", bucket=bucket
        ),
        secrets_prefix=secrets_path(prefix),
    )


def secrets_path(prefix: str = LOCAL) -> str:
    """Return the path of SSM parameters that belongs to a prefix, as the template has it of a stack's name."""
    return f"/recourse/{prefix}/"


def create_table(dynamodb: Any, properties: Properties, name: str) -> str:
    """Create the table unless it is there, and return the ARN of its stream."""
    as_given = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
    unless_there(
        lambda: dynamodb.create_table(
            TableName=name,
            **{key: properties[key] for key in as_given},
            StreamSpecification={"StreamEnabled": True, **properties["StreamSpecification"]},
            SSESpecification={"Enabled": properties["SSESpecification"]["SSEEnabled"]},
        ),
        "ResourceInUseException",
    )
    dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    dynamodb.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"]
    )
    _delete_what_expires(dynamodb, name, properties["TimeToLiveSpecification"])
    arn: str = dynamodb.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    return arn


def _delete_what_expires(dynamodb: Any, name: str, specification: Properties) -> None:
    """Switch on the deletion of expired rows. DynamoDB refuses to switch on what is on."""
    described = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if described["TimeToLiveStatus"] == "DISABLED":
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=specification)
