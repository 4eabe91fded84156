"""Serves AWS by moto from a process of its own.

moto answers one request at a time: without a lock even its single conditional writes lost updates under many threads.
"""

import argparse
import re
import sys
import threading
import time
from collections.abc import Iterable
from http import HTTPStatus
from io import BytesIO
from typing import IO, cast
from wsgiref.handlers import SimpleHandler
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug import Request, Response

from local.quick_moto import make_moto_quick
from local.tether import serve_until_parent_ends
from local.wsgi_server import QuietHandler

_WAIT = re.compile(rb'(WaitTimeSeconds"?\s*[:=]\s*)([0-9]+)')
_HAS_MESSAGE = re.compile(rb'"Messages":\s*\[\s*\{|<Message>')
_LOOK_AGAIN_SECONDS = 0.1
_LONGEST_WAIT_SECONDS = 20.0


class KeepAliveHandler(QuietHandler):
    """Keeps a connection open after an answer, which werkzeug's own handler never does.

    A new connection for each call made boto3 a third slower. Limits: the application must read each body to its end
    and must state the length of each answer. `OneAtATime` does both.
    """

    protocol_version = "HTTP/1.1"

    def run_wsgi(self) -> None:
        """Answer one request by the standard library's WSGI handler."""
        environ = self.make_environ()
        wfile = cast("IO[bytes]", self.wfile)  # as typeshed names it
        _Answering(environ["wsgi.input"], wfile, sys.stderr, environ, multithread=True).run(self.server.app)


class _Answering(SimpleHandler):
    """One answer. The variables of this process are no headers, as they would be in CGI."""

    http_version = "1.1"
    os_environ: dict[str, str] = {}  # noqa: RUF012 (typeshed has no ClassVar here)


class OneAtATime:
    """A WSGI application that lets one request at a time through to another."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request. A long poll waits outside the lock, so that other requests go on."""
        body = Request(environ).get_data(cache=False)
        wait = _WAIT.search(body) if _receives(environ, body) else None
        if wait is None:
            answer = self._alone(environ, body)
        else:
            answer = self._long_poll(environ, _WAIT.sub(rb"\g<1>0", body), seconds=float(wait[2]))
        return answer(environ, start_response)

    def _long_poll(self, environ: WSGIEnvironment, body: bytes, *, seconds: float) -> Response:
        end = time.monotonic() + min(seconds, _LONGEST_WAIT_SECONDS)
        while True:
            answer = self._alone(environ, body)
            if _HAS_MESSAGE.search(answer.data) or answer.status_code != HTTPStatus.OK or time.monotonic() >= end:
                return answer
            time.sleep(_LOOK_AGAIN_SECONDS)

    def _alone(self, environ: WSGIEnvironment, body: bytes) -> Response:
        own = environ | {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        own.pop("HTTP_TRANSFER_ENCODING", None)  # the body has no chunks any more
        with self._lock:
            return Response.from_app(self._application, own, buffered=True)


def make_aws() -> OneAtATime:
    """Return all of moto's services as one application."""
    make_moto_quick()
    return OneAtATime(DomainDispatcherApplication(create_backend_app))


def _receives(environ: WSGIEnvironment, body: bytes) -> bool:
    return environ.get("HTTP_X_AMZ_TARGET") == "AmazonSQS.ReceiveMessage" or b"Action=ReceiveMessage" in body


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    serve_until_parent_ends(make_aws(), port=parser.parse_args().port, handler=KeepAliveHandler)
