"""Signing in and out, and what pages of other sites can do."""

from datetime import UTC, datetime, timedelta

import boto3

from chalicelib.aws.api_keys import ApiKeys, Principal
from chalicelib.values.roles import Role
from tests.browser.market import eventually


def test_a_wrong_key_is_refused_and_the_right_one_opens_the_work(open_desk, market):
    desk = open_desk(signed_in=False)
    desk.open()
    desk.page.locator("#key").fill("rk_wrong")
    desk.press("Enter")
    desk.see("This key is not in force")

    desk.page.locator("#key").fill(market.keys["seller"])
    desk.press("Enter")

    desk.see("Li Na")
    [cookie] = desk.context.cookies()
    assert cookie["name"] == f"__Host-recourse-{market.url.rpartition(':')[2]}"
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"], cookie["path"]) == (True, True, "Strict", "/")
    assert desk.page.evaluate("document.cookie") == ""
    assert market.keys["seller"] not in desk.page.evaluate("JSON.stringify(localStorage)")


def test_signing_out_leaves_nothing_behind(desk, market):
    market.case()
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()

    desk.page.get_by_role("button", name="Sign out").click()

    desk.see("Sign in with your key")
    assert desk.context.cookies() == []
    kept = (
        "indexedDB.databases().then(all => all.length ? new Promise(done => { const open = indexedDB.open('recourse');"
    )
    kept += " open.onsuccess = () => { const get = open.result.transaction('answers').objectStore('answers').count();"
    kept += " get.onsuccess = () => done(get.result) } }) : 0)"
    assert eventually(lambda: desk.page.evaluate(kept) == 0)


def test_a_session_that_ends_asks_again_over_the_page_and_keeps_the_place_and_the_draft(desk, market):
    case = market.case()
    desk.open_case(case.id)
    desk.press("m")
    desk.page.get_by_label("Text").fill("We look into it")
    desk.context.clear_cookies()

    desk.page.get_by_role("button", name="Send", exact=True).click()
    desk.see("Your session has ended")
    desk.page.locator("#key").fill(market.keys["seller"])
    desk.press("Enter")

    desk.page.locator("#key").wait_for(state="detached")
    assert desk.page.get_by_label("Text").input_value() == "We look into it"
    desk.page.get_by_role("button", name="Send", exact=True).click()
    desk.page.locator("dialog").wait_for(state="detached")
    assert case.case["timeline"][-1]["text"] == "We look into it"


def test_a_page_of_another_site_changes_nothing_and_may_link_to_a_case(desk, market):
    case = market.case()
    port = market.url.rpartition(":")[2]
    desk.page.goto(f"http://localhost:{port}/health")  # another site, to a browser

    forged = "url => fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include', body: JSON.stringify("
    forged += "{command: 'accept_return'})}).then(() => 'sent')"
    assert desk.page.evaluate(forged, f"{market.url}/cases/{case.id}/commands") == "sent"
    assert case.case["status"] == "requested"

    desk.page.evaluate("url => { location.href = url }", f"{market.url}/console/index.html#/cases/{case.id}")
    desk.page.locator("main.case .actions button").first.wait_for()


def keys_of(market):
    """The keys as an operator reaches them."""
    client = boto3.client("dynamodb", **market.stack.boto_arguments())
    return ApiKeys(client, market.stack.description["table"], clock=lambda: datetime.now(UTC))


def test_a_key_that_is_revoked_ends_what_it_signed_in(desk, market):
    keys, case = keys_of(market), market.case()
    own = keys.make(Principal("demo", Role.SELLER))
    desk.context.clear_cookies()
    desk.open()
    desk.page.locator("#key").fill(own)
    desk.press("Enter")
    desk.page.locator("a.case-row").first.wait_for()

    keys.revoke(own.split("_")[1])
    desk.open(f"#/cases/{case.id}")

    desk.page.locator("#key").wait_for()
    assert case.id not in desk.page.locator("#app").inner_text()


def test_a_key_that_expires_ends_what_it_signed_in(desk, market):
    own = keys_of(market).make(Principal("demo", Role.SELLER), expires_at=datetime.now(UTC) + timedelta(seconds=5))
    desk.context.clear_cookies()
    desk.open()
    desk.page.locator("#key").fill(own)
    desk.press("Enter")
    desk.page.locator("a.case-row").first.wait_for()

    assert eventually(lambda: desk.page.reload() and desk.page.locator("#key").count() == 1)
