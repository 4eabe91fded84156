import http.client

import boto3
import pytest
from moto import mock_aws

from local.api_server import serving_api
from local.gateway import chalice_gateway
from local.resources import create_resources
from ops.template import deployed_template
from tests.local.tiny_app.app import app
from tests.world.documented import answers_are_judged  # noqa: F401 - pytest finds the fixture by its name


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


@pytest.fixture(scope="module")
def port():
    with serving_api(chalice_gateway(app)) as url:
        yield int(url.rpartition(":")[2])


@pytest.fixture
def client(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    yield connection
    connection.close()
