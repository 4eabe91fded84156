"""The budget: how much the first page loads, and how fast it is there with 300 cases."""

import gzip
import json
import re
import time

import pytest

from chalicelib.routes.console import _FOLDER, ASSETS

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 750_000 / 8}


def first_files():
    page = (_FOLDER / "index.html").read_text()
    return ["index.html", *{name for name in re.findall(r'(?:href|src)="([^"./][^"]*)"', page) if name in ASSETS}]


def test_the_first_page_is_small():
    """At most 45 kB compressed without data, and no part of a case in it."""
    sent = {name: len(gzip.compress((_FOLDER / name).read_bytes(), 6)) for name in first_files()}

    assert sum(sent.values()) <= 45_000, sent
    assert not [name for name in sent if name.startswith(("later-", "dist-"))]


def many(work, number):
    """The list of work with many cases, made of one."""
    row = work["cases"][0]
    rows = [
        row | {"case_id": f"alibaba.B-{n}.R-{n}", "order_number": f"B-{n}", "return_id": f"R-{n}"}
        for n in range(number)
    ]
    return json.dumps(work | {"cases": rows, "counts": work["counts"] | {"us": number}})


@pytest.fixture(scope="module")
def work(market):
    market.case()
    return market.work()


def test_300_cases_are_45_kb_at_most(work):
    assert len(gzip.compress(many(work, 300).encode(), 6)) <= 45_000


@pytest.mark.parametrize("number", [300, 500])
def test_a_search_in_many_cases_is_painted_at_once(desk, work, number):
    """What a keystroke costs the page's own thread. The clock on the wall would count other tests too."""
    body = many(work, number)
    desk.page.route("**/work", lambda route: route.fulfill(body=body, content_type="application/json"))
    desk.open()
    desk.page.locator("a.case-row").nth(number - 1).wait_for(state="attached")
    wire = desk.context.new_cdp_session(desk.page)
    wire.send("Performance.enable", {"timeDomain": "threadTicks"})
    typed = """text => {
      const box = document.getElementById('search');
      box.value = text;
      box.dispatchEvent(new Event('input', {bubbles: true}));
      return new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    }"""

    all_drawn = """async () => {
      for (let n = -1; n !== document.querySelectorAll('.case-row').length; await new Promise(d => setTimeout(d, 60)))
        n = document.querySelectorAll('.case-row').length;
    }"""

    def busy():
        metrics = wire.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration") * 1000

    spent: dict[str, int] = {}
    for text in ["B", "B-2", "B-29", "zzz", ""] * 3:  # the least of three, because other work makes each of them longer
        before = busy()
        desk.page.evaluate(typed, text)
        spent[text] = min(spent.get(text, 10_000), round(busy() - before))
        desk.page.evaluate(all_drawn)

    assert max(spent.values()) <= (100 if number == 300 else 170), spent


def stretch():
    """Measure by what factor other work delays this machine. It is 1 on a quiet one."""
    started, used = time.monotonic(), time.thread_time()
    while time.thread_time() - used < 0.1:
        pass
    return max(1.0, (time.monotonic() - started) / 0.1)


def test_the_first_page_on_a_slow_line_and_again_with_a_warm_cache(open_desk, market, work):
    desk = open_desk()
    wire = desk.context.new_cdp_session(desk.page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    useful = "performance.now()"
    busy = stretch()
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    cold = desk.page.evaluate(useful)
    busy = max(busy, stretch())
    asked = [answer for answer in desk.answers if "sw.js" not in answer.url]
    first = len([answer for answer in asked if not answer.from_service_worker])
    paint = desk.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    desk.until("navigator.serviceWorker.ready.then(() => caches.keys()).then(all => all.length)")

    desk.page.reload()
    desk.page.locator("a.case-row").first.wait_for()
    sizes = "performance.getEntriesByType('resource').filter(e => /console/.test(e.name)).map(e => e.transferSize)"
    again = sum(desk.page.evaluate(sizes))

    assert first <= 8 + 4  # the service worker fetches the shell once more, beside the page
    assert again <= 3_000
    # Twice the budget, and longer on a machine whose cores are busy with something else.
    assert (paint <= 2_000 * busy, cold <= 4_000 * busy) == (True, True), (paint, cold, busy)


def test_a_case_is_one_request(desk, market, work):
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    desk.until("performance.getEntriesByType('resource').some(e => /later-/.test(e.name))")
    before = len(desk.answers)
    desk.page.locator("a.case-row").first.click()
    desk.page.locator("main.case .actions button").first.wait_for()

    asked = [answer.url for answer in desk.answers[before:] if not answer.url.endswith(("/work", "/session"))]
    assert len([url for url in asked if "/console/" not in url]) == 1
