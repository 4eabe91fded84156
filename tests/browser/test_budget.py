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


def many(work, number, **members):
    """The list of work with many cases, made of one."""
    row = work["cases"][0]
    rows = [
        row | {"case_id": f"alibaba.B-{n}.R-{n}", "order_number": f"B-{n}", "return_id": f"R-{n}"}
        for n in range(number)
    ]
    return json.dumps(work | {"cases": rows, "counts": work["counts"] | {"us": number}, **members})


@pytest.fixture(scope="module")
def work(market):
    market.case()
    return market.work()


def test_300_cases_are_45_kb_at_most(work):
    assert len(gzip.compress(many(work, 300).encode(), 6)) <= 45_000


@pytest.mark.parametrize("number", [300, 500])
def test_a_search_in_many_cases_is_painted_at_once(desk, work, number):
    """What a keystroke costs the page's own thread. The clock on the wall would count other tests too."""
    body = many(work, number, truncated=number == 500)
    desk.page.route("**/work", lambda route: route.fulfill(body=body, content_type="application/json"))
    desk.open()
    desk.page.locator("a.case-row").nth(number - 1).wait_for(state="attached")
    assert desk.page.get_by_text("These are the 500 most urgent.").count() == (number == 500)
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


def held(measure):
    """Measure until the budget holds, three times at most: other work on this machine only makes a run slower."""
    seen = []
    for _ in range(3):
        seen.append(measure())
        if all(value <= most for value, most in seen[-1].values()):
            return
    pytest.fail(f"over the budget in each of three runs: {seen}")


def slow_desk(open_desk):
    """A fresh profile at 1.6 Mbit/s, with 150 ms of latency and a quarter of the processor."""
    desk = open_desk()
    wire = desk.context.new_cdp_session(desk.page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return desk


def test_the_first_page_is_useful_at_once_on_a_slow_line(open_desk, work):
    """First paint within 1 s and rows within 2 s, longer by as much as other work stretches this machine's time."""
    rows = """new Promise(done => {
      const look = () => document.querySelector('a.case-row') ? done(performance.now()) : requestAnimationFrame(look);
      look();
    })"""

    def measure():
        desk = slow_desk(open_desk)
        busy = stretch()
        desk.open()
        useful = desk.page.evaluate(rows)
        busy = max(busy, stretch())
        paint = desk.page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        return {"paint": (paint, 1_000 * busy), "useful": (useful, 2_000 * busy)}

    held(measure)


def test_no_task_of_the_page_takes_longer_than_200_ms(open_desk, work):
    """The list of 300 cases, a search in it, and a case: what the page's thread does at one time."""
    watch = """window.longest = 0;
      new PerformanceObserver(list => {
        for (const each of list.getEntries()) window.longest = Math.max(window.longest, each.duration);
      }).observe({type: 'longtask', buffered: true});"""
    own = work["cases"][0]
    listed = json.loads(many(work, 299))
    body = json.dumps(listed | {"cases": [own, *listed["cases"]]})

    def measure():
        desk = open_desk()
        desk.page.add_init_script(watch)
        desk.page.route("**/work", lambda route: route.fulfill(body=body, content_type="application/json"))
        busy = stretch()
        desk.open()
        desk.page.locator("a.case-row").nth(299).wait_for(state="attached")
        desk.page.locator("#search").fill(own["order_number"])
        desk.page.locator(f"[id='row-{own['case_id']}']").click()
        desk.page.locator("main.case .actions button").first.wait_for()
        longest = desk.page.evaluate("new Promise(done => setTimeout(() => done(window.longest), 100))")
        return {"task": (longest, 200 * max(busy, stretch()))}

    held(measure)


def test_the_first_page_has_few_requests_and_none_for_its_files_again(open_desk, work):
    desk = slow_desk(open_desk)
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    asked = [answer for answer in desk.answers if "sw.js" not in answer.url]
    first = len([answer for answer in asked if not answer.from_service_worker])
    desk.until("navigator.serviceWorker.ready.then(() => caches.keys()).then(all => all.length)")

    desk.page.reload()
    desk.page.locator("a.case-row").first.wait_for()
    sizes = "performance.getEntriesByType('resource').filter(e => /console/.test(e.name)).map(e => e.transferSize)"
    again = sum(desk.page.evaluate(sizes))

    assert first <= 8 + 4  # the service worker fetches the shell once more, beside the page
    assert again <= 3_000


def test_a_case_is_one_request(desk, market, work):
    desk.open()
    desk.page.locator("a.case-row").first.wait_for()
    desk.until("performance.getEntriesByType('resource').some(e => /later-/.test(e.name))")
    before = len(desk.answers)
    desk.page.locator("a.case-row").first.click()
    desk.page.locator("main.case .actions button").first.wait_for()

    asked = [answer.url for answer in desk.answers[before:] if not answer.url.endswith(("/work", "/session"))]
    assert len([url for url in asked if "/console/" not in url]) == 1
