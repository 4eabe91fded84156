import json

import boto3
from moto import mock_aws

from local.bucket import STEPS
from local.resources import create_resources
from ops.template import MERGED, deployed_template

TABLE_PROPERTIES_APPLIED = {
    "AttributeDefinitions",
    "BillingMode",
    "GlobalSecondaryIndexes",
    "KeySchema",
    "PointInTimeRecoverySpecification",
    "SSESpecification",
    "StreamSpecification",
    "TimeToLiveSpecification",
}
MEANT_FOR_REAL_TABLES = {"DeletionProtectionEnabled"}


def test_every_property_that_deploys_is_applied_here(template):
    assert set(template.properties("EvidenceBucket")) == set(STEPS)
    assert set(template.properties("OrdersTable")) == TABLE_PROPERTIES_APPLIED | MEANT_FOR_REAL_TABLES


def test_the_table_is_as_it_deploys(resources, template):
    dynamodb = boto3.client("dynamodb")
    table = dynamodb.describe_table(TableName=resources.table)["Table"]
    backups = dynamodb.describe_continuous_backups(TableName=resources.table)["ContinuousBackupsDescription"]
    assert {index["IndexName"]: index["KeySchema"] for index in table["GlobalSecondaryIndexes"]} == {
        index["IndexName"]: index["KeySchema"] for index in template.properties("OrdersTable")["GlobalSecondaryIndexes"]
    }
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSEDescription"]["Status"] == "ENABLED"
    expiry = dynamodb.describe_time_to_live(TableName=resources.table)["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "delete_at"}
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"


def test_the_bucket_has_what_cloudformation_by_moto_drops(resources):
    s3, bucket = boto3.client("s3"), resources.bucket
    (cors,) = s3.get_bucket_cors(Bucket=bucket)["CORSRules"]
    (encryption,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    (lifecycle,) = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    assert (cors["AllowedMethods"], cors["ExposeHeaders"]) == (["PUT"], ["ETag"])
    assert encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    assert lifecycle["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 2}


def test_the_queue_hands_over_to_its_dead_letter_queue_after_five(resources, sqs):
    url = {"QueueUrl": resources.mediation_queue_url, "AttributeNames": ["All"]}
    attributes = sqs.get_queue_attributes(**url)["Attributes"]
    assert attributes["FifoQueue"] == "true"
    assert attributes["ContentBasedDeduplication"] == "false"
    assert attributes["VisibilityTimeout"] == "300"
    policy = json.loads(attributes["RedrivePolicy"])
    assert (policy["maxReceiveCount"], policy["deadLetterTargetArn"].split(":")[-1]) == (
        5,
        resources.mediation_dlq_url.split("/")[-1],
    )


def test_making_them_again_finds_them_and_what_is_in_them():
    with mock_aws():
        first = create_resources(deployed_template())
        boto3.client("dynamodb").put_item(TableName=first.table, Item={"PK": {"S": "a"}, "SK": {"S": "b"}})
        assert create_resources(deployed_template()) == first
        assert boto3.client("dynamodb").scan(TableName=first.table)["Count"] == 1


def test_they_are_made_in_whatever_region_the_environment_names(monkeypatch):
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    with mock_aws():
        made = create_resources(deployed_template())
        assert boto3.client("s3").get_bucket_location(Bucket=made.bucket)["LocationConstraint"] == "eu-central-1"
        assert ":eu-central-1:" in made.stream_arn


def test_the_environment_names_what_the_deployed_functions_get(resources):
    merged = json.loads(MERGED.read_text())
    with_defaults = {"RECOURSE_REQUESTS_AT_ONCE", "RECOURSE_REQUESTS_A_SECOND"}
    assert {*resources.environment(), *with_defaults} == set(merged["Globals"]["Function"]["Environment"]["Variables"])
