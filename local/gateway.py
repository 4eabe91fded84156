"""API Gateway's part between the server and a function: routes, events, and the gateway's own answers."""

import json
import threading
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from chalicelib.views.problem_types import USUAL, type_of
from local.api_event import answer_from, proxy_event
from local.aws_calls import HEADER, counted
from local.compression import compressed, smallest_compressed
from local.exchange import Answer, Request
from local.invocation import Failed, Handler, invoke
from local.route_table import RouteTable

_OWN_WORDS = {"content-type": "application/problem+json"}


@dataclass(frozen=True, kw_only=True)
class Declared:
    """The routes of an API with their methods, the content types whose bodies travel as base64, and compression."""

    routes: Mapping[str, Collection[str]]
    binary_types: Collection[str]
    smallest_compressed: int | None = None


class Gateway:
    """Makes events of requests to declared routes. Anything else is 404, as it is deployed."""

    def __init__(self, declared: Declared, function: Handler) -> None:
        self._declared = declared
        self._table = RouteTable(declared.routes)
        self._function = function

    def answer(self, request: Request) -> Answer:
        """Return the function's answer, 404 if the route is not declared, or 503 if the function failed."""
        match = self._table.match(request.path)
        if match is None or request.method not in self._declared.routes[match.path]:
            return problem(HTTPStatus.NOT_FOUND, "no-such-path", "there is no such path, or not with this method")
        event = proxy_event(request, match, binary_types=self._declared.binary_types)
        with counted() as count:
            result = invoke(self._function, event, name="api_handler")
        if isinstance(result, Failed):
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "nothing-known", "the service failed")
        answer = compressed(request, answer_from(result), smallest=self._declared.smallest_compressed)
        return replace(answer, headers=(*answer.headers, (HEADER, str(count.calls))))


def chalice_gateway(app: Any) -> Gateway:
    """Return the gateway in front of a Chalice application."""
    declared = Declared(routes=app.routes, binary_types=app.api.binary_types, smallest_compressed=smallest_compressed())
    return Gateway(declared, one_request_per_thread(app))


def problem(status: HTTPStatus, code: str, detail: str) -> Answer:
    """Return an error in the gateway's own words, as RFC 9457 has it."""
    described = {
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "code": code,
        "instance": str(uuid.uuid4()),
    }
    body = {"type": type_of(USUAL[status]), **described}
    retry = {"retry-after": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Answer(status=status, headers=tuple((_OWN_WORDS | retry).items()), body=json.dumps(body).encode())


def one_request_per_thread(app: Any) -> Any:
    """Give the application a current request for each thread, because the plain one has a single place for it."""

    class PerThread(type(app)):  # type: ignore[misc]
        _own = threading.local()
        current_request = _kept_in("current_request")
        lambda_context = _kept_in("lambda_context")

    app.__class__ = PerThread
    return app


def _kept_in(name: str) -> property:
    def read(app: Any) -> Any:
        return getattr(app._own, name, None)  # noqa: SLF001 (the class above)

    def write(app: Any, value: Any) -> None:
        setattr(app._own, name, value)  # noqa: SLF001 (the class above)

    return property(read, write)
