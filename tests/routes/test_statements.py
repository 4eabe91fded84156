"""`GET /policies/{merchant}`: read by anybody, before the trade (G3.2)."""

import re

import pytest

from tests.domain.proposals import proposed
from tests.world.api import call


def state(merchant="demo", *headers):
    return call("GET", "/policies/{merchant}", headers=headers, merchant=merchant)


@pytest.mark.parametrize(
    ("accept", "kind", "start"),
    [
        ((), "text/html; charset=utf-8", "<!doctype html>"),
        ((("Accept", "text/html,*/*;q=0.8"),), "text/html; charset=utf-8", "<!doctype html>"),
        ((("Accept", "text/plain"),), "text/plain; charset=utf-8", "Returns at demo\n"),
    ],
)
def test_anybody_reads_the_policy_as_a_page_or_as_text(installed, accept, kind, start):
    """G3.2: make the policy known before the trade."""
    answered = state("demo", *accept)
    assert (answered.status, answered.headers["Content-Type"]) == (200, kind)
    assert answered.text.startswith(start)
    assert "within 7 days of receiving them" in answered.text.replace("\n  ", " ")


def test_the_page_is_safe_to_show(installed):
    headers = state().headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert (headers["X-Content-Type-Options"], headers["Vary"]) == ("nosniff", "Accept, Accept-Language")


def test_the_statement_is_of_the_policy_in_force_and_names_the_one_that_follows(sellers, cloud):
    sellers.api("PUT", "/policy", json=proposed(windows__no_reason__days=14))
    before = state()
    assert "within 7 days of receiving them" in before.text
    assert "Version 1 comes into force on 1 March 2026, 12:01 UTC" in before.text
    cloud.clock.forward(seconds=61)
    assert "within 14 days of receiving them" in state().text
    assert "within 7 days of receiving them" in state("other").text


@pytest.mark.parametrize("merchant", ["nobody", "demo-lazada", "DEMO", "..", "%2e", "<b>", "d" * 900])
def test_a_merchant_that_nobody_knows_is_404(installed, merchant):
    answered = state(merchant)
    assert (answered.status, answered.is_problem) == (404, True)


def test_strangers_cost_nothing_once_the_page_was_read(installed, cloud):
    state()
    cloud.wire.clear()
    for merchant in ("demo", "nobody", "demo"):
        state(merchant)
    assert cloud.wire.calls() == {}


def test_the_statement_has_the_name_and_the_contact_that_the_merchant_put(sellers, cloud):
    seller = {"name": "Blue Mug", "contact": "returns@bluemug.example"}
    answered = sellers.api("PUT", "/policy", json=proposed(seller=seller))
    assert (answered.status, answered.json["policy"]["seller"]) == (201, seller)
    cloud.clock.forward(seconds=61)

    assert state("demo", ("Accept", "text/plain")).text.startswith("Returns at Blue Mug\n")
    refused = sellers.api("PUT", "/policy", json=proposed(seller={"name": "", "mail": "x"}))
    assert {error["field"] for error in refused.json["errors"]} == {"seller.name", "seller.contact", "seller.mail"}


def test_the_statement_is_chinese_for_who_asks_for_it(installed):
    for kind, heading in (("text/plain", "demo 的退货政策\n"), ("text/html", "<h1>demo 的退货政策</h1>")):
        answered = state("demo", ("Accept", kind), ("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8"))
        assert answered.headers["Content-Language"] == "zh-Hans"
        assert heading in answered.text
        shown = re.sub(r"<style>.*?</style>|<[^>]*>", "", answered.text, flags=re.DOTALL)
        assert not re.search(r"[a-z]{3,} [a-z]{3,}", shown)
