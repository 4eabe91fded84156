"""A phone with a camera pass hands in evidence of one case, and may do nothing else."""

import json
from datetime import UTC, datetime

import pytest

from chalicelib.aws.api_keys import Principal
from chalicelib.values.roles import Role
from tests.routes.test_who_may import MATRIX
from tests.world.browser import FROM_HERE, Browser

CASE = {"case_id": "alibaba.A-1001.R-1"}
FILE = {"filename": "a.png", "content_type": "image/png", "size": 5, "sha256": "0" * 64, "kind": "photo"} | {
    "description": "a dent"
}


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    shop.flow()
    shop.cloud.clock.now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    return shop


@pytest.fixture
def key(shop):
    return shop.recourse.api_keys.make(Principal("demo", Role.SELLER))


@pytest.fixture
def browser(shop, key):
    browser = Browser(shop)
    browser.sign_in(key=key)
    return browser


def camera_of(browser):
    made = browser.ask("POST", "/cases/{case_id}/camera-pass", FROM_HERE, **CASE)
    assert made.status == 201
    phone = Browser(browser.shop)
    signed_in = phone.sign_in(**{"pass": made.json["url"].rpartition("/")[2]})
    return phone, signed_in, made.json


def test_a_pass_opens_one_case_on_a_phone_for_half_an_hour(browser):
    phone, signed_in, made = camera_of(browser)

    assert made["url"].startswith("http://api.example/console/index.html#/camera/rs1.")
    assert made["expires_at"] == signed_in.json["expires_at"] == "2026-03-02T12:30:00.000000Z"
    assert (signed_in.json["role"], signed_in.json["case_id"]) == ("camera", CASE["case_id"])
    seen = phone.ask("GET", "/cases/{case_id}", **CASE).json
    assert set(seen) == {"case_id", "order_number", "return_id", "status", "customer", "reason", "readiness"}
    announced = phone.post("/cases/{case_id}/evidence", FILE, **CASE)
    assert announced.status == 201
    record = phone.ask(
        "GET", "/cases/{case_id}/evidence/{evidence_id}", **CASE, evidence_id=announced.json["evidence_id"]
    )
    assert (record.json["status"], record.json["download_url"]) == ("announced", None)
    browser.shop.cloud.clock.forward(minutes=30)
    assert phone.ask("GET", "/cases/{case_id}", **CASE).status == 401


def test_a_phone_may_do_nothing_else(browser):
    phone, _, _ = camera_of(browser)
    allowed = {
        ("GET", "/cases/{case_id}"),
        ("POST", "/cases/{case_id}/evidence"),
        ("GET", "/cases/{case_id}/evidence/{evidence_id}"),
        ("GET", "/session"),
    }
    path = {
        "evidence_id": "x",
        "marketplace": "alibaba",
        "order_number": "A-1001",
        "number": "1",
        "delivery_id": "d",
        **CASE,
    }
    for asked in MATRIX:
        if (asked.method, asked.route) in allowed:
            continue
        values = {name: value for name, value in path.items() if f"{{{name}}}" in asked.route}
        answered = phone.ask(asked.method, asked.route, FROM_HERE, body=json.dumps(asked.body), **values)
        assert answered.status == 403, str(asked)


def test_a_pass_opens_no_other_case(browser):
    browser.shop.order_number = "A-1002"
    browser.shop.request()
    phone, _, _ = camera_of(browser)
    other = {"case_id": "alibaba.A-1002.R-1"}

    assert phone.ask("GET", "/cases/{case_id}", **other).status == 403
    assert phone.post("/cases/{case_id}/evidence", FILE, **other).status == 403


def test_a_pass_ends_with_the_key_of_its_maker(browser, key):
    phone, _, made = camera_of(browser)
    browser.shop.recourse.api_keys.revoke(key.split("_")[1])

    assert phone.ask("GET", "/cases/{case_id}", **CASE).status == 401
    assert Browser(browser.shop).sign_in(**{"pass": made["url"].rpartition("/")[2]}).status == 401


def test_a_phones_session_is_not_renewed(browser):
    phone, _, _ = camera_of(browser)

    assert "Set-Cookie" not in phone.ask("GET", "/session").headers


def test_nobody_makes_a_pass_for_another_merchants_case(browser):
    theirs = Browser(browser.shop)
    theirs.sign_in(key=browser.shop.recourse.api_keys.make(Principal("other", Role.SELLER)))

    assert theirs.ask("POST", "/cases/{case_id}/camera-pass", FROM_HERE, **CASE).status == 404
    desk = Browser(browser.shop)
    desk.sign_in(key=browser.shop.recourse.api_keys.make(Principal("demo", Role.DESK)))
    assert desk.ask("POST", "/cases/{case_id}/camera-pass", FROM_HERE, **CASE).status == 403
