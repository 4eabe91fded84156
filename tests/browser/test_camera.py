"""A phone photographs for one case: no account, no other case, and a queue that survives."""

import pytest
from playwright.sync_api import expect

from local.sample_files import small_picture
from tests.browser.market import eventually

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def scanned(open_desk, desk, market):
    """A case, and a phone that has scanned its code."""
    case = market.case()
    desk.open_case(case.id)
    with desk.page.expect_response("**/camera-pass") as made:
        desk.press("p")
    desk.page.locator("svg.code path").wait_for(state="attached")
    phone = open_desk(signed_in=False, **PHONE)
    phone.page.goto(made.value.json()["url"])
    phone.see("Take a photo")
    return case, phone


def shoot(phone, *names):
    files = [{"name": name, "mimeType": "image/png", "buffer": small_picture() + name.encode()} for name in names]
    phone.page.locator(".shoot input").set_input_files(files)


def test_a_photo_is_stored_for_the_case_and_the_phone_says_so(scanned):
    case, phone = scanned
    assert "Asked for: 1 \u00d7 logistics and 1 \u00d7 photo" in phone.page.locator("main").inner_text()

    shoot(phone, "one.png")

    phone.see("1 stored")
    [file] = case.case["evidence"]
    assert (file["status"], file["kind"], file["filename"]) == ("stored", "photo", "one.png")
    expect(phone.page.get_by_text("Asked for: 1 \u00d7 logistics")).to_be_visible()


def test_photos_wait_for_the_network_also_over_a_reload(scanned):
    case, phone = scanned
    phone.until("navigator.serviceWorker.ready.then(() => caches.keys()).then(all => all.length)")
    phone.page.reload()
    phone.see("Take a photo")
    phone.context.set_offline(True)
    shoot(phone, "two.png", "three.png")
    phone.see("2 wait for the network")

    phone.page.reload()
    phone.see("2 wait for the network")
    assert [file for file in case.case["evidence"] if file["status"] == "stored"] == []
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")

    phone.see("2 stored")
    assert eventually(lambda: {file["filename"] for file in case.case["evidence"]}) == {"two.png", "three.png"}


def test_a_pass_that_has_ended_asks_for_a_new_code(open_desk):
    phone = open_desk(signed_in=False, **PHONE)
    phone.open("#/camera/rs1.000000000000.1000000000.AAECAwQFBgcICQoLDA0.YQ." + "A" * 43)

    phone.see("This code has ended. Ask for a new one.")
    assert phone.page.locator(".shoot").count() == 0


def test_the_targets_of_a_thumb_are_large(scanned):
    _, phone = scanned
    for button in phone.page.locator("button, .pick, .shoot").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 48
