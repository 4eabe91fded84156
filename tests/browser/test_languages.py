"""Two languages, two zones, and a laptop whose clock is wrong."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

ENGLISH = re.compile(r"[A-Za-z]{3,}")
NAMES = re.compile(r"Recourse|English|Ctrl|Enter|Esc|JPEG|PNG|Asia/Shanghai|UTC|alibaba|US\$|USD|政策 guide")
# Text that is not the customer's own (bdi). The button of the other language is in that language.
OWN_TEXT = """() => {
  const walker = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest('bdi, code, .zone option, .plain[lang=en]')) found.push(walker.currentNode.textContent);
  }
  return found.filter(text => text.trim());
}"""


@pytest.fixture(scope="module")
def case(market):
    case = market.case(customer={"name": "Li Wei"})
    case.offer(amount={"minor": 2400, "currency": "USD"}, text="half")
    return case


def english(desk):
    texts = [NAMES.sub("", text) for text in desk.page.evaluate(OWN_TEXT)]
    return [text for text in texts if ENGLISH.search(re.sub(r"\b[A-Z]+[-0-9.]+\w*\b|TOTE|TA\.claim", "", text))]


def test_no_english_is_left_in_the_chinese_pages(open_desk, case):
    desk = open_desk(locale="zh-CN")
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    assert english(desk) == []
    desk.press("?")
    desk.sheet.wait_for()
    assert english(desk) == []
    desk.open_case(case.id)
    desk.page.locator("main summary").evaluate_all("all => all.forEach(each => each.click())")
    unsaid = "[...document.querySelectorAll('details.more li')].filter(each => !each.querySelector('span + span'))"
    desk.until(f"{unsaid}.length === 0")
    desk.page.locator("#file-input").set_input_files([{"name": "a.png", "mimeType": "image/png", "buffer": b"x"}])
    desk.page.locator(".draft").wait_for()
    assert english(desk) == []
    desk.page.locator(".band button.rule").click()
    desk.page.locator("dialog .clauses").wait_for()
    assert english(desk) == []
    desk.press("Escape")
    for key in "aodmr":
        desk.press(key)
        desk.sheet.wait_for()
        assert english(desk) == [], key
        desk.press("Escape")
    assert desk.page.evaluate("document.documentElement.lang") == "zh-Hans"


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_overflows(open_desk, case, locale, width):
    desk = open_desk(locale=locale, viewport={"width": width, "height": 800})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    assert desk.page.evaluate(wide) <= 0
    desk.open_case(case.id)
    assert desk.page.evaluate(wide) <= 0
    desk.press("o")
    desk.sheet.wait_for()
    assert (
        desk.page.evaluate(
            "document.querySelector('dialog').scrollWidth - document.querySelector('dialog').clientWidth"
        )
        <= 0
    )


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin"])
def test_a_deadline_is_shown_in_the_persons_zone_and_in_utc_on_request(open_desk, case, zone):
    role = {"Asia/Shanghai": "seller", "Europe/Berlin": "operator"}[zone]
    desk = open_desk(role=role, timezone_id="America/New_York")
    desk.open_case(case.id)
    at = datetime.fromisoformat(case.case["deadline"]["at"])

    shown = desk.page.locator(".band time")

    assert f"{at.astimezone(ZoneInfo(zone)):%H:%M}" in shown.inner_text()
    assert shown.get_attribute("title") == f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    assert desk.page.get_by_label("Time zone").input_value() == zone


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_a_date_inside_a_sentence_is_in_the_persons_zone_too(open_desk, case, locale):
    """The API writes it in UTC, whatever the language. Beside times of another zone that would mislead."""
    desk = open_desk(locale=locale)
    desk.open_case(case.id)
    at = datetime.fromisoformat(next(step["by"] for step in case.case["steps"] if step["by"]))

    shown = desk.page.locator(f"li time[datetime='{at:%Y-%m-%dT%H:%M}:00Z']").first

    assert f"{at.astimezone(ZoneInfo('Asia/Shanghai')):%H:%M}" in shown.inner_text()
    assert shown.get_attribute("title") == f"{at:%Y-%m-%d %H:%M} UTC"
    assert "UTC" not in desk.page.locator("main").inner_text()


def test_a_copied_instant_is_utc(open_desk, case):
    desk = open_desk()
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.open_case(case.id)
    shown = desk.page.locator(".band time")
    desk.page.evaluate("getSelection().selectAllChildren(document.querySelector('.band'))")
    desk.press("Control+c")

    copied = desk.page.evaluate("navigator.clipboard.readText()")

    assert shown.get_attribute("title") in copied
    assert shown.inner_text() not in copied


def test_a_laptop_clock_that_is_a_day_wrong_does_not_lie(open_desk, case):
    desk = open_desk()
    wrong = (datetime.now(UTC) + timedelta(days=1)).timestamp() * 1000
    shift = f"const real = Date.now; const off = {wrong} - real(); Date.now = () => real() + off;"
    desk.context.add_init_script(shift)
    desk.open_case(case.id)
    left = datetime.fromisoformat(case.case["deadline"]["at"]) - datetime.now(UTC)

    shown = desk.page.locator(".band .clock strong").inner_text()

    days, hours = divmod(int(left.total_seconds()) // 3600, 24)
    either = {f"in {days} d {hours} h", f"in {int(left.total_seconds()) // 3600} h"}
    assert any(shown.startswith(text.removesuffix(" 0 h")) for text in either), (shown, either)


def test_the_language_of_the_key_is_taken_until_another_is_chosen(open_desk, case):
    desk = open_desk(has_chosen=False)
    desk.open()
    desk.see("待我方处理")


def test_the_other_language_is_one_press_away_and_stays(open_desk, case):
    desk = open_desk()
    desk.open()
    desk.page.get_by_role("button", name="中文").click()
    desk.see("待我方处理")
    desk.page.reload()
    desk.see("待我方处理")
