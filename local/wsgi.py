"""A WSGI application (moto's) behind our own server: theirs ends the connection after every answer."""

import io
import sys
from typing import Any
from urllib.parse import unquote_to_bytes

from local.http_message import Answer, Request


class WsgiService:
    """Answers requests by calling a WSGI application."""

    def __init__(self, application: Any) -> None:
        self._application = application

    def answer(self, request: Request) -> Answer:
        """Return what the application answers, whole."""
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            started.append((status, headers))

        parts = self._application(_environ(request), start_response)
        body = b"".join(parts)
        status, headers = started[-1]
        return Answer(status=int(status.split()[0]), headers=tuple(headers), body=body)


def _environ(request: Request) -> dict[str, Any]:
    path, _, query = request.target.partition("?")
    host, _, port = (request.header("host") or "127.0.0.1").partition(":")
    named = {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in request.headers
        if name.lower() not in {"content-type", "content-length", "transfer-encoding"}
    }
    return named | {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": request.target,
        "SERVER_NAME": host,
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_TYPE": request.header("content-type") or "",
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
