"""A wire that answers at once, so that a call costs only the CPU that the caller itself spends."""

import hashlib
import json
import math
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse
from botocore.httpsession import URLLib3Session

from chalicelib.aws.keys import key
from chalicelib.aws.transport import Answer, Request, Transport

SECRET = "whsec_c2VjcmV0IG9mIHRoZSBiZW5jaG1hcmsgY29ubmVjdGlvbg=="  # noqa: S105 (nobody's)
_REGISTRY = {"demo": {"merchant": "demo", "marketplace": "alibaba", "dialect": "standard", "filing_url": None}}
_REGISTRY_ROW = {**key("REGISTRY", "CONNECTIONS"), "connections": {"S": json.dumps(_REGISTRY)}}
_BLOCK = 100


@dataclass
class Tally:
    """The cost of a run: CPU seconds of one piece, calls by operation, and bytes sent."""

    cpu: float = 0.0
    calls: Counter[str] = field(default_factory=Counter)
    sent: int = 0


class _Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: object, **__: object) -> Iterator[bytes]:
        yield self._body


def nobodys_account() -> None:
    """Set the environment that AWS clients need."""
    account = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}
    os.environ.update(account, AWS_DEFAULT_REGION="us-east-1")


@contextmanager
def instant_wire(tally: Tally) -> Iterator[None]:
    """Answer every AWS request as done, and count it."""

    def answered(_sender: object, request: Any) -> AWSResponse:
        operation = _text(request.headers.get("X-Amz-Target", "")).rpartition(".")[2]
        tally.calls[operation] += 1
        tally.sent += len(request.body or b"")
        return AWSResponse(request.url, 200, {}, _Raw(_answer(operation, json.loads(request.body))))

    def quickly(transport: Transport, request: Request) -> Answer:
        return Answer(200, answered(transport, request).content)

    with patch.object(URLLib3Session, "send", answered), patch.object(Transport, "send", quickly):
        yield


def measured_in_turn(*works: Callable[[int], object], times: int) -> list[Tally]:
    """Do pieces of work so often each, warm and in blocks that take turns.

    A piece's CPU is that of its best block.

    Whatever else the machine does in the meantime hits all of them, and the best block of each the least.
    """
    with instant_wire(Tally()):
        for work in works:
            work(-1)
    tallies = [Tally(cpu=math.inf) for _ in works]
    for first in range(0, times, _BLOCK):
        for work, tally in zip(works, tallies, strict=True):
            with instant_wire(tally):
                started = time.process_time()
                for number in range(first, first + _BLOCK):
                    work(number)
                tally.cpu = min(tally.cpu, (time.process_time() - started) / _BLOCK)
    return tallies


def _answer(operation: str, arguments: dict[str, Any]) -> bytes:
    answer: dict[str, Any] = {}
    if operation == "SendMessage":
        answer = {"MessageId": "m", "MD5OfMessageBody": hashlib.md5(arguments["MessageBody"].encode()).hexdigest()}  # noqa: S324
    elif operation == "GetParameter":
        kept = {"app_key": None, "secrets": [{"secret": SECRET, "until": None}]}
        answer = {"Parameter": {"Value": json.dumps(kept)}}
    elif operation == "Query" and ":registry" in arguments["ExpressionAttributeValues"]:
        answer = {"Items": [{"SK": {"S": "CONNECTIONS"}, "connections": {"S": json.dumps(_REGISTRY)}}]}
    return json.dumps(answer).encode()


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value
