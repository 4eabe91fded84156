"""One POST to a stranger's HTTPS server: no redirects, no proxies, a bounded wait and a bounded answer."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

LARGEST_ANSWER = 64 * 1024  # bytes


class NoAnswer(Exception):
    """Nothing usable came back, or nothing was sent; `code` says why. What was sent may have arrived."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said, whatever it was."""

    status: int
    body: bytes


class FilingEndpoint:
    """Posts to filing endpoints; both limits are seconds, and `patience` counts from connected to fully answered."""

    def __init__(self, *, connect_within: float = 2.0, patience: float = 10.0) -> None:
        self._connect_within = connect_within
        self._patience = patience

    @property
    def longest(self) -> float:
        """Seconds that a post can take."""
        return self._connect_within + self._patience

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post a body and return the answer, redirects included; NoAnswer where there is none to speak of."""
        connection, target = self._connection(url)
        try:
            with closing(connection):
                connection.connect()
                with _cut_off(connection.sock, after=self._patience) as late:
                    connection.request("POST", target, body=body, headers=dict(headers))
                    answer = connection.getresponse()
                    told = answer.read(LARGEST_ANSWER + 1)
        except (OSError, HTTPException) as error:
            raise NoAnswer(type(error).__name__) from error
        if late.is_set():
            raise NoAnswer("TooLate")
        if len(told) > LARGEST_ANSWER:
            raise NoAnswer("AnswerTooLarge")
        return Answer(answer.status, told)

    def _connection(self, url: str) -> tuple[HTTPConnection, str]:
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise NoAnswer("NotAnEndpoint") from error
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if host and parts.scheme == "https":
            trusted = ssl.create_default_context()
            return HTTPSConnection(host, port, timeout=self._connect_within, context=trusted), target
        if host and parts.scheme == "http" and _is_this_machine(host):
            return HTTPConnection(host, port, timeout=self._connect_within), target
        raise NoAnswer("NotAnEndpoint")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _cut_off(connected: socket.socket, *, after: float) -> Iterator[threading.Event]:
    """Hang up after so many seconds: a socket's own timeout begins again with every byte that drips in."""
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        with suppress(OSError):
            # Past any TLS, whose own shutdown would pull the session from under the thread that reads.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    connected.settimeout(after)
    watch = threading.Timer(after, hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield late
    finally:
        watch.cancel()
