"""Sockets for one callable: keep-alive, a thread for each connection, no banner, no trace to a client."""

import socket
import socketserver
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from local.http_message import Answer, Limits, Refused, Request, read_request, write_answer

_IDLE_SECONDS = 75.0
_LINGER_SECONDS = 2.0
_LINGER_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a server serves: the answer to a request, and the two answers given when there can be none."""

    answer: Callable[[Request], Answer]
    refuse: Callable[[int, str], Answer]
    limits: Limits = field(default_factory=Limits)


class PortTakenError(Exception):
    """Somebody else listens on this port of 127.0.0.1."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} on 127.0.0.1 is already in use: choose another by PORT= or AWS_PORT=")


class HttpServer(socketserver.ThreadingTCPServer):
    """A port taken; requests wait until a service is given. Port 0 takes any free one."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    service: Service

    def __init__(self, *, port: int) -> None:
        try:
            super().__init__(("127.0.0.1", port), _Connection)
        except OSError as error:
            raise PortTakenError(port) from error

    def serve(self, service: Service) -> None:
        """Serve until `shutdown` is called from another thread, then free the port."""
        self.service = service
        with self:
            self.serve_forever(poll_interval=0.05)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: object) -> None:  # noqa: ARG002 (socketserver's own)
        """Tell the terminal what broke and the client only that something did; hang-ups are nobody's news."""
        error = sys.exception()
        if isinstance(error, (ConnectionError, TimeoutError)):
            return
        traceback.print_exception(error)
        answer = self.service.refuse(503, "the service failed")
        request.sendall(write_answer(answer, bodiless=False, keep_alive=False))


class _Connection(socketserver.StreamRequestHandler):
    server: HttpServer
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = _IDLE_SECONDS

    def handle(self) -> None:
        try:
            while self._serve_next():
                pass
        except Refused as refusal:
            self._send(self.server.service.refuse(refusal.status, refusal.detail))
            self._linger()

    def _serve_next(self) -> bool:
        stream = cast("BinaryIO", self.rfile)
        request = read_request(stream, self.server.service.limits, ask_on=self._ask_on)
        if request is None:
            return False
        answer = self.server.service.answer(request)
        self._send(answer, bodiless=request.method == "HEAD", keep_alive=request.keep_alive)
        return request.keep_alive

    def _send(self, answer: Answer, *, bodiless: bool = False, keep_alive: bool = False) -> None:
        self.wfile.write(write_answer(answer, bodiless=bodiless, keep_alive=keep_alive))
        self.wfile.flush()

    def _ask_on(self) -> None:
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self.wfile.flush()

    def _linger(self) -> None:
        """Take in what is still being sent, else the client sees a reset instead of its answer."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(_LINGER_SECONDS)
        left = _LINGER_BYTES
        while left > 0:
            taken = len(self.rfile.read1(65536))
            left = left - taken if taken else 0
