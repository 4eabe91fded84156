"""`POST /webhooks/{connection}`: what is not authentic is refused (section A of docs/reliability.md)."""

import base64
import json

import pytest

from tests.world.api import JSON, call
from tests.world.cloud import SECRET
from tests.world.signing import standard_headers
from tests.world.wire import Refusal

ROUTE = "/webhooks/{connection}"
LARGEST = 256 * 1024
BODY = json.dumps(
    {
        "type": "return.requested",
        "timestamp": "2026-03-01T11:59:00Z",
        "data": {"order_number": "A-1001", "return_id": "R-1", "customer": {"name": "Adä Buyer"}},
    },
    ensure_ascii=False,
)


@pytest.fixture
def now(installed, cloud):
    """A warm process: the registry and the secrets were read."""
    installed.secrets.live(installed.registry.find("demo"))
    cloud.wire.clear()
    return cloud.clock()


def signature(now, body=BODY, delivery_id="msg_1") -> list[tuple[str, str]]:
    return list(standard_headers(body, secret=SECRET, delivery_id=delivery_id, at=now).items())


def deliver(now, *, body=BODY, headers=(JSON,), connection="demo", sent=None, **event):
    sent = body if sent is None else sent
    return call("POST", ROUTE, headers=[*headers, *signature(now, body)], body=sent, connection=connection, **event)


def test_a_delivery_is_accepted_then_a_duplicate(now, cloud):
    first = deliver(now)
    assert (first.status, first.json) == (202, {"status": "accepted", "event": "delivery.demo.msg_1"})
    again = deliver(now)
    assert (again.status, again.json) == (200, {"status": "duplicate", "event": "delivery.demo.msg_1"})
    assert again.headers["Content-Type"] == "application/json"
    assert cloud.wire.calls() == {"PutItem": 2}


def test_another_body_under_the_same_id_is_a_conflict(now):
    deliver(now)
    other = deliver(now, body=BODY.replace("R-1", "R-2"))

    assert (other.status, other.is_problem, other.json["code"]) == (409, True, "other-body")
    assert other.json["event"].startswith("quarantine.demo.msg_1.")


def test_what_is_not_understood_is_quarantined_with_the_reason(now):
    answered = deliver(now, body="[1, 2]")

    assert answered.status == 202
    assert set(answered.json) == {"status", "event", "reason"}
    assert answered.json["status"] == "quarantined"


def test_a_doubled_header_is_401(now, cloud):
    """It holds number 4 of docs/reliability.md."""
    headers = [JSON, ("webhook-id", "msg_2")]
    assert deliver(now, headers=headers).status == 401
    assert cloud.wire.calls() == {}


@pytest.mark.parametrize("spell", [str.upper, str.title, str.lower])
def test_header_names_come_in_any_case(now, spell):
    """It holds number 5 of docs/reliability.md."""
    headers = [(spell(name), value) for name, value in [JSON, *signature(now)]]

    assert call("POST", ROUTE, headers=headers, body=BODY, connection="demo").status == 202


def test_a_body_in_base64_is_the_same_body(now):
    encoded = base64.b64encode(BODY.encode()).decode()

    assert deliver(now, sent=encoded, is_base64=True).status == 202
    assert deliver(now).status == 200


@pytest.mark.parametrize("broken", ["!", "e30", "e30=\n e30", "é30="])
def test_base64_that_the_gateway_broke_is_400(now, cloud, broken):
    """It holds number 25 of docs/reliability.md."""
    answered = deliver(now, sent=broken, is_base64=True)

    assert (answered.status, answered.is_problem) == (400, True)
    assert cloud.wire.calls() == {}


def test_a_lone_surrogate_in_the_body_is_400(now, cloud):
    """It holds number 26 of docs/reliability.md."""
    answered = deliver(now, sent=BODY + "\ud800")

    assert (answered.status, answered.is_problem) == (400, True)
    assert cloud.wire.calls() == {}


@pytest.mark.parametrize(
    "codings", [["gzip"], ["GZIP"], ["identity, gzip"], ["br"], [""], ["gzip", "identity"], ["identity", "gzip"]]
)
def test_a_content_encoding_is_415(now, cloud, codings):
    """It holds number 27 of docs/reliability.md."""
    answered = deliver(now, headers=[JSON, *(("Content-Encoding", coding) for coding in codings)])

    assert (answered.status, answered.is_problem) == (415, True)
    assert cloud.wire.calls() == {}


def test_the_content_encoding_identity_is_accepted(now):
    """It holds number 27 of docs/reliability.md."""
    assert deliver(now, headers=[JSON, ("Content-Encoding", "Identity")]).status == 202


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
def test_another_method_than_post_is_405(now, cloud, method):
    """It holds number 29 of docs/reliability.md."""
    answered = call(method, ROUTE, headers=[JSON, *signature(now)], body=BODY, connection="demo")

    assert (answered.status, answered.headers["Allow"], answered.is_problem) == (405, "POST", True)
    assert cloud.wire.calls() == {}


