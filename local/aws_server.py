"""AWS by moto in a process of its own: one request at a time, so that what holds here holds there."""

import argparse
import re
import threading
import time
from dataclasses import replace
from http import HTTPStatus

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from local.http_message import Answer, Limits, Request
from local.http_server import Service
from local.quick_moto import make_moto_quick
from local.tether import serve_until_parent_ends
from local.wsgi import WsgiService

_LIMITS = Limits(body=512 * 1024 * 1024)
_WAIT = re.compile(rb'(WaitTimeSeconds"?\s*[:=]\s*)([0-9]+)')
_FOUND = re.compile(rb'"Messages":\s*\[\s*\{|<Message>')
_LOOK_AGAIN_SECONDS = 0.1


class OneAtATime:
    """moto behind one lock: alone, even its single conditional writes raced under many threads."""

    def __init__(self, moto: WsgiService) -> None:
        self._moto = moto
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Answer:
        """Return moto's answer; a long poll waits here, outside the lock, else it would stop everybody."""
        wait = _WAIT.search(request.body) if _receives(request) else None
        if wait is None:
            return self._alone(request)
        return self._long_poll(replace(request, body=_WAIT.sub(rb"\g<1>0", request.body)), float(wait[2]))

    def _long_poll(self, request: Request, seconds: float) -> Answer:
        end = time.monotonic() + min(seconds, 20.0)
        while True:
            answer = self._alone(request)
            if _FOUND.search(answer.body) or answer.status != HTTPStatus.OK or time.monotonic() >= end:
                return answer
            time.sleep(_LOOK_AGAIN_SECONDS)

    def _alone(self, request: Request) -> Answer:
        with self._lock:
            return self._moto.answer(request)


def aws_service() -> Service:
    """Return all of moto's services."""
    make_moto_quick()
    moto = WsgiService(DomainDispatcherApplication(create_backend_app))
    return Service(answer=OneAtATime(moto).answer, refuse=_refuse, limits=_LIMITS)


def _receives(request: Request) -> bool:
    return request.header("x-amz-target") == "AmazonSQS.ReceiveMessage" or b"Action=ReceiveMessage" in request.body


def _refuse(status: int, detail: str) -> Answer:
    return Answer(status=status, headers=(("content-type", "text/plain"),), body=detail.encode())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    serve_until_parent_ends(aws_service(), port=parser.parse_args().port)
