"""The counting store as a process: AWS's JSON services over TLS, on connections that stay open.

A request without a target is from the benchmark itself: it looks at what the calls since its last request cost.
"""

import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import IPPROTO_TCP, TCP_NODELAY
from threading import Lock

from bench.counting_store import CountingStore
from bench.world import PARAMETERS, tables


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, certificate: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(certificate)
        self.store = CountingStore(tables(), PARAMETERS)
        self.lock = Lock()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an unbuffered answer costs its reader 40 ms
    server: _Server

    def setup(self) -> None:
        """Begin TLS in the thread of the connection."""
        self.request.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def do_POST(self) -> None:
        """Answer one request."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        with self.server.lock:
            if operation:
                status, answer = self.server.store.answer(operation, body)
            else:
                status, answer = 200, json.dumps(self.server.store.look()).encode()
        self.send_response_only(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


if __name__ == "__main__":
    server = _Server(Path(sys.argv[1]))
    print(server.server_port, flush=True)
    server.serve_forever()
