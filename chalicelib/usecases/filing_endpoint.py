"""The filing endpoint: one POST to a foreign HTTPS server, without redirects, limited in time and size."""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

LARGEST_ANSWER = 64 * 1024  # bytes


class NoAnswer(Exception):
    """The server gave no usable answer.

    `code` is the reason, and the request may still have arrived.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the server, with any status."""

    status: int
    body: bytes


class FilingEndpoint:
    """Posts to filing endpoints, with two limits in seconds.

    `connect_within` limits the connection. `patience` limits the time from the connection to the whole answer, with
    the TLS handshake. The look-up of the host's name is not limited by either of them.
    """

    def __init__(self, *, connect_within: float = 2.0, patience: float = 10.0) -> None:
        self._connect_within = connect_within
        self._patience = patience

    @property
    def longest(self) -> float:
        """The most seconds that one post can need."""
        return self._connect_within + self._patience

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post a body and return the answer, even if it is a redirect.

        Raises NoAnswer if there is no usable answer.
        """
        connection, target = _connection(url)
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
                    content = answer.read(LARGEST_ANSWER + 1)
        except (OSError, HTTPException, UnicodeError) as error:  # UnicodeError for an impossible host name
            raise NoAnswer(type(error).__name__) from error
        if late.is_set():
            raise NoAnswer("TooLate")
        if len(content) > LARGEST_ANSWER:
            raise NoAnswer("AnswerTooLarge")
        return Answer(answer.status, content)


def _connection(url: str) -> tuple[HTTPConnection, str]:
    """Prepare a connection, and return it with the target of the request. Only this machine is spoken to in clear."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise NoAnswer("NotAnEndpoint") from error
    kind = _kind(parts.scheme, host)
    # Without a port, http.client would read the end of an IPv6 address as one.
    return kind(host, port or kind.default_port), _target(parts)


def _kind(scheme: str, host: str) -> type[HTTPConnection]:
    if scheme == "https" and host:
        return HTTPSConnection
    if scheme == "http" and _is_this_machine(host):
        return HTTPConnection
    raise NoAnswer("NotAnEndpoint")


def _target(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return (parts.path or "/") + query


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _reached(host: str, port: int, *, within: float) -> socket.socket:
    """Connect to the first of a host's addresses that answers.

    All attempts share the time limit.
    """
    until, failure = time.monotonic() + within, OSError("the name has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        reaching = socket.socket(family, kind, protocol)
        try:
            reaching.settimeout(max(until - time.monotonic(), 0))  # 0 tries without waiting
            reaching.connect(address)
        except OSError as error:
            reaching.close()
            failure = error
        else:
            return reaching
    raise failure


def _to_encrypt(connected: socket.socket, host: str) -> ssl.SSLSocket:
    """Prepare a TLS socket.

    Its handshake comes later, because it counts as part of the answer.
    """
    trusted = ssl.create_default_context()
    return trusted.wrap_socket(connected, server_hostname=host, do_handshake_on_connect=False)


@contextmanager
def _cut_off(connected: socket.socket, *, after: float) -> Iterator[threading.Event]:
    """Close the connection after so many seconds.

    Why not a socket timeout: it would begin again with every byte that arrives.
    """
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        with suppress(OSError):
            # Not through TLS: its own shutdown would destroy the session that another thread still reads.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    connected.settimeout(after)
    watch = threading.Timer(after, hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield late
    finally:
        watch.cancel()
