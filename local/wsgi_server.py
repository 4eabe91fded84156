"""Serves WSGI applications by werkzeug, with a thread for each connection.

For moto, for the platform's side, and for tests. The API has a server of its own, because WSGI joins doubled headers.
"""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from socket import socket
from wsgiref.types import WSGIApplication

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local.port import take_port, url_of

_POLL_SECONDS = 0.05


class QuietHandler(WSGIRequestHandler):
    """Answers requests without a line about each on the terminal."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write nothing."""


def make_wsgi_server(
    application: WSGIApplication, listener: socket, *, handler: type[WSGIRequestHandler] = QuietHandler
) -> BaseWSGIServer:
    """Return a server for a taken port. It serves once `serve_wsgi` is called."""
    host, port = listener.getsockname()
    return make_server(host, port, application, threaded=True, request_handler=handler, fd=listener.fileno())


def serve_wsgi(server: BaseWSGIServer) -> None:
    """Serve until `shutdown` of the server is called from another thread."""
    server.serve_forever(poll_interval=_POLL_SECONDS)


@contextmanager
def serving_wsgi(application: WSGIApplication, listener: socket | None = None) -> Iterator[str]:
    """Serve from a thread while the block lasts, and yield the address. Without a listener any free port is taken."""
    with closing(listener or take_port()) as taken:
        server = make_wsgi_server(application, taken)
        thread = threading.Thread(target=serve_wsgi, args=(server,), daemon=True, name="wsgi")
        thread.start()
        try:
            yield url_of(taken)
        finally:
            server.shutdown()
            thread.join()
