"""The marketplace and the API beside the browser: they make cases, and look at what the browser did."""

import itertools
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import requests

from local.outsiders import Marketplace
from local.stack import Stack

T = TypeVar("T")
SOON = 10.0  # seconds


def eventually(look: Callable[[], T], *, seconds: float = SOON) -> T:
    """Return the result of a look as soon as there is one."""
    end = time.monotonic() + seconds
    while not (seen := look()) and time.monotonic() < end:
        time.sleep(0.05)
    assert seen, f"not within {seconds} s"
    return seen


class Return:
    """One return on the marketplace, and its case."""

    def __init__(self, market: "Market", number: int, **told: Any) -> None:
        self._market = market
        self.ids = {"order_number": f"A-{number}", "return_id": f"R-{number}"}
        self.id = f"alibaba.A-{number}.R-{number}"
        self.lines = told.pop("lines", [{"sku": "TOTE", "title": "Canvas tote", "quantity": 2} | _priced(4800)])
        self._told = told

    def open(self, *, hours: float = 20) -> "Return":
        market, order = self._market, {"order_number": self.ids["order_number"]}
        customer = self._told.get("customer", {"name": "Anna Kowalska"})
        now = datetime.now(UTC)
        ordered = order | {"customer": customer, "lines": self.lines}
        market.place.tell("order.placed", ordered, at=now - timedelta(days=9))
        market.place.tell("order.delivered", order, at=now - timedelta(days=3, hours=hours))
        asked = {"reason": {"code": "wrong_item", "text": "not ours"}, "wants": "return_and_refund"}
        told = self.ids | {"customer": customer, "lines": self.lines} | asked | self._told
        market.place.tell("return.requested", told, at=now - timedelta(hours=hours))
        eventually(lambda: self.id in {case["case_id"] for case in market.work()["cases"]})
        return self

    def tell(self, kind: str, **data: Any) -> None:
        assert self._market.place.tell(kind, self.ids | data).status == 202

    def offer(self, **data: Any) -> None:
        self.tell("offer.made", offer_id=f"O-{self._market.next()}", resolution="partial_refund", **data)

    def give(self, name: str, **values: Any) -> dict[str, Any]:
        answered = self._market.api("POST", f"/cases/{self.id}/commands", json={"command": name, **values})
        assert answered.status_code == 201, answered.text
        shown: dict[str, Any] = answered.json()
        return shown

    @property
    def case(self) -> dict[str, Any]:
        shown: dict[str, Any] = self._market.api("GET", f"/cases/{self.id}").json()
        return shown


class Market:
    """Everything outside the browser."""

    def __init__(self, running: Stack) -> None:
        self.url = running.api_url
        self.bucket = running.description["bucket"]
        self.stack = running
        self.keys: dict[str, str] = running.description["api_keys"]["demo"]
        self.place = Marketplace(running.description, "demo")
        self._numbers = itertools.count(1001)
        self._session = requests.Session()

    def next(self) -> int:
        return next(self._numbers)

    def case(self, **told: Any) -> Return:
        return Return(self, self.next(), **told).open()

    def api(self, method: str, path: str, *, role: str = "seller", **sent: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.keys[role]}"} | sent.pop("headers", {})
        return self._session.request(method, self.url + path, headers=headers, timeout=30, **sent)

    def work(self) -> dict[str, Any]:
        listed: dict[str, Any] = self.api("GET", "/work").json()
        return listed


def _priced(minor: int) -> dict[str, Any]:
    return {"amount": {"minor": minor, "currency": "USD"}}
