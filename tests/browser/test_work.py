"""Work: whose turn it is, at a glance and without a request for each look."""

import json

import pytest

from tests.browser.market import eventually

TABS = {"us": "Our turn", "customer": "Customer's turn", "platform": "Platform's turn"} | {
    "carrier": "On the way",
    "close": "Done to close",
}


@pytest.fixture(scope="module")
def cases(market):
    """One case for each tab but the platform's."""
    answer, offered, agreed, back, paid = (market.case() for _ in range(5))
    answer.offer(amount={"minor": 2400, "currency": "USD"}, text="half and we are good")
    offered.give("make_offer", resolution="partial_refund", amount={"minor": 900, "currency": "USD"})
    agreed.give("accept_return")
    back.give("accept_return")
    back.tell("return.shipped", tracking={"carrier": "DHL", "number": f"TN{market.next()}"})
    paid.give("accept_return")
    paid.tell("refund.settled", amount={"minor": 4800, "currency": "USD"}, reference=f"P-{market.next()}")
    whose = {answer.id: "us", offered.id: "customer", back.id: "carrier", paid.id: "us"}

    def is_listed():
        turns = {case["case_id"]: case["turn"]["who"] for case in market.work()["cases"]}
        return all(turns.get(case) == who for case, who in whose.items())

    eventually(is_listed)
    return [answer, offered, agreed, back, paid]


def test_every_tab_shows_the_cases_of_the_api_and_their_number(desk, market, cases):
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    work = market.work()

    for number, (tab, name) in enumerate(TABS.items(), 1):
        desk.press(str(number))
        button = desk.page.get_by_role("button", name=name)
        assert button.get_attribute("aria-pressed") == "true"
        assert button.inner_text().split()[-1] == str(work["counts"][tab])
        wanted = {
            case["case_id"]
            for case in work["cases"]
            if ("close" if case["turn"]["code"] == "close" else case["turn"]["who"]) == tab
        }
        assert set(desk.rows()) == wanted


def test_a_row_says_what_happens_if_nobody_acts_and_by_which_rule(desk, market, cases):
    desk.open()
    row = desk.page.locator(f"[id='row-{cases[0].id}']")
    row.wait_for()
    row.scroll_into_view_if_needed()  # a row outside the window is not laid out
    deadline = next(case for case in market.work()["cases"] if case["case_id"] == cases[0].id)["deadline"]

    shown = eventually(row.inner_text)
    assert "If nobody acts: " + deadline["if_silent"] in shown
    assert deadline["rule"] in shown
    assert "Their offer" in shown


def test_tabs_and_a_search_need_no_request(desk, market, cases):
    odd = market.case(customer={"name": "Zoë Quist"})
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    before = len(desk.answers)

    desk.press("2", "1", "/")
    desk.type("zoë qu")

    eventually(lambda: desk.rows() == [odd.id])
    asked = [answer.url for answer in desk.answers[before:] if "/console/" not in answer.url]
    assert [url for url in asked if not url.endswith(("/work", "/session"))] == []


def test_keys_pick_a_row_and_coming_back_finds_it_again(desk, cases):
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    desk.press("j", "j")
    second = desk.rows()[1]
    assert desk.page.evaluate("document.activeElement.id") == f"row-{second}"

    desk.press("Enter")
    desk.page.locator("main.case h1").wait_for()
    desk.press("u")

    desk.page.locator("a.case-row").first.wait_for()
    assert desk.page.evaluate("document.activeElement.id") == f"row-{second}"


def test_a_case_that_changed_is_marked_until_somebody_looks(desk, cases):
    desk.open()
    row = desk.page.locator(f"[id='row-{cases[0].id}']")
    row.wait_for()
    assert row.locator(".dot").count() == 0

    cases[0].tell("message.posted", text="Any news?")
    desk.page.reload()
    eventually(lambda: desk.page.reload() or row.locator(".dot").count() == 1)
    row.click()
    desk.page.locator("main.case .actions button").first.wait_for()
    desk.press("u")
    row.wait_for()
    assert row.locator(".dot").count() == 0


