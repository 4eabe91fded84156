import boto3
import pytest
from moto import mock_aws

from local.resources import create_resources
from ops.template import deployed_template


@pytest.fixture
def template():
    return deployed_template()


@pytest.fixture
def resources(template):
    with mock_aws():
        yield create_resources(template)


@pytest.fixture
def sqs(resources):
    return boto3.client("sqs")


@pytest.fixture
def put_row(resources):
    dynamodb = boto3.client("dynamodb")

    def put(sk, **attributes):
        dynamodb.put_item(TableName=resources.table, Item={"PK": {"S": "ORDER#1"}, "SK": {"S": sk}} | attributes)

    return put
