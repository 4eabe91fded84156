"""A case: what follows is seen before a button is pressed, and nothing is decided on an old page."""

import json

from playwright.sync_api import expect

from tests.browser.market import eventually

HALF = {"minor": 2400, "currency": "USD"}


def given(desk, name):
    """The commands that the browser sent, by the answers to them."""
    return [answer for answer in desk.answers if answer.url.endswith(name) and answer.request.method == "POST"]


def test_the_sheet_shows_what_then_happens(desk, market):
    case = market.case()
    case.offer(amount=HALF, text="half and we are good")
    desk.open_case(case.id)

    desk.press("a")
    expect(desk.primary).to_have_text("Accept and owe US$24.00")
    assert "negotiating → settling" in desk.sheet.inner_text()
    assert case.case["status"] == "negotiating"
    desk.press("Enter")
    desk.sheet.wait_for(state="detached")

    [previewed] = given(desk, "/preview")
    after, became = previewed.json()["after"], case.case
    for member in ("status", "refund", "freight", "offers", "turn", "available_actions"):
        assert became[member] == after[member], member


def test_an_old_page_is_told_so_and_sends_nothing_by_itself(desk, market):
    case = market.case()
    desk.open_case(case.id)
    desk.press("a")
    desk.primary.wait_for()
    case.tell("return.updated", platform_status="changed", wants="refund_without_return")

    desk.primary.click()

    desk.see("Changed since you looked")
    assert "return and refund → refund without return" in desk.sheet.inner_text()
    [answer] = given(desk, "/commands")
    assert answer.status == 409
    assert answer.json()["type"].endswith("stale")
    assert case.case["status"] == "requested"
    desk.press("Escape")
    desk.see("Changed while you looked")


def test_two_persons_on_one_case_do_not_both_decide(open_desk, market):
    case = market.case()
    one, two = open_desk(), open_desk(role="operator")
    for each in (one, two):
        each.open_case(case.id)
        each.press("a")
        each.primary.wait_for()

    one.primary.click()
    one.sheet.wait_for(state="detached")
    two.primary.click()

    two.see("Changed since you looked")
    assert [entry["type"] for entry in case.case["timeline"]].count("return.accepted") == 1


def test_only_allowed_commands_are_offered_and_the_others_say_why(desk, market):
    case = market.case()
    desk.open_case(case.id)

    shown = desk.page.locator(".actions button").count()
    assert shown == len(case.case["available_actions"])
    desk.page.get_by_text("More", exact=True).click()

    unsaid = (
        "[...document.querySelectorAll('details.more li')].filter(each => !each.querySelector('span + span')).length"
    )
    desk.until(f"{unsaid} === 0")
    [escalate] = desk.page.locator("details.more li", has_text="Ask the platform to mediate").all_inner_texts()
    assert "negotiate first" in escalate
    assert escalate.endswith("G2.3b")
    assert case.case["status"] == "requested"


def test_a_rule_opens_its_words_and_the_clauses_of_the_policy(desk, market):
    desk.open_case(market.case().id)
    desk.page.locator(".band").get_by_role("button", name="Rule G2.3b").click()

    desk.see("If the two sides do not agree, the platform mediates.")
    assert "TA: automatic on day 7" in desk.sheet.inner_text()
    desk.press("Escape")
    desk.sheet.wait_for(state="detached")
    assert desk.page.evaluate("document.activeElement.className") == "rule"


def test_what_waits_for_us_decides_the_first_button(desk, market):
    """A case that a person has to look at does not offer the money first."""
    case = market.case(customer={"name": "Ada"}, reason={"code": "odd", "text": "odd"})
    desk.open_case(case.id)

    assert case.case["turn"]["code"] == "look"
    expect(desk.page.locator(".actions .primary")).to_contain_text("I have looked at it")


def test_a_field_that_is_wrong_is_marked(desk, market):
    desk.open_case(market.case().id)
    desk.press("o")
    desk.sheet.get_by_label("What we offer").select_option("partial_refund")
    desk.sheet.get_by_label("Amount").fill("a lot")

    desk.see("Please check the marked fields")
    expect(desk.sheet.get_by_label("Amount")).to_have_attribute("aria-invalid", "true")
    desk.sheet.get_by_label("Amount").fill("12.50")
    expect(desk.primary).to_have_text("Offer US$12.50")


