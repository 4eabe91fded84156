"""`GET /` leads a newcomer to everything, without a key."""

import pytest

from app import app
from tests.routes.test_openapi import DOCUMENT
from tests.world.api import call


def test_a_program_gets_addresses_that_the_document_has():
    answered = call("GET", "/")

    assert (answered.status, answered.json["name"]) == (200, "Recourse")
    assert {place for place in answered.json["places"].values() if not place.startswith("/console")} <= set(
        DOCUMENT["paths"]
    )
    assert answered.json["places"]["api"] == "/console/index.html#/developers/api"


def test_a_browser_gets_a_page_with_links():
    answered = call("GET", "/", headers=[("Accept", "text/html,*/*;q=0.8")])

    assert answered.headers["Content-Type"] == "text/html; charset=utf-8"
    for path in ("/console", "/openapi.json", "/cases"):
        assert f'<a href="{path}">{path}</a>' in answered.text


@pytest.mark.parametrize("path", ["/v1", "/v1/"])
def test_the_addresses_begin_with_the_stage(path):
    context = {"resourcePath": "/", "httpMethod": "GET", "path": path}
    event = {"resource": "/", "requestContext": context, "headers": None, "pathParameters": None, "body": None}
    event |= {"multiValueHeaders": None, "multiValueQueryStringParameters": None, "stageVariables": None}

    assert '"/v1/console"' in app(event | {"isBase64Encoded": False}, None)["body"]


def test_the_page_is_chinese_for_a_reader_of_chinese():
    answered = call("GET", "/", headers=[("Accept", "text/html"), ("Accept-Language", "zh-CN,en;q=0.5")])

    assert answered.headers["Content-Language"] == "zh-Hans"
    assert '<html lang="zh-Hans">' in answered.text
    assert "案件列表；需要密钥" in answered.text
    assert "needs a key" not in answered.text
