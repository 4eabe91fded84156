"""A server as a child process: it prints one line when it is ready, and ends with its parent."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any, TextIO
from wsgiref.types import WSGIApplication

from werkzeug.serving import WSGIRequestHandler

from local.port import PortTakenError, take_port, url_of
from local.wsgi_server import QuietHandler, make_wsgi_server, serve_wsgi


class Tether:
    """The connection to the parent.

    Standard output is kept for the one line. Everything else that is printed goes to standard error.
    """

    def __init__(self) -> None:
        self._out: TextIO = os.fdopen(os.dup(sys.stdout.fileno()), "w")
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(self, description: Mapping[str, Any]) -> None:
        """Print the one line to the parent."""
        with self._out:
            print(json.dumps(description), file=self._out)

    def when_parent_ends(self, then: Callable[[], object]) -> None:
        """Call `then` in a thread as soon as the parent closes our standard input or ends."""

        def watch() -> None:
            sys.stdin.buffer.read()
            then()

        threading.Thread(target=watch, daemon=True, name="parent-watch").start()


def serve_until_parent_ends(
    application: WSGIApplication, *, port: int, handler: type[WSGIRequestHandler] = QuietHandler
) -> None:
    """Serve as a child: print the address, and end with the parent. A Ctrl-C is for the parent only."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    tether = Tether()
    try:
        listener = take_port(port)
    except PortTakenError as error:
        tether.say({"error": str(error)})
        raise SystemExit(1) from None
    server = make_wsgi_server(application, listener, handler=handler)
    tether.when_parent_ends(server.shutdown)
    tether.say({"url": url_of(listener)})
    serve_wsgi(server)