def test_a_503_waits_and_sends_the_same_key_again(desk, market):
    case = market.case()
    desk.open_case(case.id)
    desk.press("m")
    desk.sheet.get_by_label("Text").fill("We look into it")
    body = json.dumps({"type": "about:blank", "title": "x", "status": 503, "detail": "x"})
    keys = []

    def fail_once(route):
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            route.continue_()
            return
        route.fulfill(status=503, headers={"Retry-After": "1"}, body=body)

    desk.page.route("**/commands", fail_once)
    desk.press("Tab", "Tab", "Enter")
    desk.see("Try again in 1 s")
    expect(desk.primary).to_be_visible()
    desk.primary.click()
    desk.sheet.wait_for(state="detached")

    assert keys == [keys[0]] * 2
    assert case.case["timeline"][-1]["text"] == "We look into it"


def test_unfriendly_words_are_marked_and_may_be_sent_anyway(desk, market):
    case = market.case()
    desk.open_case(case.id)
    desk.press("m")
    desk.sheet.get_by_label("Text").fill("You are a liar")
    desk.primary.click()

    desk.see("This may sound unfriendly")
    assert desk.sheet.locator("mark").first.inner_text() == "liar"
    desk.sheet.get_by_role("button", name="Send anyway").click()

    desk.sheet.wait_for(state="detached")
    assert case.case["timeline"][-1]["text"] == "You are a liar"


def test_a_reply_template_can_be_inserted_and_a_draft_survives_a_reload(desk, market):
    case = market.case()
    desk.open_case(case.id)
    desk.press("m")
    desk.sheet.get_by_label("Insert a reply").select_option(index=1)
    assert desk.sheet.get_by_label("Text").input_value() == case.case["reply_templates"][0]["text"]
    desk.sheet.get_by_label("Text").fill("half written")
    desk.press("Escape")
    desk.sheet.wait_for(state="detached")
    desk.press("m")
    expect(desk.sheet.get_by_label("Text")).to_have_value("half written")

    desk.open_case(case.id)
    desk.press("m")

    expect(desk.sheet.get_by_label("Text")).to_have_value("half written")


def test_an_inspection_is_recorded_with_its_condition(desk, market):
    case = market.case()
    case.give("accept_return")
    case.tell("return.shipped")
    case.tell("return.delivered")
    desk.open_case(case.id)
    desk.press("i")
    desk.sheet.get_by_role("group", name="match the description").get_by_label("Yes").check()
    desk.sheet.get_by_role("group", name="match the pictures").get_by_label("No").check()
    desk.sheet.get_by_label("used").check()

    desk.primary.click()

    desk.sheet.wait_for(state="detached")
    inspection = case.case["inspection"]
    assert (inspection["matches_description"], inspection["matches_pictures"]) == (True, False)
    assert inspection["condition"] == "used"


def test_a_case_of_nobody_says_so(desk):
    desk.open("#/cases/alibaba.A-0.R-0")

    desk.see("No such case of yours.")


def test_a_command_of_the_palette_is_found_in_both_languages(desk, market):
    desk.open_case(market.case().id)
    desk.press("Control+k")
    desk.sheet.locator("input:focus").wait_for()
    desk.type("提出方案")
    desk.press("Enter")

    expect(desk.sheet.get_by_role("heading")).to_have_text("Make an offer")


def test_a_case_prints_its_deadline_and_its_evidence(desk, market):
    case = market.case()
    desk.open_case(case.id)
    desk.page.emulate_media(media="print")

    assert desk.page.locator(".band time").is_visible()
    assert desk.page.locator("#evidence").is_visible()
    assert not desk.page.locator(".actions").is_visible()


def test_what_is_changed_elsewhere_is_marked_while_somebody_looks(desk, market):
    case = market.case()
    desk.open_case(case.id)
    case.offer(amount=HALF)

    eventually(lambda: case.case["offers"])
    desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(desk.page.get_by_role("status")).to_contain_text("Offers")
