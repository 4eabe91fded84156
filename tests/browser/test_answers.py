"""Every answer that a page gets is compared with the document of the API."""

from tests.browser.market import eventually


def test_an_answer_to_a_page_that_the_document_does_not_promise_is_noticed(open_desk):
    desk = open_desk()
    told = {"X-Request-Id": "r", "Content-Type": "application/json"}
    desk.page.route("**/work", lambda route: route.fulfill(status=200, headers=told, body='{"cases": [{}]}'))

    desk.open()

    eventually(lambda: desk.page.evaluate("1") and desk.undocumented)
    assert [said.partition(":")[0] for said in desk.undocumented[:1]] == ["GET /work 200"]
    desk.undocumented.clear()
