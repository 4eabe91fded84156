"""A teardown on moto: what stays when a stack is deleted, and the calls that delete it (docs/deploy.md)."""

import pytest
from botocore.exceptions import ClientError

from tests.world.cloud import TEMPLATE
from tests.world.uploads import Uploads

STAYS = {"OrdersTable", "EvidenceBucket", "MediationQueue", "MediationDeadLetterQueue"}


def test_only_what_nobody_can_make_again_stays_after_the_stack():
    policies = {name: each.get("DeletionPolicy") for name, each in TEMPLATE.resources.items()}

    assert {name for name, policy in policies.items() if policy == "RetainExceptOnCreate"} >= STAYS
    assert {policy for policy in policies.values() if policy} == {"RetainExceptOnCreate"}


def test_the_calls_of_a_teardown_leave_nothing_behind(shop):
    shop.order_and_return("A-1")
    Uploads(shop).announce()
    dynamodb, s3, sqs = shop.cloud.clients.dynamodb, shop.cloud.clients.s3, shop.cloud.clients.sqs
    bucket, ssm = shop.cloud.settings.bucket, shop.cloud.clients.door_secrets
    for body in (b"first", b"second"):
        s3.put_object(Bucket=bucket, Key="demo/hash/E-1", Body=body)

    dynamodb.delete_table(TableName=shop.cloud.settings.table)
    with pytest.raises(ClientError, match="not empty"):
        s3.delete_bucket(Bucket=bucket)
    versions = s3.list_object_versions(Bucket=bucket)["Versions"]
    objects = [{"Key": each["Key"], "VersionId": each["VersionId"]} for each in versions]
    s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})
    s3.delete_bucket(Bucket=bucket)
    for url in sqs.list_queues()["QueueUrls"]:
        sqs.delete_queue(QueueUrl=url)
    named = ssm.get_parameters_by_path(Path=shop.cloud.settings.secrets_prefix, Recursive=True)["Parameters"]
    ssm.delete_parameters(Names=[each["Name"] for each in named])

    assert dynamodb.list_tables()["TableNames"] == []
    assert s3.list_buckets()["Buckets"] == []
    assert "QueueUrls" not in sqs.list_queues()
    assert ssm.get_parameters_by_path(Path=shop.cloud.settings.secrets_prefix, Recursive=True)["Parameters"] == []
