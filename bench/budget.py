"""The time of an answer at the door, on real sockets: Lazada and Alibaba.com wait 500 ms for theirs."""

import hmac
import json
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import requests

from local.stack import start

_BUDGET = 0.5  # seconds
_PUSHES = 300
_AT_ONCE = 4
_NUMBERS = count(1)


def compare() -> list[str]:
    """Post pushes one after the other, and then several at once. Return the lines that tell."""
    with start(desk=False) as stack:
        door = _Door(stack.description)
        door.seconds()  # the first request reads the list of connections and the secret
        alone = sorted(door.seconds() for _ in range(_PUSHES))
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            crowded = sorted(threads.map(lambda _: door.seconds(), range(_PUSHES)))
    return [
        f"answers of the door, {_PUSHES} pushes each, client, server and moto on one machine",
        f"{'':24}{'median':>10}{'99 of 100':>12}{'longest':>10}{f'over {_BUDGET * 1_000:.0f} ms':>13}",
        _line("one at a time", alone),
        _line(f"{_AT_ONCE} at once", crowded),
    ]


class _Door:
    """The door of a connection in the dialect of Lazada."""

    def __init__(self, description: dict[str, Any]) -> None:
        self._connection = description["connections"]["demo-lazada"]
        self._url = f"{description['api_url']}/webhooks/demo-lazada"

    def seconds(self) -> float:
        """Post one push about an order of its own, and return how long the answer took."""
        body = _push(next(_NUMBERS))
        secret, signed = self._connection["secret"].encode(), self._connection["app_key"].encode() + body
        signature = hmac.digest(secret, signed, "sha256").hex()
        headers = {"content-type": "application/json", "authorization": signature}
        started = time.monotonic()
        requests.post(self._url, data=body, headers=headers, timeout=30).raise_for_status()
        return time.monotonic() - started


def _push(number: int) -> bytes:
    now = int(time.time())
    data = {
        "reverse_order_id": 658_960_600_000_000 + number,
        "reverse_status": "RTM_INIT",
        "trade_order_id": 416_557_324_000_000 + number,
        "trade_order_line_id": 1,
        "status_update_time": now,
    }
    push = {"seller_id": "1", "message_type": 10, "data": data, "timestamp": now, "site": "lazada_sg"}
    return json.dumps(push).encode()


def _line(name: str, seconds: list[float]) -> str:
    median, nearly_all, longest = (seconds[int(share * (len(seconds) - 1))] for share in (0.5, 0.99, 1.0))
    late = sum(each > _BUDGET for each in seconds)
    figures = "".join(f"{each * 1_000:{width}.0f} ms" for each, width in ((median, 7), (nearly_all, 9), (longest, 7)))
    return f"{name:24}{figures}{late:13}"
