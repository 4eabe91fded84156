"""API Gateway's part: sockets in front of the Chalice application."""

import json
import threading
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from local.api_event import answer_from, proxy_event
from local.aws_calls import HEADER, counted
from local.http_message import Answer, Request
from local.http_server import Service
from local.invocation import LambdaContext
from local.route_table import RouteTable

_OWN_WORDS = {"content-type": "application/problem+json"}


class Gateway:
    """Turns requests to declared routes into proxy events; what is not declared is 404, as deployed."""

    def __init__(self, app: Any) -> None:
        self._app = one_request_per_thread(app)
        self._routes = RouteTable(app.routes)

    def answer(self, request: Request) -> Answer:
        """Return the application's answer, or 404."""
        path = _path_of(request.target)
        match = self._routes.match(path)
        if match is None or request.method not in self._app.routes[match.path]:
            return problem(HTTPStatus.NOT_FOUND, "there is no such path, or not with this method")
        event = proxy_event(request, match, binary_types=self._app.api.binary_types)
        with counted() as count:
            answer = answer_from(self._app(event, LambdaContext("api_handler")))
        return replace(answer, headers=(*answer.headers, (HEADER, str(count.calls))))


def api_service(app: Any) -> Service:
    """Return what an `HttpServer` serves for this application."""
    return Service(answer=Gateway(app).answer, refuse=problem)


def problem(status: int, detail: str) -> Answer:
    """Return an error in the gateway's own words, as RFC 9457 has it."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": int(status), "detail": detail}
    retry = {"retry-after": "5"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return Answer(status=status, headers=tuple((_OWN_WORDS | retry).items()), body=json.dumps(body).encode())


def one_request_per_thread(app: Any) -> Any:
    """Give the application a current request for each thread: the plain one has a single place for it."""

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


def _path_of(target: str) -> str:
    path = target.partition("?")[0]
    if path.startswith("/"):
        return path
    return "/" + path.partition("://")[2].partition("/")[2]
