import json
from datetime import UTC, datetime, timedelta

import pytest
import requests
from standardwebhooks.webhooks import Webhook
from werkzeug import Request, Response

from local.platform_simulator import Fault, PlatformSimulator
from local.wsgi_server import serving_wsgi
from tests.world.cloud import SECRET
from tests.world.signing import standard_headers

REQUEST = {"type": "recourse.mediation.requested", "data": {"request": {"kind": "mediation"}, "withdraws": None}}


@pytest.fixture
def platform():
    with PlatformSimulator() as running:
        running.secret = SECRET
        yield running


@pytest.fixture
def post(platform):
    def posted(message, key="e1", *, secret=SECRET, at=timedelta(0), **headers):
        body = json.dumps(message)
        signed = standard_headers(body, secret=secret, delivery_id=key, at=datetime.now(UTC) + at)
        sent = signed | {"idempotency-key": key} | headers
        return requests.post(platform.url, data=body, headers=sent, timeout=5, allow_redirects=False)

    return posted


def test_of_one_key_it_has_one_filing(platform, post):
    answers = [post(REQUEST, key) for key in ("e1", "e1", "e2")]
    assert [answer.json()["reference"] for answer in answers] == ["MED-00001", "MED-00001", "MED-00002"]
    assert [filing.key for filing in platform.await_filings(2)] == ["e1", "e2"]
    assert platform.attempts == ["e1", "e1", "e2"]


@pytest.mark.parametrize(
    "forged",
    [
        {"secret": "whsec_c29tZWJvZHkgZWxzZQ=="},
        {"at": timedelta(hours=-1)},
        {"idempotency-key": "e2"},
        {"webhook-signature": "v1,"},
    ],
    ids=["secret", "old", "key", "signature"],
)
def test_what_is_not_genuine_is_not_taken(platform, post, forged):
    assert post(REQUEST, **forged).status_code == 401
    assert (platform.filings, platform.attempts) == ([], [])


def test_what_it_has_is_taken_back_once_and_what_it_has_not_is_unknown(platform, post):
    post(REQUEST)
    withdrawal = {"type": "recourse.mediation.withdrawn", "data": REQUEST["data"] | {"withdraws": "e1"}}
    unknown = {"type": "recourse.mediation.withdrawn", "data": REQUEST["data"] | {"withdraws": "e9"}}
    answers = [post(withdrawal, "w1"), post(withdrawal, "w1"), post(unknown, "w2")]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert platform.taken_back == ["e1"]


def test_faults_come_in_their_order_and_then_end(platform, post):
    platform.fail_next(Fault.ERROR, times=2)
    platform.fail_next(Fault.REDIRECT)
    assert [post(REQUEST).status_code for _ in range(4)] == [500, 500, 301, 201]


def test_filings_that_do_not_come_are_waited_for_no_longer_than_told(platform):
    with pytest.raises(TimeoutError, match="0 of 1"):
        platform.await_filings(1, seconds=0.01)


@pytest.fixture
def heard(platform):
    """Return the requests that the stand-in for a stack has received."""
    requests_heard = []

    def hear(request):
        requests_heard.append((request.path, request.headers, request.get_data()))
        return Response(status=202)

    with serving_wsgi(Request.application(hear)) as url:
        platform.connect({"api_url": url, "connections": {"demo": {"secret": SECRET}}})
        yield requests_heard


def test_what_it_says_is_a_signed_webhook_about_the_case(platform, heard):
    assert platform.open_mediation("alibaba.A~1.R-1", mediation_id="M-1") == 202
    assert platform.decide_mediation("alibaba.A~1.R-1", mediation_id="M-1", in_favour_of="split") == 202
    assert [path for path, _, _ in heard] == ["/webhooks/demo"] * 2
    told = [Webhook(SECRET).verify(body, {n.lower(): v for n, v in headers}) for _, headers, body in heard]
    assert [(each["type"], each["data"]["order_number"]) for each in told] == [
        ("mediation.opened", "A.1"),
        ("mediation.decided", "A.1"),
    ]
    assert len({headers["webhook-id"] for _, headers, _ in heard}) == 2
