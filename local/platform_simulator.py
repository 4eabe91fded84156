"""A marketplace's side of mediation: takes filings at an endpoint of its own, and answers with signed webhooks.

It knows only the contract. It verifies with the Standard Webhooks library, and keeps one filing for each key.
"""

import json
import threading
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from werkzeug import Request, Response

from local.platform_voice import PlatformVoice
from local.port import take_port, url_of
from local.wsgi_server import serving_wsgi

_JSON = "application/json"


class Fault(StrEnum):
    """The fault that an endpoint can show instead of a filing."""

    ERROR = "says 500"
    REDIRECT = "says 301 and points elsewhere"
    GARBAGE = "files it, and says 200 with something that is not JSON"
    HUGE = "files it, and says 200 with two megabytes"
    SLOW = "files it, and takes longer over its answer than anybody waits"
    LOST = "files it, and hangs up without an answer"


@dataclass(frozen=True, slots=True)
class Filing:
    """A filing at the platform: its key, its reference, and the message that came first."""

    key: str
    reference: str
    message: dict[str, Any]


class PlatformSimulator(PlatformVoice):
    """The platform behind one connection, while its `with` block lasts.

    Start it first and give `url` to the stack as the connection's filing URL. Then `connect` it to the stack: only then
    does it know the secret it verifies and signs with.
    """

    def __init__(self, *, port: int = 0) -> None:
        self._listener = take_port(port)
        self._serving = ExitStack()
        self._guard = threading.Condition()
        self._faults: deque[Fault] = deque()
        self._filings: dict[str, Filing] = {}
        self._closing = threading.Event()
        self.attempts: list[str] = []  # the keys of all genuine requests, with every repetition
        self.bodies: list[bytes] = []  # the bodies of these requests, in the same order
        self.taken_back: list[str] = []  # the keys of filings that were withdrawn
        self.strays = 0  # requests that followed a redirect, which must not happen

    def __enter__(self) -> Self:
        self._serving.enter_context(serving_wsgi(Request.application(self._answer), self._listener))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._serving.close()

    @property
    def url(self) -> str:
        """The URL for filings."""
        return f"{url_of(self._listener)}/filings"

    @property
    def filings(self) -> list[Filing]:
        """Return the filings, oldest first."""
        return list(self._filings.values())

    def fail_next(self, fault: Fault, *, times: int = 1) -> None:
        """Answer the next genuine requests with faults.

        Each request uses one fault, in order.
        """
        with self._guard:
            self._faults.extend([fault] * times)

    def await_filings(self, count: int, *, seconds: float = 10.0) -> list[Filing]:
        """Wait until the platform has this many filings, and return them.

        Raises TimeoutError.
        """
        with self._guard:
            if not self._guard.wait_for(lambda: len(self._filings) >= count, seconds):
                raise TimeoutError(f"{len(self._filings)} of {count} filings after {seconds} s")
            return self.filings

    def _answer(self, request: Request) -> Response:
        if request.method != "POST" or request.path != "/filings":
            self.strays += 1
            return _json(HTTPStatus.OK, {"reference": "stray"})
        if not self._is_genuine(request):
            return _json(HTTPStatus.UNAUTHORIZED, {"error": "the signature does not match"})
        with self._guard:
            self.attempts.append(_key(request))
            self.bodies.append(request.data)
            fault = self._faults.popleft() if self._faults else None
        if fault in (Fault.ERROR, Fault.REDIRECT):
            elsewhere = {"location": f"{url_of(self._listener)}/elsewhere"}
            return Response(status=500 if fault is Fault.ERROR else 301, headers=elsewhere)
        return self._faulty(fault, self._take(request))

    def _is_genuine(self, request: Request) -> bool:
        try:
            Webhook(self.secret).verify(request.data, {name.lower(): value for name, value in request.headers})
        except WebhookVerificationError:
            return False
        return _key(request) == request.headers.get("webhook-id")

    def _take(self, request: Request) -> Response:
        message, key = json.loads(request.data), _key(request)
        with self._guard:
            if message["type"].endswith(".withdrawn"):
                return self._take_back(message["data"]["withdraws"])
            reference = f"{message['data']['request']['kind'][:3].upper()}-{len(self._filings) + 1:05d}"
            filing = self._filings.setdefault(key, Filing(key, reference, message))
            self._guard.notify_all()
        return _json(HTTPStatus.CREATED, {"reference": filing.reference})

    def _take_back(self, key: str) -> Response:
        if key not in self._filings:
            return _json(HTTPStatus.NOT_FOUND, {"error": "no such filing"})
        if key not in self.taken_back:
            self.taken_back.append(key)
        return _json(HTTPStatus.OK, {"reference": self._filings[key].reference})

    def _faulty(self, fault: Fault | None, answer: Response) -> Response:
        if fault is Fault.GARBAGE:
            return Response("<html>thank you</html>", content_type=_JSON)
        if fault is Fault.HUGE:
            return _json(HTTPStatus.OK, {"reference": "x", "padding": "x" * 2_000_000})
        if fault is Fault.SLOW:
            self._closing.wait(60)
        if fault in (Fault.SLOW, Fault.LOST):
            raise ConnectionAbortedError(fault)  # werkzeug ends the connection without a word
        return answer


def _key(request: Request) -> str:
    return request.headers.get("idempotency-key", "")


def _json(status: int, body: dict[str, Any]) -> Response:
    return Response(json.dumps(body), status=status, content_type=_JSON)
