"""A stream of deliveries, duplicates and forgeries against the whole local stack.

Afterwards every count matches.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import local
from typing import Any

import boto3
import requests
from standardwebhooks.webhooks import Webhook

from local.stack import Stack, start

_SEED = 20_260_301
_DELIVERIES = 2_000
_ORDERS = 100
_DUPLICATED, _FORGED = 0.20, 0.05
_THREADS = 8
_LISTED_WITHIN = 180.0  # seconds


@dataclass(frozen=True, slots=True)
class _Sent:
    """One request: the delivery's id, its body, and whether its signature is somebody else's."""

    id: str
    body: str
    forged: bool


class _Marketplace:
    """Posts to one connection of a stack.

    Each thread has a connection of its own, and sends again what got a 503.
    """

    def __init__(self, description: dict[str, Any]) -> None:
        self._url = f"{description['api_url']}/webhooks/demo"
        self._signer = Webhook(description["connections"]["demo"]["secret"])
        self._own = local()

    def post(self, sent: _Sent) -> int:
        now = datetime.now(UTC)
        headers = {
            "content-type": "application/json",
            "webhook-id": sent.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": self._signer.sign(sent.id, now, sent.body + " " * sent.forged),
        }
        for _ in range(20):
            answered = self._session.post(self._url, data=sent.body.encode(), headers=headers, timeout=30)
            status: int = answered.status_code
            if status != requests.codes.unavailable:
                break
            time.sleep(0.1)
        return status

    @property
    def _session(self) -> requests.Session:
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
        session: requests.Session = self._own.session
        return session


def compare() -> list[str]:
    """Run it and return the lines that tell.

    Raises AssertionError if a count does not match.
    """
    stream = list(_stream(random.Random(_SEED)))  # noqa: S311 -- to be repeated, not guessed
    with start(desk=False) as stack:
        marketplace = _Marketplace(stack.description)
        started = time.monotonic()
        with ThreadPoolExecutor(_THREADS) as threads:
            statuses = list(threads.map(marketplace.post, stream))
        seconds = time.monotonic() - started
        rows = Counter(_delivery_ids(stack))
        listed = _listed(stack, len({_opened(sent) for sent in stream if not sent.forged} - {None}))
    return _told(stream, statuses, rows, listed=listed, seconds=seconds)


def _told(stream: list[_Sent], statuses: list[int], rows: Counter[str], *, listed: int, seconds: float) -> list[str]:
    genuine = {sent.id for sent in stream if not sent.forged}
    answers = Counter(statuses)
    lost, doubled = len(genuine - set(rows)), sum(count - 1 for count in rows.values())
    unexpected = len(set(rows) - genuine)
    assert (lost, doubled, unexpected) == (0, 0, 0), f"{lost} lost, {doubled} doubled, {unexpected} unexpected"
    assert answers[401] == sum(sent.forged for sent in stream), answers
    assert answers[202] == len(genuine), answers
    assert set(answers) == {200, 202, 401}, answers
    return [
        f"soak, seed {_SEED}: {len(stream)} requests by {_THREADS} threads against the whole local stack",
        f"  {answers[202]} deliveries accepted, {answers[200]} duplicates answered 200, {answers[401]} forged refused",
        f"  {lost} lost, {doubled} doubled, {unexpected} unexpected; {listed} cases in the lists",
        f"  {len(stream) / seconds:.0f} requests a second, client, server and moto on one machine",
    ]


def _stream(chance: random.Random) -> Iterator[_Sent]:
    genuine: list[_Sent] = []
    for number in range(_DELIVERIES):
        if genuine and chance.random() < _DUPLICATED:
            yield chance.choice(genuine[-200:])
            continue
        sent = _Sent(f"evt_{number}", _body(chance, number), forged=chance.random() < _FORGED)
        if not sent.forged:
            genuine.append(sent)
        yield sent


def _body(chance: random.Random, number: int) -> str:
    addressed = {"order_number": f"S-{chance.randrange(_ORDERS)}", "return_id": f"R-{chance.randrange(2)}"}
    kind = chance.choice(["return.requested", "return.updated", "return.shipped", "message.posted"])
    said = {"text": f"message {number}"} if kind == "message.posted" else {"platform_status": f"status {number}"}
    return json.dumps({"type": kind, "timestamp": "2026-03-01T12:00:00Z", "data": addressed | said})


def _opened(sent: _Sent) -> tuple[str, str] | None:
    """The case that a delivery opens, if it does."""
    content = json.loads(sent.body)
    data = content["data"]
    return (data["order_number"], data["return_id"]) if content["type"].startswith("return.") else None


def _delivery_ids(stack: Stack) -> Iterator[str]:
    dynamodb = boto3.client("dynamodb", **stack.boto_arguments())
    pages = dynamodb.get_paginator("scan").paginate(TableName=stack.description["table"], ProjectionExpression="SK")
    marker = "EVENT#delivery#demo#"
    for page in pages:
        yield from (row["SK"]["S"].removeprefix(marker) for row in page["Items"] if row["SK"]["S"].startswith(marker))


def _listed(stack: Stack, expected: int) -> int:
    """Return the number of cases in the lists, once all are there."""
    end = time.monotonic() + _LISTED_WITHIN
    while (count := len(list(_cases(stack)))) < expected and time.monotonic() < end:
        time.sleep(0.5)
    assert count == expected, f"{count} cases in the lists, {expected} were opened"
    return count


def _cases(stack: Stack) -> Iterator[str]:
    headers = {"authorization": f"Bearer {stack.description['api_keys']['demo']['seller']}"}
    query: dict[str, str] = {"limit": "100"}
    while True:
        answered = requests.get(f"{stack.api_url}/cases", params=query, headers=headers, timeout=30).json()
        yield from (case["case_id"] for case in answered["cases"])
        if answered["next_cursor"] is None:
            return
        query["cursor"] = answered["next_cursor"]


if __name__ == "__main__":
    print("\n".join(compare()))
