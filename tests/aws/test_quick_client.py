"""The quick client beside botocore's own: the same answers, refusals, attempts and names of what goes wrong."""

import json
import os
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from chalicelib.aws.clients import Clients
from chalicelib.aws.failures import StoreUnavailable, named_failures
from chalicelib.aws.quick_client import QuickClient
from chalicelib.aws.surroundings import quick_surroundings

ROW = {
    "PK": {"S": "ORDER#demo#alibaba#A-1"},
    "SK": {"S": "EVENT#x"},
    "B": {"S": "an attribute of that name"},
    "bytes": {"B": bytes(range(256))},
    "empty": {"B": b""},
    "n": {"N": "12"},
    "text": {"S": "\u0000 \U0001f600 退货"},
}
KEY = {name: ROW[name] for name in ("PK", "SK")}
ONCE = {"ConditionExpression": "attribute_not_exists(PK)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}


@pytest.fixture
def both(cloud):
    assert isinstance(cloud.clients.door, QuickClient)
    return cloud.clients.door, cloud.dynamodb


def test_a_row_is_the_same_whoever_writes_and_reads_it(both, cloud):
    for number, writer in enumerate(both):
        row = ROW | {"SK": {"S": f"EVENT#{number}"}}
        writer.put_item(TableName=cloud.settings.table, Item=row)
        key = {name: row[name] for name in KEY}
        for reader in both:
            got = reader.get_item(TableName=cloud.settings.table, Key=key, ConsistentRead=True)
            assert got["Item"] == row


def test_a_failed_condition_has_the_code_and_the_stored_row(both, cloud):
    quick, botocores = both
    quick.put_item(TableName=cloud.settings.table, Item=ROW)
    refusals = []
    for client in (quick, botocores):
        with pytest.raises(ClientError) as refused:
            client.put_item(TableName=cloud.settings.table, Item=ROW | {"n": {"N": "13"}}, **ONCE)
        response = refused.value.response
        refusals.append((response["Error"]["Code"], response["Item"], refused.value.operation_name))

    assert refusals == [("ConditionalCheckFailedException", ROW, "PutItem")] * 2


@pytest.mark.parametrize(
    ("operation", "request_"),
    [("get_item", {"TableName": "nobody", "Key": KEY}), ("query", {"TableName": "orders"})],
)
def test_a_refusal_has_the_code_of_botocores(both, operation, request_):
    quick, _ = both
    with pytest.raises(ClientError) as refused:
        getattr(quick, operation)(**request_)

    assert refused.value.response["Error"]["Code"] in {
        "ResourceNotFoundException",
        "ValidationException",
    }


class Told(BaseHTTPRequestHandler):
    """Answers with what waits in `answers`, the last of them again and again, and keeps what came."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.came.append((dict(self.headers.items()), body))
        answers = self.server.answers
        status, told = answers.pop(0) if len(answers) > 1 else answers[0]
        if status is None:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_):
        pass


@contextmanager
def answering(*answers):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Told)
    server.came, server.answers = [], list(answers)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def refusal(code, **more):
    return json.dumps({"__type": f"com.amazon.coral#{code}", "message": "no", **more}).encode()


OUTCOMES = {
    "a lost connection": ([(None, b"")], "ConnectionClosedError", 2),
    "then found": ([(None, b""), (200, b"{}")], None, 2),
    "an error of AWS": ([(500, refusal("InternalServerError"))], "InternalServerError", 2),
    "503 and then found": ([(503, b"<html>"), (200, b"{}")], None, 2),
    "HTML": ([(503, b"<html>")], "503", 2),
    "throttled": ([(400, refusal("ThrottlingException"))], "ThrottlingException", 2),
    "too much for the table": (
        [(400, refusal("ProvisionedThroughputExceededException")), (200, b"{}")],
        None,
        2,
    ),
    "denied": ([(400, refusal("AccessDeniedException"))], "AccessDeniedException", 1),
    "no condition": ([(400, refusal("ConditionalCheckFailedException"))], "ConditionalCheckFailedException", 1),
}


@pytest.mark.parametrize("kind", OUTCOMES)
def test_what_may_pass_is_tried_twice_and_has_botocores_name(monkeypatch, kind):
    answers, code, attempts = OUTCOMES[kind]
    with answering(*answers) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        got = outcome(Clients().door)

    assert (got, len(server.came)) == (code, attempts)
    assert len({headers["amz-sdk-invocation-id"] for headers, _ in server.came}) == 1


def outcome(client):
    try:
        with named_failures():
            client.put_item(TableName="orders", Item=ROW)
    except StoreUnavailable as failure:
        return failure.code
    return None


def test_an_answer_that_is_no_json_is_never_taken_for_an_empty_one(monkeypatch):
    with answering((200, b"<html>")) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        assert outcome(Clients().door) == "Unreadable"


def test_nobody_who_listens_and_nobody_of_that_name_have_botocores_names(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for host in (f"127.0.0.1:{port}", "nobody.invalid"):
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}")
        assert outcome(Clients().door) == "EndpointConnectionError"


def test_the_signature_is_botocores_own_with_credentials_as_they_are_now(monkeypatch):
    with answering((200, b"{}")) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{server.server_port}")
        client = Clients().door
        for number in (1, 2):
            monkeypatch.setenv("AWS_SESSION_TOKEN", f"token-{number}")
            monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", f"secret-{number}")
            client.put_item(TableName="orders", Item=ROW)

    for number, (headers, body) in enumerate(server.came, 1):
        assert headers["X-Amz-Security-Token"] == f"token-{number}"
        assert headers["User-Agent"] == "recourse"  # and nothing of the machine
        assert headers["Authorization"] == signed_again(headers, body, secret=f"secret-{number}")


def signed_again(headers, body, *, secret):
    """Sign what came as botocore does, at the instant that it names."""
    signed = {"x-amz-target", "content-type", "amz-sdk-invocation-id"}
    request = AWSRequest(
        "POST", f"http://{headers['Host']}/", {n: v for n, v in headers.items() if n.lower() in signed}, body
    )
    signer = SigV4Auth(Credentials("testing", secret, headers["X-Amz-Security-Token"]), "dynamodb", "us-east-1")
    request.context["timestamp"] = headers["X-Amz-Date"]
    signer._modify_request_before_signing(request)
    signature = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    return signer._inject_signature_to_request(request, signature).headers["Authorization"]


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({"AWS_DEFAULT_REGION": "eu-central-1"}, "https://dynamodb.eu-central-1.amazonaws.com/"),
        ({"AWS_REGION": "cn-north-1"}, "https://dynamodb.cn-north-1.amazonaws.com.cn/"),
        ({"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": "http://moto:1"}, "http://moto:1/"),
        (
            {"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": "http://a:1", "AWS_ENDPOINT_URL_DYNAMODB": "http://b:2/"},
            "http://b:2/",
        ),
        (
            {"AWS_REGION": "x", "AWS_ENDPOINT_URL": "http://a", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
            "https://dynamodb.x.amazonaws.com/",
        ),
    ],
)
def test_the_endpoint_is_as_the_environment_says(environment, url):
    found = quick_surroundings(environment | {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"})
    assert found is not None
    assert found.endpoint_url("dynamodb") == url


@pytest.mark.parametrize(
    "changed",
    [
        *({"AWS_ACCESS_KEY_ID": ""}, {"AWS_DEFAULT_REGION": ""}, {"AWS_PROFILE": "work"}, {"https_proxy": "http://p"}),
        *({"AWS_USE_FIPS_ENDPOINT": "true"}, {"AWS_USE_DUALSTACK_ENDPOINT": "true"}),
    ],
)
def test_what_only_botocore_knows_is_left_to_botocore(monkeypatch, changed):
    for name, value in changed.items():
        monkeypatch.setenv(name, value)

    assert quick_surroundings(os.environ) is None


@pytest.mark.parametrize("service", ["door", "door_secrets", "rows"])
def test_without_quick_surroundings_the_client_is_botocores(monkeypatch, service):
    monkeypatch.setenv("AWS_USE_DUALSTACK_ENDPOINT", "true")

    assert getattr(Clients(), service).meta.config.user_agent == "recourse"
