"""The program of `make run` with `DESK=off`, asked over real sockets by clients that know the public API only."""

import json
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from local.stack import start
from tests.end_to_end.outside import Outside, eventually
from tests.world import contract
from tests.world.order import CUSTOMER, REQUEST, line, usd
from tests.world.planted import quoted
from tests.world.signing import alibaba_form, lazada_signature

pytestmark = pytest.mark.stack

PAYLOADS = Path(__file__).parent.parent / "dialects" / "payloads"
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(scope="module")
def outside():
    with start(desk=False) as stack:
        yield Outside(stack)
        assert quoted(stack.log.read_text().splitlines()) == []


def ago(**by):
    return NOW - timedelta(**by)


def shuffled(things, seed):
    return random.Random(seed).sample(things, len(things))  # noqa: S311 - an order, no secret


STORY = [
    ("order.placed", ago(days=9), {"customer": CUSTOMER, "lines": [line()]}),
    ("order.shipped", ago(days=8), {"tracking": {"carrier": "DHL", "number": "JD01"}}),
    ("order.delivered", ago(days=6), {}),
    ("return.requested", ago(days=5), REQUEST),
    ("return.updated", ago(days=5, hours=-1), {"platform_status": "REFUNDING"}),
    ("message.posted", ago(days=5, hours=-2), {"text": "please look <b>again</b>"}),
    ("offer.made", ago(days=4), {"offer_id": "c1", "resolution": "partial_refund", "amount": usd(2000)}),
    ("offer.made", ago(days=4, hours=-1), {"offer_id": "c2", "resolution": "partial_refund", "amount": usd(1500)}),
    ("mediation.opened", ago(days=3), {"mediation_id": "M-1", "opened_by": "customer"}),
    ("mediation.decided", ago(days=2), {"mediation_id": "M-1", "in_favour_of": "split", "refund": usd(1200)}),
    ("appeal.opened", ago(days=1), {"appeal_id": "P-1", "opened_by": "customer"}),
    ("appeal.decided", ago(hours=9), {"appeal_id": "P-1", "in_favour_of": "customer", "refund": usd(2400)}),
    ("refund.settled", ago(hours=1), {"amount": usd(2400), "reference": "PAY-1"}),
    ("message.posted", ago(minutes=5), {"text": "thank you"}),
]


