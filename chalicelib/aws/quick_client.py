"""The quick client: calls of AWS's JSON services with botocore's errors, and without the rest of botocore.

Why: botocore's own client needs four fifths of a webhook's CPU for things that nobody here uses, such as events,
parameter validation and the model of the service. This client has only what is used: attempts and their time limits,
ClientError with its code and the stored row (ALL_OLD), bytes as base64, endpoints and credentials.
"""

import base64
import json
import random
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError  # noqa: A004 - botocore's own name

from chalicelib.aws.patience import Patience
from chalicelib.aws.signature import Scope, host_of, signed
from chalicelib.aws.surroundings import Surroundings
from chalicelib.aws.time_limit import require_time
from chalicelib.aws.transport import Answer, Request, Transport

_LONGEST_PAUSE: Final = 20.0  # seconds
_THROTTLED: Final = frozenset(
    {
        "LimitExceededException",
        "PriorRequestNotComplete",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "RequestTimeoutException",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
        "TransactionInProgressException",
    }
)


@dataclass(frozen=True, slots=True)
class Service:
    """A JSON service: its name in hosts and signatures, the prefix of its operations, and its version of JSON."""

    name: str
    target: str
    content_type: str
    has_bytes: bool


DYNAMODB: Final = Service("dynamodb", "DynamoDB_20120810", "application/x-amz-json-1.0", has_bytes=True)
SSM: Final = Service("ssm", "AmazonSSM", "application/x-amz-json-1.1", has_bytes=False)


class Unreadable(BotoCoreError):  # type: ignore[misc] # botocore ships no types
    """AWS's answer is not JSON."""

    fmt = "The answer cannot be read"


class QuickClient:
    """A client of one service.

    Its methods have the names and arguments of botocore's: `put_item(TableName=...)` calls PutItem.
    """

    def __init__(self, service: Service, surroundings: Surroundings, patience: Patience) -> None:
        self._service = service
        self._surroundings = surroundings
        self._patience = patience
        self._url = surroundings.endpoint_url(service.name)
        self._transport = Transport(self._url, patience, ca_bundle=surroundings.ca_bundle)
        self._scope = Scope(service.name, surroundings.region, host_of(self._url))

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        """Make the method of an operation at its first use."""
        if name.startswith("_"):
            raise AttributeError(name)
        operation = "".join(word.capitalize() for word in name.split("_"))
        method = partial(self._call, operation)
        object.__setattr__(self, name, method)
        return method

    def _call(self, operation: str, **request: object) -> dict[str, Any]:
        body = json.dumps(request, default=_base64).encode()
        invocation = secrets.token_hex(16)
        for pause in self._pauses():
            try:
                answer = self._attempt(operation, body, invocation)
            except (ConnectionError, HTTPClientError):
                if pause is None:
                    raise
            else:
                if answer.status < HTTPStatus.MULTIPLE_CHOICES:
                    return self._read(answer.body)
                error = _refusal(answer, self._read_refusal(answer.body), operation)
                if pause is None or not _is_temporary(answer.status, error):
                    raise error
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _pauses(self) -> Iterator[float | None]:
        """Yield the pause after each attempt. None after the last one."""
        for number in range(self._patience.attempts - 1):
            share = random.random() if self._patience.growing else 1.0  # noqa: S311 - it only spreads the attempts
            yield min(share * self._patience.pause * 2**number, _LONGEST_PAUSE)
        yield None

    def _attempt(self, operation: str, body: bytes, invocation: str) -> Answer:
        require_time(self._patience.longest_attempt)
        headers = {
            "Content-Type": self._service.content_type,
            "User-Agent": "recourse",
            "X-Amz-Target": f"{self._service.target}.{operation}",
            "amz-sdk-invocation-id": invocation,
        }
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        proven = signed(headers, body, self._surroundings.credentials(), self._scope, stamp=stamp)
        return self._transport.send(Request(self._url, proven, body))

    def _read(self, body: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(body or b"{}", object_hook=_bytes if self._service.has_bytes else None)
        except ValueError as error:
            raise Unreadable from error
        if not isinstance(answer, dict):
            raise Unreadable
        return answer

    def _read_refusal(self, body: bytes) -> dict[str, Any]:
        try:
            return self._read(body)
        except Unreadable:  # a proxy on the way to AWS can answer with HTML
            return {}


def _refusal(answer: Answer, content: dict[str, Any], operation: str) -> ClientError:
    """Make botocore's exception of a refusal. DynamoDB's own fields, such as the row of ALL_OLD, stay beside it."""
    code = str(content.pop("__type", "")).rpartition("#")[2].partition(":")[0]
    error = {"Code": code or str(answer.status), "Message": content.pop("message", None) or content.pop("Message", "")}
    return ClientError({**content, "Error": error, "ResponseMetadata": {"HTTPStatusCode": answer.status}}, operation)


def _is_temporary(status: int, error: ClientError) -> bool:
    """Tell whether another attempt can succeed."""
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR or error.response["Error"]["Code"] in _THROTTLED


def _base64(value: object) -> str:
    if not isinstance(value, bytes):
        raise TypeError(f"{type(value).__name__} is no value of a request")
    return base64.b64encode(value).decode()


def _bytes(value: dict[str, Any]) -> dict[str, Any]:
    """Read a value of bytes. An attribute that is named B is a dictionary and stays."""
    content = value.get("B")
    return {"B": base64.b64decode(content)} if isinstance(content, str) and len(value) == 1 else value
