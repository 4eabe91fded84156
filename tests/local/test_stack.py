import hashlib
import json
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest

from local.child import ChildFailedError
from local.stack import start
from ops.template import PROJECT
from tests.local.watching import eventually, listens, runs

pytestmark = pytest.mark.stack

TINY = Path(__file__).parent / "tiny_app"
PROMISED = {
    *("api_url", "aws_endpoint_url", "region", "table", "bucket", "mediation_queue_url", "mediation_dlq_url"),
    *("secrets_prefix", "connections", "api_keys", "pid"),
}


@pytest.fixture(scope="module")
def stack():
    with start(app_dir=TINY, desk=False, filing_urls={"demo": "http://127.0.0.1:9/file"}) as running:
        yield running


@pytest.fixture
def client(stack):
    return lambda service: boto3.client(service, **stack.boto_arguments())


def row(dynamodb, stack, pk, sk):
    got = dynamodb.get_item(TableName=stack.description["table"], Key={"PK": {"S": pk}, "SK": {"S": sk}})
    return got.get("Item")


def test_tells_what_the_contract_promises(stack):
    told = json.loads(stack.state.read_text())
    assert told == stack.description
    assert set(told) == PROMISED
    whose = ("merchant", "marketplace", "dialect")
    assert {name: tuple(each[key] for key in whose) for name, each in told["connections"].items()} == {
        "demo": ("demo", "alibaba", "standard"),
        "other": ("other", "alibaba", "standard"),
        "demo-alibaba": ("demo", "alibaba", "alibaba"),
        "demo-lazada": ("demo", "lazada", "lazada"),
        "demo-icbu": ("demo", "alibaba", "icbu"),
        "demo-tiktok": ("demo", "tiktok", "tiktok"),
        "demo-shopify": ("demo", "shopify", "shopify"),
        "demo-stripe": ("demo", "stripe", "stripe"),
        "demo-paypal": ("demo", "paypal", "paypal"),
    }
    assert all(set(keys) == {"seller", "desk", "operator"} for keys in told["api_keys"].values())
    assert stack.state.stat().st_mode & 0o077 == 0


def test_the_registry_and_its_secrets_are_where_the_application_looks(stack, client):
    item = row(client("dynamodb"), stack, "REGISTRY", "CONNECTIONS")
    listed = json.loads(item["connections"]["S"])
    assert listed["demo"]["filing_url"] == "http://127.0.0.1:9/file"
    assert listed["other"]["filing_url"] is None
    for name, told in stack.description["connections"].items():
        path = f"/recourse/recourse-local/connections/{name}"
        parameter = client("ssm").get_parameter(Name=path, WithDecryption=True)["Parameter"]
        assert parameter["Type"] == "SecureString"
        stored = json.loads(parameter["Value"])
        assert stored["app_key"] == told.get("app_key")
        assert stored["settings"] == {name: told[name] for name in ("webhook_id", "shop_domain") if name in told}
        assert set(stored["public_keys"]) == set(told.get("certificates", {}))
        if told["dialect"] != "paypal":
            assert stored["secrets"] == [{"secret": told["secret"], "until": None}]


def test_of_an_api_key_only_the_hash_is_kept(stack, client):
    token = stack.description["api_keys"]["demo"]["desk"]
    _, key_id, secret = token.split("_")
    item = row(client("dynamodb"), stack, f"APIKEY#{key_id}", "APIKEY")
    assert (item["merchant"], item["role"]) == ({"S": "demo"}, {"S": "desk"})
    assert item["sha256"]["B"] == hashlib.sha256(secret.encode()).digest()
    assert secret not in str(item)


def test_the_stream_drives_the_projector(stack, client):
    dynamodb = client("dynamodb")
    item = {"PK": {"S": "ORDER#1"}, "SK": {"S": "EVENT#1"}, "said": {"S": "hello"}}
    dynamodb.put_item(TableName=stack.description["table"], Item=item)
    seen = eventually(lambda: row(dynamodb, stack, "SEEN", "project EVENT#1"))
    assert seen["said"] == {"S": "hello"}


def test_a_presigned_upload_drives_the_clerk(stack, client):
    where = {"Bucket": stack.description["bucket"], "Key": "demo/case/e1"}
    url = client("s3").generate_presigned_url("put_object", Params=where)
    upload = urllib.request.Request(url, data=b"12345", headers={"Content-Type": "image/png"}, method="PUT")
    urllib.request.urlopen(upload, timeout=5).close()
    seen = eventually(lambda: row(client("dynamodb"), stack, "SEEN", "inspect_upload demo/case/e1"))
    assert json.loads(seen["said"]["S"])["object"]["size"] == 5


def test_the_clock_rings(stack, client):
    assert eventually(lambda: row(client("dynamodb"), stack, "SEEN", "expire_deadlines"))


def test_conditional_writes_have_one_winner(stack, client):
    dynamodb = client("dynamodb")

    def put(number):
        try:
            dynamodb.put_item(
                TableName=stack.description["table"],
                Item={"PK": {"S": "RACE"}, "SK": {"S": str(number % 20)}},
                ConditionExpression="attribute_not_exists(PK)",
            )
        except dynamodb.exceptions.ConditionalCheckFailedException:
            return 0
        return 1

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(put, range(320))) == 20


def test_a_consumer_that_waits_for_messages_stops_nobody(stack, client):
    sqs = client("sqs")
    url = sqs.create_queue(QueueName="waited-for")["QueueUrl"]
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(sqs.receive_message, QueueUrl=url, WaitTimeSeconds=20)
        client("sqs").send_message(QueueUrl=url, MessageBody="at last")
        assert waiting.result(5)["Messages"][0]["Body"] == "at last"


def test_without_a_desk_messages_stay_for_another_consumer_on_the_same_endpoint(stack, client):
    sqs, url = client("sqs"), stack.description["mediation_queue_url"]
    sqs.send_message(QueueUrl=url, MessageBody="m1", MessageGroupId="g", MessageDeduplicationId="d")
    endpoint = {"AWS_ENDPOINT_URL": stack.description["aws_endpoint_url"]}
    nobody = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y"}
    with start(app_dir=TINY, env=endpoint | nobody) as second:
        assert second.description["aws_endpoint_url"] == stack.description["aws_endpoint_url"]
        assert second.description["mediation_queue_url"] == url
        assert eventually(lambda: row(client("dynamodb"), stack, "SEEN", "mediate m1"))
    assert listens(stack.description["aws_endpoint_url"])


def test_a_parent_that_is_killed_leaves_no_orphans():
    program = (
        "import json, pathlib, sys; from local.stack import start\n"
        "with start(app_dir=pathlib.Path(sys.argv[1])) as stack:\n"
        "    print(json.dumps(stack.description), flush=True); sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(TINY)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    told = json.loads(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    assert eventually(lambda: not listens(told["aws_endpoint_url"]) and not listens(told["api_url"]))
    assert eventually(lambda: not runs(told["pid"]))


def test_an_application_that_does_not_start_is_told_with_its_reason(tmp_path):
    (tmp_path / "app.py").write_text("raise RuntimeError('no settings')")
    with pytest.raises(ChildFailedError, match="no settings"), start(app_dir=tmp_path):
        pass
