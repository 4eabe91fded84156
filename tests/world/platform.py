"""A marketplace's filing endpoint in process: genuine requests only, and of one key it has one filing.

Its requests go over the same wire as those to AWS, so that a fault can meet them too.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import ConnectionClosedError

from chalicelib.usecases.filing_endpoint import Answer, FilingEndpoint, NoAnswer
from tests.world.cloud import SECRET, Clock
from tests.world.signing import standard_headers
from tests.world.wire import WIRE

FILING_URL = "https://platform/file"


@dataclass
class Platform(FilingEndpoint):
    """The filings of the platform by key, the withdrawn ones, and every request to it."""

    clock: Clock
    filings: dict[str, str] = field(default_factory=dict)
    taken_back: set[str] = field(default_factory=set)
    heard: list[str] = field(default_factory=list)
    secrets: tuple[str, ...] = (SECRET,)
    failures: int = 0  # how many of the next requests it answers with an error

    longest = 0.0  # it answers at once

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        request: Any = SimpleNamespace(url=url, headers={})
        try:
            answered: Any = WIRE.carry("platform.Post", request, lambda: self._take(headers, body))
        except ConnectionClosedError as error:
            raise NoAnswer("ConnectionClosed") from error
        return answered if isinstance(answered, Answer) else Answer(answered.status_code, b"{}")

    def _take(self, headers: Mapping[str, str], body: bytes) -> Any:
        key, message = headers["idempotency-key"], json.loads(body)
        assert any(self._believes(headers, body.decode(), secret) for secret in self.secrets), "not genuine"
        self.heard.append(key)
        if self.failures:
            self.failures -= 1
            return Answer(500, b"")
        if (withdrawn := message["data"]["withdraws"]) is not None:
            self.taken_back.add(withdrawn)
            return Answer(200, b"{}")
        first = self.filings.setdefault(key, body.decode())
        assert first == body.decode(), "another meaning under the same key"
        return Answer(201, json.dumps({"reference": f"REF-{key[:12]}"}).encode())

    def _believes(self, headers: Mapping[str, str], body: str, secret: str) -> bool:
        signed = standard_headers(body, secret=secret, delivery_id=headers["idempotency-key"], at=self.clock.now)
        signature = signed.pop("webhook-signature")
        return signed.items() <= headers.items() and signature in headers["webhook-signature"].split()
