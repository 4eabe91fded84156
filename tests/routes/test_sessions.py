"""People sign in with a key: what a session may do, and what no page of another site may."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.aws.api_keys import Person, Principal
from chalicelib.values.roles import Role
from tests.world.api import JSON
from tests.world.browser import FROM_HERE, HOST, Browser

CASE = {"case_id": "alibaba.A-1001.R-1"}
LI_NA = Person("Li Na", "zh-Hans", "Asia/Shanghai")
MESSAGE = {"command": "post_message", "text": "hello"}


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    shop.flow()
    shop.cloud.clock.now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return shop


@pytest.fixture
def key(shop):
    return shop.recourse.api_keys.make(Principal("demo", Role.SELLER), person=LI_NA)


@pytest.fixture
def browser(shop, key):
    browser = Browser(shop)
    browser.sign_in(key=key)
    return browser


def test_a_key_opens_a_session_of_12_hours(shop, key):
    browser = Browser(shop)

    signed_in = browser.sign_in(key=key)

    assert signed_in.status == 201
    assert signed_in.json == {
        "merchant": "demo",
        "role": "seller",
        "person": "Li Na",
        "expires_at": "2026-03-03T00:00:00.000000Z",
        "language": "zh-Hans",
        "time_zone": "Asia/Shanghai",
        "case_id": None,
    }
    token, *flags = signed_in.headers["Set-Cookie"].split("; ")
    assert token.startswith("__Host-recourse=rs1.")
    assert flags == ["Path=/", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=43200"]
    assert key.split("_")[2] not in signed_in.text + token


def test_on_a_port_the_cookie_is_named_by_it(shop, key):
    first, second = Browser(shop, ("Host", "127.0.0.1:8000")), Browser(shop, ("Host", "127.0.0.1:8001"))
    first.sign_in(key=key)

    assert first.cookie.startswith("__Host-recourse-8000=")
    second.cookie = first.cookie
    assert second.ask("GET", "/session").status == 401


def test_a_cookie_does_what_its_key_does(browser):
    assert browser.ask("GET", "/session").json["person"] == "Li Na"
    assert browser.ask("GET", "/cases/{case_id}", **CASE).json["case_id"] == CASE["case_id"]
    assert browser.post("/cases/{case_id}/commands", MESSAGE, **CASE).status == 201
    ruling = {"command": "record_ruling", "kind": "mediation", "id": "M-1", "in_favour_of": "seller"}
    assert browser.post("/cases/{case_id}/commands", ruling, **CASE).status == 403


def test_a_session_costs_the_call_that_its_key_costs(browser):
    browser.ask("GET", "/session")
    browser.shop.cloud.wire.clear()

    browser.ask("GET", "/session")

    assert browser.shop.cloud.wire.calls() == {"GetItem": 1}


def test_a_key_says_whose_it_is_without_a_session(shop, key):
    shown = shop.world.request("GET", "/session", headers=[("Authorization", f"Bearer {key}")])

    assert (shown.json["person"], shown.json["expires_at"]) == ("Li Na", None)
    assert "Set-Cookie" not in shown.headers


def test_a_cookie_is_renewed_in_its_last_6_hours_only(browser):
    clock = browser.shop.cloud.clock
    clock.forward(hours=6)
    assert "Set-Cookie" not in browser.ask("GET", "/session").headers
    clock.forward(seconds=1)

    renewed = browser.ask("GET", "/session")

    assert renewed.json["expires_at"] == "2026-03-03T06:00:01.000000Z"
    browser.cookie = renewed.headers["Set-Cookie"].partition(";")[0]
    clock.forward(hours=11)
    assert browser.ask("GET", "/session").status == 200


def test_a_session_does_not_outlive_its_key(shop):
    end = shop.cloud.clock.now + timedelta(hours=1)
    browser = Browser(shop)

    signed_in = browser.sign_in(key=shop.recourse.api_keys.make(Principal("demo", Role.SELLER), expires_at=end))

    assert signed_in.json["expires_at"] == "2026-03-02T13:00:00.000000Z"
    shop.cloud.clock.forward(minutes=50)
    assert "Set-Cookie" not in browser.ask("GET", "/session").headers
    shop.cloud.clock.forward(minutes=10)
    assert browser.ask("GET", "/session").status == 401


def test_signing_out_deletes_the_cookie(browser):
    out = browser.ask("DELETE", "/session", FROM_HERE)

    assert (out.status, out.text) == (204, "")
    assert out.headers["Set-Cookie"].startswith("__Host-recourse=; Path=/; Secure")
    assert out.headers["Set-Cookie"].endswith("Max-Age=0")


def test_whoever_is_not_signed_in_gets_one_answer(shop, key):
    """It holds number 91 of docs/reliability.md."""
    expired, revoked, nobodys = (Browser(shop) for _ in range(3))
    expired.sign_in(key=key)
    other = shop.recourse.api_keys.make(Principal("demo", Role.SELLER))
    revoked.sign_in(key=other)
    shop.recourse.api_keys.revoke(other.split("_")[1])
    nobodys.cookie = expired.cookie.replace(key.split("_")[1], "000000000000")
    forged = Browser(shop)
    forged.cookie = expired.cookie[:-3] + "AAA"
    twice = Browser(shop)
    twice.cookie = f"{expired.cookie}; {expired.cookie}"
    shop.cloud.clock.forward(hours=12)

    answers = [each.ask("GET", "/cases/{case_id}", **CASE) for each in (expired, revoked, nobodys, forged, twice)]
    answers += [Browser(shop).sign_in(key=wrong) for wrong in (other, key + "x", "", "é")]
    answers += [Browser(shop).sign_in(**{"pass": wrong}) for wrong in ("x", expired.cookie.partition("=")[2])]

    bodies = {answered.text for answered in answers if answered.status == 401}
    assert len(bodies) == 1
    assert [answered.status for answered in answers] == [401] * 7 + [422, 401, 401, 401]


@pytest.mark.parametrize("body", [{}, {"key": "a", "pass": "b"}, {"key": 1}, {"key": "a", "more": 1}])
def test_signing_in_takes_a_key_or_a_pass(shop, body):
    answered = Browser(shop).post("/session", body)

    assert (answered.status, answered.is_problem) == (422, True)


def test_a_key_and_a_session_at_once_are_400(browser, key):
    for authorization in (f"Bearer {key}", "Basic x"):
        answered = browser.ask("GET", "/cases/{case_id}", ("Authorization", authorization), **CASE)

        assert (answered.status, answered.is_problem) == (400, True)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Sec-Fetch-Site", "cross-site")],
        [("Sec-Fetch-Site", "same-site")],
        [("Sec-Fetch-Site", "none")],
        [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://api.example")],
        [FROM_HERE, ("Sec-Fetch-Site", "cross-site")],
        [("Origin", "https://evil.example")],
        [("Origin", "https://api.example.evil.example")],
        [("Origin", "https://api.example:444")],
        [("Origin", "null")],
        [("Origin", "https://[")],
        [("Origin", "https://api.example"), ("Origin", "https://evil.example")],
    ],
)
def test_a_page_of_another_site_changes_nothing(browser, headers):
    before = browser.ask("GET", "/cases/{case_id}", **CASE).json["timeline_total"]

    posted = browser.ask("POST", "/cases/{case_id}/commands", *headers, json=MESSAGE, **CASE)
    passed = browser.ask("POST", "/cases/{case_id}/camera-pass", *headers, **CASE)

    assert [posted.status, passed.status] == [403, 403]
    assert posted.is_problem
    assert browser.ask("GET", "/cases/{case_id}", **CASE).json["timeline_total"] == before
    if headers:
        assert browser.ask("DELETE", "/session", *headers).status == 403
        assert browser.ask("POST", "/session", *headers, json={"key": "x"}).status == 403


def test_a_browser_that_names_no_site_proves_its_origin(browser):
    answered = browser.ask("POST", "/cases/{case_id}/commands", ("Origin", "https://API.example"), json=MESSAGE, **CASE)

    assert answered.status == 201


def test_a_key_needs_no_proof_of_origin(shop, key):
    headers = [HOST, ("Authorization", f"Bearer {key}"), ("Origin", "https://elsewhere.example"), JSON]
    path = {"body": json.dumps(MESSAGE), **CASE}

    assert shop.world.request("POST", "/cases/{case_id}/commands", headers=headers, **path).status == 201


def test_nobody_allows_pages_of_other_origins_to_read(browser):
    answered = browser.ask("GET", "/cases/{case_id}", ("Origin", "https://evil.example"), **CASE)

    assert not [name for name in answered.headers if name.lower().startswith("access-control")]


def test_without_a_secret_of_sessions_nobody_signs_in_and_it_alarms(shop, key):
    shop.cloud.clients.door_secrets.delete_parameter(Name="/recourse/test/sessions")
    shop.world.restart()

    answered = Browser(shop).sign_in(key=key)

    assert answered.status == 503
    assert [line["code"] for line in shop.cloud.alarms] == ["SecretMissing"]
