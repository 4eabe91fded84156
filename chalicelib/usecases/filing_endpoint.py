"""One POST to a stranger's HTTPS server: no redirects, no proxies, a bounded wait and a bounded answer."""

import ipaddress
import socket
import ssl
import threading
import time
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
    """Posts to filing endpoints; both limits are seconds, and `patience` counts from connected to fully answered.

    A handshake falls under `patience`; the look-up of a name takes the resolver's own time beside both.
    """

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
                connection.sock = _reached(connection.host, connection.port, within=self._connect_within)
                if isinstance(connection, HTTPSConnection):
                    connection.sock = _to_encrypt(connection.sock, connection.host)
                with _cut_off(connection.sock, after=self._patience) as late:
                    if isinstance(connection.sock, ssl.SSLSocket):
                        connection.sock.do_handshake()
                    connection.request("POST", target, body=body, headers=dict(headers))
                    answer = connection.getresponse()
                    told = answer.read(LARGEST_ANSWER + 1)
        except (OSError, HTTPException, UnicodeError) as error:  # the last for a name that can be none
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
            return HTTPSConnection(host, port), target
        if host and parts.scheme == "http" and _is_this_machine(host):
            return HTTPConnection(host, port), target
        raise NoAnswer("NotAnEndpoint")


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _reached(host: str, port: int, *, within: float) -> socket.socket:
    """Connect to the first of a host's addresses that answers; all of them together have so many seconds."""
    until, failure = time.monotonic() + within, OSError("the name has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        reaching = socket.socket(family, kind, protocol)
        try:
            reaching.settimeout(max(until - time.monotonic(), 0))  # 0 asks without waiting
            reaching.connect(address)
        except OSError as error:
            reaching.close()
            failure = error
        else:
            return reaching
    raise failure


def _to_encrypt(connected: socket.socket, host: str) -> ssl.SSLSocket:
    """The socket of a TLS connection whose handshake is still to come: it counts as part of the answer."""
    trusted = ssl.create_default_context()
    return trusted.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False)


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
