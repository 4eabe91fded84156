"""Nobody is shut out: axe finds nothing on any screen, light or dark, on a desk or a phone."""

import json
import re
from pathlib import Path

import axe_playwright_python
import pytest

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
STYLE = Path(__file__).parents[2] / "console" / "src" / "style.css"
SIZES = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 800}}


def violations(page):
    page.evaluate(AXE + "; undefined")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [json.dumps([each["id"], [node["html"][:200] for node in each["nodes"]]]) for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing(open_desk, market, scheme, size):
    case = market.case()
    case.offer(amount={"minor": 2400, "currency": "USD"}, text="half")
    desk = open_desk(color_scheme=scheme, viewport=SIZES[size])
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    assert violations(desk.page) == []
    desk.press("Control+k")
    desk.sheet.wait_for()
    assert violations(desk.page) == []
    desk.open_case(case.id)
    desk.page.locator("summary").first.click()
    assert violations(desk.page) == []
    for key in "aoi":
        desk.press(key)
    desk.sheet.wait_for()
    assert violations(desk.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_people_and_phones_come_in(open_desk, market, scheme):
    desk = open_desk(signed_in=False, color_scheme=scheme)
    desk.open()
    desk.page.locator("#key").wait_for()
    assert violations(desk.page) == []
    made = market.api("POST", f"/cases/{market.case().id}/camera-pass").json()
    desk.page.goto(made["url"])
    desk.page.reload()
    desk.see("Take a photo")
    assert violations(desk.page) == []


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, two):
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("number", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_is_readable_on_every_ground(number):
    blocks = re.findall(r":root \{([^}]*--ink[^}]*)\}", STYLE.read_text())
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[number]))

    for text in ("ink", "quiet", "accent", "bad", "warm"):
        for ground in ("paper", "ground", "note"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert contrast(colours["edge"], colours["paper"]) >= 3