def told(outside, order_number, story):
    """Tell a story of an order in some order of arrival.

    The case as it is read, but for ids and receipt.
    """
    for kind, at, data in story:
        addressed = {"order_number": order_number}
        if not kind.startswith("order."):
            addressed["return_id"] = "R-1"
        place = next(i for i, event in enumerate(STORY) if event == (kind, at, data))
        body = {"type": kind, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": addressed | data}
        assert outside.deliver(json.dumps(body), delivery_id=f"{order_number}-{place}").status_code == 202
    case = outside.case(f"alibaba.{order_number}.R-1")
    contract.whole_case(case)
    for entry in case["timeline"]:
        del entry["received_at"]
    return json.loads(json.dumps(case).replace(order_number, "THE-ORDER"))


def test_whatever_the_order_of_arrival_the_case_is_the_same(outside):
    """It holds number 57 of docs/reliability.md."""
    straight = told(outside, "S-straight", STORY)
    assert (straight["status"], straight["outcome"]) == ("closed", "ruled_customer")
    assert straight["refund"] == {"due": usd(2400), "settled": usd(2400), "failed": [], "other": []}
    assert [found["status"] for found in straight["rounds"]] == ["decided", "decided"]

    orders = [STORY[::-1], *(shuffled(STORY, seed) for seed in range(6))]
    with ThreadPoolExecutor(4) as threads:
        cases = list(threads.map(lambda at: told(outside, f"S-{at}", orders[at]), range(len(orders))))

    assert all(case == straight for case in cases)
    assert eventually(lambda: len(outside.listed(status="closed")) == len(orders) + 1)


def test_a_case_that_nothing_opened_yet_is_not_there_and_counts_all_once_it_is(outside):
    late = ("return.requested", *STORY[3][1:])
    for kind, at, data in STORY[:3] + STORY[4:7]:
        ids = {} if kind.startswith("order.") else {"return_id": "R-1"}
        if kind != "return.updated":
            outside.tell(kind, at=at, order_number="W-1", **ids, **data)
    assert outside.ask("GET", "/cases/alibaba.W-1.R-1").status_code == 404

    outside.tell(late[0], at=late[1], order_number="W-1", return_id="R-1", **late[2])

    case = outside.case("alibaba.W-1.R-1")
    assert [offer["offer_id"] for offer in case["offers"]] == ["c1"]
    assert case["order_check"]["result"] == "confirmed"


def test_twenty_deliveries_that_sixteen_threads_send_at_once_are_accepted_once(outside):
    """It holds number 56 of docs/reliability.md."""

    def body(number):
        data = {"order_number": "T-1", "return_id": "R-1", "text": f"message {number}"}
        return json.dumps({"type": "message.posted", "timestamp": NOW.isoformat(), "data": data})

    outside.tell("return.requested", at=NOW, order_number="T-1", return_id="R-1", **REQUEST)

    def deliver_all(seed):
        numbers = shuffled(range(20), seed)
        answers = [outside.deliver(body(number), delivery_id=f"same-{number}") for number in numbers]
        return [(answered.status_code, answered.json()["event"]) for answered in answers]

    with ThreadPoolExecutor(16) as threads:
        answers = [answer for found in threads.map(deliver_all, range(16)) for answer in found]

    assert Counter(status for status, _ in answers) == {202: 20, 200: 16 * 20 - 20}
    events = {event for _, event in answers}
    assert len(events) == 20
    shown = [entry["id"] for entry in outside.case("alibaba.T-1.R-1")["timeline"] if entry["type"] == "message.posted"]
    assert sorted(shown) == sorted(events)


def test_of_opposite_commands_at_once_one_wins_and_the_others_are_409(outside):
    """It holds number 59 of docs/reliability.md."""
    outside.tell("order.placed", order_number="C-1", customer=CUSTOMER, lines=[line()])
    outside.tell("return.requested", order_number="C-1", return_id="R-1", **REQUEST)
    outside.tell("offer.made", order_number="C-1", return_id="R-1", offer_id="c1", resolution="exchange")
    commands = [("accept_return", {}), ("accept_offer", {"offer_id": "c1"})] * 4

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda asked: outside.give("alibaba.C-1.R-1", asked[0], **asked[1]), commands))

    assert Counter(answered.status_code for answered in answers) == {201: 1, 409: 7}
    (won,) = [answered.json() for answered in answers if answered.status_code == 201]
    case = outside.case("alibaba.C-1.R-1")
    assert (case["refund"], case["offers"]) == (won["refund"], won["offers"])
    for answered in answers:
        assert answered.headers["Content-Type"] in ("application/json", "application/problem+json")


def test_an_escalation_is_on_the_queue_and_in_the_lists_within_five_seconds(outside):
    case_id = "alibaba.Q-1.R-1"
    outside.take()
    outside.tell("order.placed", order_number="Q-1", customer=CUSTOMER, lines=[line()])
    outside.tell("return.requested", order_number="Q-1", return_id="R-1", **REQUEST)
    assert outside.give(case_id, "make_offer", resolution="partial_refund", amount=usd(500)).status_code == 201
    outside.tell("offer.declined", order_number="Q-1", return_id="R-1", offer_id="R-1-s1")
    assert outside.give(case_id, "escalate", reason="no agreement").status_code == 201

    (message,) = eventually(outside.take)

    contract.message(message, "message")
    assert (message["subject"], message["type"]) == (case_id, "recourse.mediation.requested")
    assert message["id"] == outside.case(case_id)["rounds"][0]["effect_id"]
    attributes = message["sqs"]
    assert attributes["MessageDeduplicationId"] == message["id"]
    assert attributes["MessageGroupId"] == sha256(f"demo|{case_id}".encode()).hexdigest()
    (summary,) = eventually(lambda: outside.listed(order="Q-1", status="mediation_requested"))
    contract.summary(summary, "summary")

    assert outside.give(case_id, "accept_return").status_code == 201
    (taken_back,) = eventually(outside.take)
    assert taken_back["type"] == "recourse.mediation.withdrawn"
    assert taken_back["data"]["withdraws"] == message["id"]


