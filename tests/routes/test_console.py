"""The files of the console: a closed list of names, and headers that permit only what the console does."""

import json
import re

import pytest

from chalicelib.routes.console import ASSETS, content_policy
from tests.world.api import call

PAGE = "index.html"
HASHED = re.compile(r"[a-z_-]+-[A-Z0-9]{8}\.(?:js|css)")
MOST_OF_LAMBDA = 6 * 1024 * 1024  # bytes of an answer, written as JSON


def fetched(asset, *headers):
    return call("GET", "/console/{asset}", headers=headers, asset=asset)


def test_the_console_leads_to_its_page_by_a_relative_address():
    answered = call("GET", "/console")

    assert (answered.status, answered.headers["Location"]) == (302, "console/index.html")


@pytest.mark.parametrize("asset", sorted(ASSETS))
def test_every_file_is_answered_inert_and_with_a_policy(installed, asset):
    answered = fetched(asset)

    assert answered.status == 200
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'; script-src 'self'" in answered.headers["Content-Security-Policy"]
    forever = answered.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert forever is bool(HASHED.fullmatch(asset))


def test_every_file_fits_into_an_answer_of_lambda(installed):
    for asset in ASSETS:
        assert len(json.dumps(fetched(asset).text)) < MOST_OF_LAMBDA / 2, asset


def test_the_licences_of_what_is_built_in_are_served_with_it(installed):
    licences = fetched("licences.txt")

    assert licences.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Apache License" in licences.text
    for name in ("preact", "@preact/signals", "uqr", "swagger-ui-dist"):
        assert f"{name}/LICENSE" in licences.text


def test_the_page_may_reach_the_bucket_and_trusts_one_maker_of_script_addresses(installed):
    policy = fetched(PAGE).headers["Content-Security-Policy"]

    assert re.search(r"connect-src 'self' https://[^ ;/]*evidence[^ ;/]*amazonaws\.com;", policy)
    assert policy.endswith("require-trusted-types-for 'script'; trusted-types recourse")
    assert "unsafe" not in policy
    assert "*" not in policy


def test_without_a_bucket_the_policy_names_the_console_alone():
    assert "connect-src 'self';" in content_policy("")


def test_the_page_is_not_sent_again_while_it_is_the_same(installed):
    first = fetched(PAGE)

    again = fetched(PAGE, ("If-None-Match", first.headers["ETag"]))

    assert (again.status, again.text) == (304, "")
    assert first.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("asset", ["", "..", "../app.py", "%2e%2e", "__init__.py", "INDEX.HTML", "index.html/", "é"])
def test_another_name_is_not_found(installed, asset):
    answered = fetched(asset)

    assert (answered.status, answered.is_problem) == (404, True)


def test_the_page_has_no_script_and_no_style_of_its_own_and_only_relative_addresses(installed):
    text = fetched(PAGE).text

    assert re.findall(r"<script(?![^>]* src=)[^>]*>|<style|style=|\son\w+=", text) == []
    for address in re.findall(r'(?:href|src)="([^"]+)"', text):
        assert address == "../work" or address in ASSETS


def test_no_file_of_ours_names_another_host(installed):
    own = {asset for asset in ASSETS if not re.match(r"swagger-ui-|api-|licences", asset)}
    for asset in own:
        hosts = set(re.findall(r"https?://[^/\s\"'`]+", fetched(asset).text))
        assert hosts <= {"http://www.w3.org"}, asset  # the names of SVG and MathML, which nobody fetches
