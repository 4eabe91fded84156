"""A whole case without a mouse: request, offer, decline, escalation, appeal, and the end."""

from playwright.sync_api import expect

from tests.browser.market import eventually


def answered(desk, *keys):
    """Press keys in the open sheet, and wait until the command is given."""
    desk.press(*keys)
    desk.sheet.wait_for(state="detached")


def to_button(desk):
    """Move the focus to the button that gives the command."""
    desk.primary.wait_for()
    for _ in range(20):
        if desk.page.evaluate("document.activeElement.classList.contains('primary')"):
            return
        desk.press("Tab")
    raise AssertionError("the button cannot be reached")


def test_a_whole_case_by_keyboard_alone(desk, market):
    case = market.case(customer={"name": "Ines Keyboard"})
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    desk.press("/")
    desk.type("ines")
    desk.press("Enter", "Enter")
    desk.page.locator("main.case .actions button").first.wait_for()

    desk.press("o")
    desk.sheet.wait_for()
    expect(desk.sheet.get_by_label("What we offer")).to_be_focused()
    desk.type("partial")
    desk.press("Tab")
    desk.type("10")
    to_button(desk)
    answered(desk, "Enter")
    assert case.case["offers"][0]["amount"] == {"minor": 1000, "currency": "USD"}

    case.tell("offer.declined", offer_id=case.case["offers"][0]["offer_id"])
    case.offer(amount={"minor": 4000, "currency": "USD"})
    desk.page.reload()
    desk.see("their offer waits")
    desk.press("d")
    desk.sheet.wait_for()
    to_button(desk)
    answered(desk, "Enter")

    desk.press("l")
    desk.sheet.wait_for()
    desk.type("no agreement")
    to_button(desk)
    answered(desk, "Enter")
    assert case.case["status"] == "mediation_requested"

    pay_and_close(desk, case)


def pay_and_close(desk, case):
    """The platform rules for the customer. The seller cannot appeal yet, pays and closes the case."""
    case.tell("mediation.opened", mediation_id="M-1", opened_by="seller")
    money = {"minor": 4800, "currency": "USD"}
    case.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=money)
    desk.page.reload()
    desk.see("decided")
    desk.press("f")  # without a photo and a shipping document nobody can appeal, so this key opens nothing
    assert not desk.sheet.is_visible()

    desk.press("s")
    desk.sheet.wait_for()
    to_button(desk)
    answered(desk, "Enter")
    eventually(lambda: case.case["refund"]["settled"] == money)
    desk.press("c")
    desk.sheet.wait_for()
    desk.type("the label was swapped")
    to_button(desk)
    answered(desk, "Enter")
    assert case.case["root_cause"] == "the label was swapped"


def test_single_keys_can_be_switched_off_and_do_nothing_in_fields(desk, market):
    desk.open_case(market.case().id)
    desk.press("m")
    desk.sheet.get_by_label("Text").fill("")
    desk.type("a o d")
    assert desk.sheet.count() == 1
    desk.press("Escape", "?")
    desk.sheet.get_by_role("button", name="Switch single keys off").click()
    desk.press("Escape", "a")

    assert desk.sheet.count() == 0


def test_a_sheet_keeps_the_focus_and_gives_it_back(desk, market):
    desk.open_case(market.case().id)
    button = desk.page.get_by_role("button", name="Send a message")
    button.focus()
    desk.press("Enter")
    desk.sheet.wait_for()
    for _ in range(8):
        desk.press("Tab")
        assert desk.page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    desk.press("Escape")

    expect(button).to_be_focused()