def test_an_old_export_becomes_tasks_and_not_messages(outside):
    """It holds number 80 of docs/reliability.md."""
    outside.take()
    outside.tell("return.requested", at=ago(days=300), order_number="X-1", return_id="R-1", **REQUEST)

    (task,) = eventually(lambda: [t for t in outside.case("alibaba.X-1.R-1")["tasks"] if t["kind"] == "file_by_hand"])

    assert task["effect_id"] == outside.case("alibaba.X-1.R-1")["rounds"][0]["effect_id"]
    assert outside.take() == []


def test_every_error_is_a_problem_without_internal_detail(outside):
    asked = [
        (404, outside.ask("GET", "/cases/alibaba.none.R-1")),
        (404, outside.ask("GET", "/nothing/here")),
        (400, outside.ask("GET", "/cases?limit=0")),
        (422, outside.ask("POST", "/cases/alibaba.C-1.R-1/commands", json={"command": "give_up"})),
        (
            400,
            outside.ask(
                "POST", "/cases/alibaba.C-1.R-1/commands", data="{", headers={"Content-Type": "application/json"}
            ),
        ),
        (403, outside.ask("PUT", "/orders/alibaba/C-1", role="desk", json={})),
        (404, outside.ask("GET", "/cases/alibaba.S-straight.R-1", merchant="other")),
        (401, outside.deliver("{}", **{"webhook-signature": "v1,AAAA"})),
        (415, outside.deliver("{}", **{"Content-Type": "text/plain"})),
        (413, outside.deliver(json.dumps("x" * 256 * 1024))),
        (405, outside.session.get(f"{outside.stack.api_url}/webhooks/demo", timeout=30)),
        (401, outside.session.get(f"{outside.stack.api_url}/cases", timeout=30)),
    ]
    for status, answered in asked:
        told = answered.json()
        assert (answered.status_code, told["status"]) == (status, status), answered.text
        assert answered.headers["Content-Type"] == "application/problem+json"
        assert {"type", "title", "status", "detail"} <= set(told)
        assert "Traceback" not in answered.text


def test_pushes_in_the_platforms_own_dialects_open_cases(outside):
    push = (PAYLOADS / "lazada-reverse-order-msg10.json").read_text()
    lazada = outside.stack.description["connections"]["demo-lazada"]
    signature = lazada_signature(push.encode(), app_key=lazada["app_key"], secret=lazada["secret"])
    url = f"{outside.stack.api_url}/webhooks/demo-lazada"
    headers = {"Content-Type": "application/json", "Authorization": signature}

    answers = [outside.session.post(url, data=push, headers=headers, timeout=30) for _ in range(2)]

    assert [(answer.status_code, answer.text) for answer in answers] == [(200, "")] * 2
    (listed,) = eventually(lambda: [c for c in outside.listed() if c["case_id"].startswith("lazada.")])
    assert outside.case(listed["case_id"])["marketplace"] == "lazada"

    message = json.loads((PAYLOADS / "1688-order-refund-in-sales.json").read_text())
    alibaba = outside.stack.description["connections"]["demo-alibaba"]
    form = alibaba_form(message, secret=alibaba["secret"])
    url = f"{outside.stack.api_url}/webhooks/demo-alibaba"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert outside.session.post(url, data=form, headers=headers, timeout=30).status_code == 200
