"""The child's end of the tie: one line when ready, and no life without the parent."""

import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any, TextIO

from local.http_server import HttpServer, PortTakenError, Service


class Tether:
    """Standard output is kept for the one line: whatever else is printed goes to standard error."""

    def __init__(self) -> None:
        self._out: TextIO = os.fdopen(os.dup(sys.stdout.fileno()), "w")
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def say(self, told: Mapping[str, Any]) -> None:
        """Tell the parent, once."""
        with self._out:
            print(json.dumps(told), file=self._out)

    def when_parent_ends(self, then: Callable[[], object]) -> None:
        """Call `then`, in a thread, as soon as the parent lets go or dies."""

        def watch() -> None:
            sys.stdin.buffer.read()
            then()

        threading.Thread(target=watch, daemon=True, name="parent-watch").start()


def serve_until_parent_ends(service: Service, *, port: int) -> None:
    """Serve as a child: say where, and end with the parent and not by a Ctrl-C meant for it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    tether = Tether()
    try:
        server = HttpServer(port=port)
    except PortTakenError as error:
        tether.say({"error": str(error)})
        raise SystemExit(1) from None
    tether.when_parent_ends(server.shutdown)
    tether.say({"url": server.url})
    server.serve(service)
