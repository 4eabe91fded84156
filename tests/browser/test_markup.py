"""Markup in the words of a customer stays text."""

import pytest

MARKUP = "<img src=x onerror=\"document.title='broken'\"><b>bold</b>\u202e&amp;"


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_markup_in_what_a_customer_writes_stays_text(open_desk, market, locale):
    case = market.case(customer={"name": MARKUP}, reason={"code": MARKUP, "text": MARKUP})
    case.tell("message.posted", text=MARKUP)
    case.offer(amount={"minor": 2400, "currency": "USD"}, text=MARKUP)
    case.tell("return.updated", platform_status=MARKUP)
    desk = open_desk(locale=locale)

    desk.open()
    desk.page.locator(f"[id='row-{case.id}']").wait_for()
    desk.open_case(case.id)

    assert desk.page.locator("#app img, #app b").count() == 0
    assert "broken" not in desk.page.title()
    assert MARKUP in desk.page.locator("h1").inner_text()
    assert desk.page.locator("h1 bdi").count() == 1
    assert desk.complaints == []