@pytest.mark.parametrize(("size", "status"), [(LARGEST, 202), (LARGEST + 1, 413), (5 * LARGEST, 413)])
@pytest.mark.parametrize("is_base64", [False, True], ids=["text", "base64"])
def test_a_body_of_256_kib_is_accepted_and_one_byte_more_is_413(now, size, status, is_base64):
    """It holds number 30 of docs/reliability.md."""
    body = "{" + "é" * ((size - 1) // 2) + " " * ((size - 1) % 2)
    assert len(body.encode()) == size
    sent = base64.b64encode(body.encode()).decode() if is_base64 else body

    answered = deliver(now, body=body, sent=sent, is_base64=is_base64)
    assert answered.status == status
    assert answered.is_problem is (status == 413)


def test_an_unknown_connection_is_answered_like_a_forged_delivery(now, cloud):
    """It holds number 31 of docs/reliability.md."""
    unknown = deliver(now, connection="nobody")
    forged = deliver(now, sent=BODY + " ")

    assert unknown == forged
    assert (unknown.status, unknown.is_problem) == (401, True)
    assert cloud.wire.calls() == {}


@pytest.mark.parametrize("connection", ["", ".", "..%2f", "demo#", "DEMO", "a" * 5_000, "\u202edemo", "demo\0"])
def test_a_name_that_no_connection_can_have_is_401(now, connection):
    """It holds number 31 of docs/reliability.md."""
    assert deliver(now, connection=connection).status == 401


def test_a_connection_without_its_secret_is_503_with_an_alarm(now, cloud):
    """It holds number 32 of docs/reliability.md."""
    answered = deliver(now, connection="other")

    assert (answered.status, answered.is_problem) == (503, True)
    assert int(answered.headers["Retry-After"]) > 0
    [alarm] = cloud.alarms
    assert (alarm["what"], alarm["code"]) == ("delivery_refused", "SecretMissing")
    assert alarm["request"] == answered.headers["X-Request-Id"]
    assert cloud.rows() == []


@pytest.mark.parametrize("accept", [[], [("Accept", "text/html")], [("Accept", "image/png")]])
def test_the_accept_header_of_a_sender_changes_nothing(now, accept):
    """It holds number 33 of docs/reliability.md."""
    answered = deliver(now, headers=[JSON, *accept])

    assert (answered.status, answered.headers["Content-Type"]) == (202, "application/json")
    assert deliver(now, headers=[JSON, *accept], sent="x").is_problem


def test_a_delivery_that_could_not_be_written_is_503_and_taken_when_it_comes_again(now, cloud):
    """It holds number 65 of docs/reliability.md."""
    cloud.wire.cut("PutItem", Refusal("ThrottlingException"), times=2)
    answered = deliver(now)

    assert (answered.status, answered.is_problem) == (503, True)
    assert int(answered.headers["Retry-After"]) > 0
    assert deliver(now).status == 202


def test_a_registry_that_cannot_be_read_is_503_with_an_alarm(installed, cloud):
    """It holds number 65 of docs/reliability.md."""
    cloud.wire.cut("Query", Refusal("AccessDeniedException"), times=2)

    answered = deliver(cloud.clock())
    assert (answered.status, answered.is_problem) == (503, True)
    assert [alarm["code"] for alarm in cloud.alarms] == ["AccessDeniedException"]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({"method": "PUT", "body": "x" * (LARGEST + 1)}, 405),
        ({"method": "POST", "body": "x" * (LARGEST + 1)}, 413),
        ({"method": "POST", "body": "!", "is_base64": True}, 415),
        ({"method": "POST", "body": "!", "is_base64": True, "headers": [JSON]}, 400),
        ({"method": "POST", "body": "!", "headers": [JSON]}, 401),
    ],
)
def test_of_several_faults_the_first_that_is_checked_is_answered(now, event, status):
    method = event.pop("method")

    assert call(method, ROUTE, connection="demo", **event).status == status


def test_a_bug_at_the_door_is_a_problem_and_its_line_has_type_and_places_only(now, installed, monkeypatch, capsys):
    def stumble(_name, _request):
        raise ValueError("Adä Buyer's words")

    monkeypatch.setattr(installed.front_door, "receive", stumble)
    answered = deliver(now, headers=(JSON, ("Accept-Language", "zh-CN")))

    assert (answered.status, answered.is_problem, answered.headers["Content-Language"]) == (500, True, "zh-Hans")
    bug = json.loads(capsys.readouterr().out)
    assert (bug["level"], bug["what"], bug["error"], bug["connection"]) == ("alarm", "bug", "ValueError", "demo")
    assert bug["places"].startswith("stumble:")
    assert bug["request"] == answered.json["instance"]
    assert "Buyer" not in answered.text + json.dumps(bug)
