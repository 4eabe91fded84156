"""A whole case without a mouse: request, offer, decline, escalation, appeal, and the end."""

from playwright.sync_api import expect

from local.sample_files import small_document, small_picture
from tests.browser.market import eventually
from tests.browser.test_evidence import picked

WHOLE = {"minor": 4800, "currency": "USD"}


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

    offer_and_decline(desk, case)
    desk.press("l")
    desk.sheet.wait_for()
    desk.type("no agreement")
    to_button(desk)
    answered(desk, "Enter")
    assert case.case["status"] == "mediation_requested"

    case.tell("mediation.opened", mediation_id="M-1", opened_by="seller")
    case.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=WHOLE)
    desk.page.reload()
    desk.see("decided")
    appeal_with_evidence(desk, case)
    pay_and_close(desk, case)


def offer_and_decline(desk, case):
    """Offer some money. The customer declines it and offers something else, which we decline."""
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


def appeal_with_evidence(desk, case):
    """Upload what the appeal needs, and name it in the appeal."""
    files = picked(("carton.png", small_picture()), ("waybill.pdf", small_document()))
    desk.page.on("filechooser", lambda chooser: chooser.set_files(files))
    desk.press("f")  # without a photo and a shipping document nobody can appeal, so this key opens nothing
    assert not desk.sheet.is_visible()
    desk.press("e")
    desk.page.locator(".draft").nth(1).wait_for()
    expect(desk.page.get_by_role("button", name="Upload · 2 files")).to_be_focused()
    desk.press("Enter")
    desk.see("complete for an appeal")

    desk.press("f")
    desk.sheet.wait_for()
    desk.see("This is the only appeal")
    desk.type("the waybill proves it")
    desk.press("Tab", "Space", "Tab", "Space")
    to_button(desk)
    answered(desk, "Enter")
    (appeal,) = [each for each in case.case["rounds"] if each["kind"] == "appeal"]
    assert appeal["status"] == "requested"


def pay_and_close(desk, case):
    """The platform rules on the appeal. The seller pays and closes the case."""
    money = {"minor": 2400, "currency": "USD"}
    case.tell("appeal.opened", appeal_id="AP-1", opened_by="seller")
    case.tell("appeal.decided", appeal_id="AP-1", in_favour_of="split", refund=money)
    desk.page.reload()
    desk.see("the settlement is due")

    desk.press("s")
    desk.sheet.wait_for()
    to_button(desk)
    answered(desk, "Enter")
    eventually(lambda: case.case["refund"]["settled"] == money)
    desk.press("c")
    desk.sheet.wait_for()
    desk.type("the label was swapped")
    desk.primary.wait_for()
    answered(desk, "Control+Enter")
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
