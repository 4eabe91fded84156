"""Strangers on real sockets: a marketplace that signs with its own library, sellers with keys, a queue's consumer."""

import itertools
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import boto3
import requests

from local.stack import Stack
from tests.world.signing import standard_headers

T = TypeVar("T")
SOON = 5.0  # seconds within which lists and messages follow a fact


def eventually(look: Callable[[], T], *, seconds: float = SOON) -> T:
    """Return the result of a look as soon as there is one.

    Nothing outside tells when that is, so it is polled for.
    """
    end = time.monotonic() + seconds
    while not (seen := look()) and time.monotonic() < end:
        time.sleep(0.05)
    assert seen, f"not within {seconds} s"
    return seen


@dataclass
class Outside:
    """A running stack, as its stack.json describes it."""

    stack: Stack
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    own: threading.local = field(default_factory=threading.local)

    @property
    def session(self) -> requests.Session:
        """A connection kept alive, one for each thread."""
        if not hasattr(self.own, "session"):
            self.own.session = requests.Session()
            self.own.session.trust_env = False  # pytest changes the environment while other threads read it
        session: requests.Session = self.own.session
        return session

    def deliver(
        self, body: str, *, delivery_id: str | None = None, connection: str = "demo", **changed: str
    ) -> requests.Response:
        """Post a delivery, signed as of now.

        `changed` replaces headers.
        """
        name = delivery_id or f"msg_{next(self.numbers)}"
        secret = self.stack.description["connections"][connection]["secret"]
        signed = standard_headers(body, secret=secret, delivery_id=name, at=datetime.now(UTC))
        headers = {"Content-Type": "application/json", **signed, **changed}
        url = f"{self.stack.api_url}/webhooks/{connection}"
        return self.session.post(url, data=body.encode(), headers=headers, timeout=30)

    def tell(self, kind: str, *, at: datetime | None = None, connection: str = "demo", **data: Any) -> str:
        """Deliver an event.

        The id it stands under.
        """
        when = (at or datetime.now(UTC)).isoformat().replace("+00:00", "Z")
        answered = self.deliver(json.dumps({"type": kind, "timestamp": when, "data": data}), connection=connection)
        assert answered.status_code == 202, answered.text
        event: str = answered.json()["event"]
        return event

    def ask(
        self, method: str, path: str, *, merchant: str = "demo", role: str = "seller", **sent: Any
    ) -> requests.Response:
        """Ask the API with a key."""
        headers = {
            "Authorization": f"Bearer {self.stack.description['api_keys'][merchant][role]}",
            **sent.pop("headers", {}),
        }
        return self.session.request(method, f"{self.stack.api_url}{path}", headers=headers, timeout=30, **sent)

    def case(self, case_id: str) -> Any:
        """Read a case that is there."""
        answered = self.ask("GET", f"/cases/{case_id}")
        assert answered.status_code == 200, answered.text
        return answered.json()

    def give(self, case_id: str, command: str, **fields: Any) -> requests.Response:
        """Give a command."""
        return self.ask("POST", f"/cases/{case_id}/commands", json={"command": command, **fields})

    def listed(self, **query: str) -> list[Any]:
        """Read the first page of a list."""
        answered = self.ask("GET", "/cases", params=query)
        assert answered.status_code == 200, answered.text
        found: list[Any] = answered.json()["cases"]
        return found

    def take(self) -> list[Any]:
        """Take the messages that are on the mediation queue."""
        sqs, url = boto3.client("sqs", **self.stack.boto_arguments()), self.stack.description["mediation_queue_url"]
        taken = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages", [])
        for message in taken:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) | {"sqs": message["Attributes"]} for message in taken]
