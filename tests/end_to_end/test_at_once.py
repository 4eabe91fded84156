"""Many at once, on real sockets: a hot order, and two whole systems on one table and one queue.

Numbers 60, 73 and 75 of docs/reliability.md.
"""

import json
import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from local.platform_simulator import PlatformSimulator
from local.stack import start
from tests.end_to_end.outside import Outside, eventually
from tests.world.order import CUSTOMER, REQUEST, line, usd
from tests.world.planted import quoted

pytestmark = pytest.mark.stack

MANY = 1_000 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 200
CASES = [f"alibaba.D-{number}.R-1" for number in range(6)]


@pytest.fixture(scope="module")
def platform():
    with PlatformSimulator() as platform:
        yield platform


@pytest.fixture(scope="module")
def both(platform):
    """Two processes, each with its API, its projector, its desk and its clock, on one AWS."""
    filing = {"demo": platform.url}
    with start(filing_urls=filing) as first:
        whose = {"AWS_ENDPOINT_URL": first.description["aws_endpoint_url"]}
        account = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
        with start(filing_urls=filing, env=whose | account) as second:
            platform.connect(second.description)
            # The second to start has written the connections' secrets.
            first.description["connections"] = second.description["connections"]
            yield Outside(first), Outside(second)
            assert quoted(line for stack in (first, second) for line in stack.log.read_text().splitlines()) == []


def test_a_hot_order_takes_many_deliveries_at_once_and_loses_none(both):
    """It holds number 60 of docs/reliability.md."""

    def message(number):
        data = {"order_number": "H-1", "return_id": "R-1", "text": f"message {number}"}
        return json.dumps({"type": "message.posted", "timestamp": datetime.now(UTC).isoformat(), "data": data})

    def send(number):
        return both[number % 2].deliver(message(number), delivery_id=f"hot_{number}").status_code

    both[0].tell("return.requested", order_number="H-1", return_id="R-1", **REQUEST)
    with ThreadPoolExecutor(16) as threads:
        answers = Counter(threads.map(send, range(MANY)))
        assert set(answers) <= {202, 503}
        assert answers[202] > MANY / 2

    # What was not refused is there, all of it: 202 is durable.
    assert eventually(lambda: both[1].case("alibaba.H-1.R-1"))["timeline_total"] >= answers[202] + 1
    assert [case["case_id"] for case in eventually(lambda: both[0].listed(order="H-1"), seconds=30)] == [
        "alibaba.H-1.R-1"
    ]


def negotiated(outside, case_id):
    of_case = dict(zip(("order_number", "return_id"), case_id.split(".")[1:], strict=True))
    outside.tell("order.placed", order_number=of_case["order_number"], customer=CUSTOMER, lines=[line()])
    outside.tell("return.requested", **of_case, **REQUEST)
    outside.tell("offer.made", **of_case, offer_id="c1", resolution="partial_refund", amount=usd(900))
    assert outside.give(case_id, "decline_offer", offer_id="c1").status_code == 201


def test_two_projectors_and_two_desks_file_each_request_once(both, platform):
    for case_id in CASES:
        negotiated(both[0], case_id)
    with ThreadPoolExecutor(12) as threads:
        asked = [
            threads.submit(of.give, case_id, "escalate", reason="no agreement") for case_id in CASES for of in both
        ]
        answers = Counter(each.result().status_code for each in asked)

    assert answers == {201: len(CASES), 409: len(CASES)}
    filings = platform.await_filings(len(CASES), seconds=60)
    assert sorted(filing.message["subject"] for filing in filings) == CASES
    for case_id in CASES:
        (round_,) = eventually(
            lambda case_id=case_id: [r for r in both[1].case(case_id)["rounds"] if r["status"] == "filed"], seconds=30
        )
        assert round_["reference"] in {filing.reference for filing in filings}
    assert len(platform.filings) == len(CASES)