def test_a_list_that_is_older_than_the_case_that_was_read_marks_nothing(desk, market, cases):
    """Lists follow within 5 seconds, a case is read from its log at once."""
    older = json.dumps(market.work())
    desk.page.route("**/work", lambda route: route.fulfill(body=older, content_type="application/json"))
    desk.open()
    row = desk.page.locator(f"[id='row-{cases[0].id}']")
    row.wait_for()
    cases[0].tell("message.posted", text="Is anybody there?")

    row.click()
    desk.page.locator("main.case .actions button").first.wait_for()
    desk.press("u")
    row.wait_for()

    assert row.locator(".dot").count() == 0


def test_a_poll_without_news_is_a_304_of_at_most_300_bytes(desk, market, cases):
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    tag = market.api("GET", "/work").headers["ETag"]

    again = market.api("GET", "/work", headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    kept = {name: value for name, value in again.headers.items() if name != "x-aws-calls"}
    assert len("".join(f"{name}: {value}\r\n" for name, value in kept.items())) <= 300


def test_without_a_network_the_last_rows_stay_and_say_when_they_were_right(desk, cases):
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    desk.until("navigator.serviceWorker.ready.then(() => true)")
    shown = desk.rows()

    desk.context.set_offline(True)
    desk.page.reload()

    desk.see("Offline · as of")
    assert desk.rows() == shown
    desk.context.set_offline(False)
    desk.page.evaluate("dispatchEvent(new Event('online'))")
    desk.page.get_by_text("Offline · as of").wait_for(state="detached")


def test_rows_do_not_jump_under_the_pointer(desk, market, cases):
    desk.open()
    desk.page.locator("a.case-row").first.hover()
    before = desk.rows()
    new = market.case(customer={"name": "Kim Minji"})

    desk.page.evaluate("dispatchEvent(new Event('online'))")

    desk.page.get_by_role("button", name="show").click()
    assert new.id not in before
    assert new.id in desk.rows()


def test_an_error_keeps_the_rows_and_offers_to_try_again(desk, cases):
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    body = json.dumps({"type": "about:blank", "title": "x", "status": 503, "detail": "the store is slow"})
    desk.page.route("**/work", lambda route: route.fulfill(status=503, body=body))
    desk.page.evaluate("dispatchEvent(new Event('online'))")
    desk.see("the store is slow")
    assert desk.rows()

    desk.page.unroute("**/work")
    desk.page.get_by_role("button", name="Try again").click()

    desk.page.get_by_text("the store is slow").wait_for(state="detached")


def test_a_case_to_look_at_comes_first_and_amounts_are_sorted_in_their_own_units(desk, market, cases):
    """A minor unit of yen is a yen. A case without an amount comes last."""
    (row,) = [each for each in market.work()["cases"] if each["case_id"] == cases[0].id]
    amounts = {"A": (500, "JPY"), "B": (9_000, "USD"), "C": (20_000, "USD")}
    rows = [
        row | {"case_id": name, "at_stake": {"minor": minor, "currency": currency}}
        for name, (minor, currency) in amounts.items()
    ]
    looked = row | {"case_id": "D", "turn": row["turn"] | {"code": "look"}, "at_stake": None}
    late = looked["deadline"] | {"at": "2099-01-01T00:00:00Z"}
    body = json.dumps(market.work() | {"cases": [*rows, looked | {"deadline": late}]})
    desk.page.route("**/work", lambda route: route.fulfill(body=body, content_type="application/json"))
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()

    assert desk.rows()[0] == "D"
    desk.page.get_by_label("Sort").select_option("amount")
    assert desk.rows() == ["A", "C", "B", "D"]
    desk.page.get_by_role("button", name="Needs a look 1").click()
    assert desk.rows() == ["D"]
