"""The wire between botocore and moto, which counts requests, and cuts one if a test says so.

moto's conditional writes race when threads switch in the middle of them; DynamoDB's do not.
"""

import json
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HeadersDict
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse
from moto.core.models import botocore_stubber

from chalicelib.aws.transport import Answer, Request, Transport
from local.quick_moto import make_moto_quick


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Refusal:
    """The error that AWS answers with."""

    code: str
    status: int = 400

    def response(self, request: AWSPreparedRequest) -> AWSResponse:
        body = json.dumps({"__type": f"com.amazonaws#{self.code}", "message": "as the test wants it"})
        if "X-Amz-Target" not in request.headers:  # S3 speaks XML
            body = f"<Error><Code>{self.code}</Code><Message>as the test wants it</Message></Error>"
        return AWSResponse(request.url, self.status, {}, MockRawResponse(body))


@dataclass
class Meanwhile:
    """The work of somebody else, from beginning to end, before AWS has seen the request."""

    work: Callable[[], object]


Fault = BaseException | Refusal | Meanwhile


@dataclass
class _Cut:
    operation: str
    fault: Fault
    answered: bool


@dataclass
class Plan:
    """A fault of the n-th request from now, counted from 0.

    With `stubborn` of all the SDK's repetitions of it.
    """

    number: int
    fault: Fault
    answered: bool = False
    stubborn: bool = False
    met: bool = False
    invocation: str | None = None

    def meets(self, number: int, invocation: str | None) -> bool:
        if number != self.number and not (self.stubborn and invocation is not None and invocation == self.invocation):
            return False
        self.met, self.invocation = True, invocation
        return True


@dataclass
class Wire:
    """The requests since the last clearing, and the faults that wait for their request."""

    sent: list[str] = field(default_factory=list)
    cuts: deque[_Cut] = field(default_factory=deque)
    plan: Plan | None = None
    guard: threading.RLock = field(default_factory=threading.RLock)

    def cut(self, operation: str, fault: Fault, *, answered: bool = False, times: int = 1) -> None:
        """Let the next requests for an operation fail: before AWS saw them, or `answered` but lost on the way."""
        self.cuts.extend(_Cut(operation, fault, answered) for _ in range(times))

    def calls(self) -> Counter[str]:
        """Requests by operation, the SDK's repetitions included."""
        return Counter(self.sent)

    def aside(self, work: Callable[[], object]) -> None:
        """Let work have the wire for itself.

        Afterwards nothing here tells of it.
        """
        kept = self.sent, self.cuts, self.plan
        self.sent, self.cuts, self.plan = [], deque(), None
        try:
            work()
        finally:
            self.sent, self.cuts, self.plan = kept

    def clear(self) -> None:
        self.sent.clear()
        self.cuts.clear()
        self.plan = None

    def carry(
        self, event: str, request: AWSPreparedRequest, answer: Callable[[], AWSResponse | None]
    ) -> AWSResponse | None:
        with self.guard:
            operation = event.rpartition(".")[2]
            self.sent.append(operation)
            cut = self._planned(request) or self._awaited(operation)
            if cut is None:
                return answer()
            if isinstance(cut.fault, Meanwhile):
                self.aside(cut.fault.work)
                return answer()
            if cut.answered:
                answer()
            if isinstance(cut.fault, Refusal):
                return cut.fault.response(request)
            raise cut.fault

    def _planned(self, request: AWSPreparedRequest) -> Plan | None:
        invocation = request.headers.get("amz-sdk-invocation-id")
        met = self.plan is not None and self.plan.meets(len(self.sent) - 1, invocation)
        return self.plan if met else None

    def _awaited(self, operation: str) -> _Cut | None:
        cut = next((cut for cut in self.cuts if cut.operation == operation), None)
        if cut is not None:
            self.cuts.remove(cut)
        return cut


WIRE = Wire()
_moto_answers = BotocoreStubber.__call__


def _over_the_wire(self, event_name, request, **kwargs):
    if not self.enabled:
        return None
    return WIRE.carry(event_name, request, lambda: _moto_answers(self, event_name, request, **kwargs))


_over_sockets = Transport._send


def _quickly_over_the_wire(self: Transport, request: Request) -> Answer:
    """Carry a request of the quick client as one of botocore's."""
    operation = request.headers["X-Amz-Target"].replace("_20120810", "")
    prepared = AWSPreparedRequest("POST", request.url, HeadersDict(request.headers), request.body, stream_output=False)
    answered = botocore_stubber(f"before-send.{operation}", prepared)
    return Answer(answered.status_code, answered.content) if answered else _over_sockets(self, request)


Transport._send = _quickly_over_the_wire  # type: ignore[method-assign]
make_moto_quick()
BotocoreStubber.__call__ = _over_the_wire  # type: ignore[method-assign]
