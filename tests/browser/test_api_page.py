"""The page of the API: Swagger UI under the console's policy of content, with the session of the page."""

import json

import pytest

from tests.browser.test_accessibility import SIZES, violations

LOADED = "performance.getEntriesByType('resource').filter(e => /swagger-ui-|api-/.test(e.name)).length"
SLOW = 60_000  # Swagger UI needs its time on a busy machine
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def case(market):
    return market.case()


def unfold(desk, group):
    """Wait for Swagger UI, and open one of its groups."""
    desk.context.set_default_timeout(SLOW)
    desk.page.locator(f"#operations-tag-{group} button").click()


def block(desk, method, path):
    """Open the block of an operation."""
    found = desk.page.locator(f".opblock-{method}", has=desk.page.locator(f'[data-path="{path}"]'))
    found.locator("button").first.click()
    found.locator(".responses-wrapper").wait_for()
    return found


def answer(operation, case, body=None):
    """Try an operation about a case, and read the JSON that it answers."""
    operation.locator(".try-out__btn").click()
    operation.locator('[data-param-name="case_id"] input').fill(case.id)
    if body is not None:
        operation.locator("textarea").fill(json.dumps(body))
    operation.locator("button.execute").click()
    shown = operation.locator(".live-responses-table pre.microlight").first
    shown.wait_for()
    return json.loads(shown.inner_text())


def test_a_seller_reads_with_the_session_and_cannot_try_what_changes(desk, case):
    """Swagger UI loads here only. The fixture holds that no policy of content is broken."""
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    desk.until("performance.getEntriesByType('resource').some(e => /later-/.test(e.name))")
    assert desk.page.evaluate(LOADED) == 0

    desk.press("Control+k")
    desk.sheet.wait_for()
    desk.type("API 文档")
    desk.press("Enter")
    webhooks = desk.page.locator(".webhooks .opblock-summary-path")
    webhooks.first.wait_for(timeout=SLOW)
    assert desk.page.evaluate(LOADED) == 2
    assert {"return.requested", "mediation.decided", "refund.settled"} <= set(webhooks.all_inner_texts())

    unfold(desk, "Cases")
    read = block(desk, "get", "/cases/{case_id}")
    assert answer(read, case)["case_id"] == case.id
    assert f'/cases/{case.id}\' \\\n  -H "Authorization: Bearer $KEY"' in read.locator(".curl-command pre").inner_text()
    assert block(desk, "post", "/cases/{case_id}/commands").locator(".try-out__btn").count() == 0
    assert violations(desk.page) == []

    desk.press("g", "w")
    desk.page.locator("main.work").wait_for()
    assert desk.page.locator("#swagger").count() == 0


def test_an_operator_tries_what_changes_in_the_dark_on_a_phone_in_chinese(open_desk, case):
    desk = open_desk(role="operator", color_scheme="dark", viewport=SIZES["phone"], locale="zh-CN")
    desk.open("#/developers/api")
    desk.see("operator 可以试用全部接口")
    unfold(desk, "Cases")
    asked = block(desk, "post", "/cases/{case_id}/preview")

    previewed = answer(asked, case, {"command": "post_message", "text": "We look into it."})

    assert previewed["after"]["case_id"] == case.id
    assert block(desk, "post", "return.requested").locator(".try-out__btn").count() == 0
    assert violations(desk.page) == []
    assert desk.page.evaluate(WIDE) <= 0
    assert desk.complaints == []
