"""Measure a flood: `python -m tests.bounds.flood 5000`.

One key asks so often at once, and somebody forges as many deliveries of its marketplace. It writes how many got which
status, and the milliseconds of one processor that a refusal needs, and another merchant's request before and meanwhile.
"""

import json
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from moto import mock_aws

from tests.world.cloud import furnish
from tests.world.shop import Shop
from tests.world.world import World

BODY = '{"type": "x", "timestamp": "2026-03-01T12:00:00Z", "data": {"order_number": "A-1"}}'
SAMPLES = 50


def timed(work: Callable[[], Any]) -> tuple[int, float]:
    """Return the status of an answer, and the milliseconds of a processor that it needed."""
    began = time.process_time()
    status: int = work().status
    return status, (time.process_time() - began) * 1000


def flood(shop: Shop, size: int) -> dict[str, Any]:
    """Flood a process, and let another merchant ask now and then."""
    asks = {
        "key": lambda: shop.api("GET", "/cases"),
        "forged": lambda: shop.marketplace.post(BODY, delivery_id="m1", signed_body="{}"),
    }
    quiet = [timed(lambda: shop.api("GET", "/cases", merchant="other")) for _ in range(SAMPLES)]
    seen: dict[str, list[tuple[int, float]]] = {name: [] for name in (*asks, "other")}
    for number in range(size):
        for name, ask in asks.items():
            seen[name].append(timed(ask))
        if number % (size // SAMPLES) == 0:
            seen["other"].append(timed(lambda: shop.api("GET", "/cases", merchant="other")))
    genuine = shop.deliver(BODY, delivery_id="genuine").status
    counted = {name: dict(Counter(status for status, _ in each)) for name, each in seen.items()}
    refused = {name: _median(each[-1000:]) for name, each in seen.items() if name != "other"}
    others = {"before": _median(quiet), "meanwhile": _median(seen["other"])}
    return {"statuses": counted, "genuine": genuine, "a refusal": refused, "another merchant": others}


def _median(each: list[tuple[int, float]]) -> float:
    return round(statistics.median(milliseconds for _, milliseconds in each), 2)


if __name__ == "__main__":
    os.environ.update(AWS_ACCESS_KEY_ID="nobody", AWS_SECRET_ACCESS_KEY="nobody", AWS_DEFAULT_REGION="us-east-1")
    with mock_aws():
        world = World(furnish())
        world.cloud.settings = replace(world.cloud.settings, requests_at_once=500, requests_a_second=100)
        world.restart()
        sys.stdout.write(json.dumps(flood(Shop(world), int(sys.argv[1]))))
