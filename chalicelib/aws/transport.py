"""The transport of signed requests to one endpoint, over connections that stay open, with botocore's names of faults.

The standard library's client is used, because urllib3 takes as long to load as the rest of the door's own code.
"""

import select
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from botocore import exceptions as botocores

from chalicelib.aws.patience import Patience

# The few roots under which Amazon's endpoints stand load in 1 ms, and all roots of botocore in 19 ms. They have to
# change when Amazon announces another root. Until then whoever meets it goes on with all roots (`Transport.send`).
AMAZON_ROOTS: Final = Path(__file__).with_name("amazon_roots.pem")
_CONNECTIONS = 50


@dataclass(frozen=True, slots=True)
class Request:
    """A signed request."""

    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """The status and the body of an answer."""

    status: int
    body: bytes


class Transport:
    """Sends requests over connections that stay open. It never repeats one."""

    def __init__(self, endpoint_url: str, patience: Patience, *, ca_bundle: str | None = None) -> None:
        self._endpoint_url = endpoint_url
        self._patience = patience
        self._place = urlsplit(endpoint_url)
        host = self._place.hostname or ""
        self._roots = ca_bundle or (str(AMAZON_ROOTS) if host.endswith(".amazonaws.com") else _every_root())
        self._idle: list[HTTPConnection] = []  # the one that was used last comes first

    def __del__(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def send(self, request: Request) -> Answer:
        """Send a signed request once and return the answer.

        Raises the error of botocore that has the name of what went wrong.
        """
        try:
            return self._send(request)
        except ssl.SSLError as error:
            if self._roots != str(AMAZON_ROOTS):
                raise botocores.SSLError(endpoint_url=self._endpoint_url, error=error) from error
            self._roots = _every_root()
            return self.send(request)

    def _send(self, request: Request) -> Answer:
        connection = self._idle_one() or self._connected()
        try:
            with self._named_failures():
                connection.request("POST", "/", request.body, request.headers)
                response = connection.getresponse()
                answer = Answer(response.status, response.read())
        except BaseException:
            connection.close()
            raise
        if not response.will_close and len(self._idle) < _CONNECTIONS:
            self._idle.append(connection)
        return answer

    def _idle_one(self) -> HTTPConnection | None:
        """Return a connection that nobody uses, unless the other side has closed it meanwhile."""
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread was quicker
                return None
            if not _is_dropped(connection):
                return connection
            connection.close()
        return None

    def _connected(self) -> HTTPConnection:
        host, port, limit = self._place.hostname or "", self._place.port, self._patience.connect
        secure = self._place.scheme == "https"
        connection = (
            HTTPSConnection(host, port, timeout=limit, context=_trusting(self._roots))
            if secure
            else HTTPConnection(host, port, timeout=limit)
        )
        try:
            connection.connect()
        except ssl.SSLError:
            raise
        except TimeoutError as error:
            raise botocores.ConnectTimeoutError(endpoint_url=self._endpoint_url, error=error) from error
        except OSError as error:
            raise botocores.EndpointConnectionError(endpoint_url=self._endpoint_url, error=error) from error
        connection.sock.settimeout(self._patience.read)
        return connection

    @contextmanager
    def _named_failures(self) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            raise botocores.ReadTimeoutError(endpoint_url=self._endpoint_url, error=error) from error
        except (HTTPException, OSError) as error:
            raise botocores.ConnectionClosedError(endpoint_url=self._endpoint_url, error=error) from error


def _is_dropped(connection: HTTPConnection) -> bool:
    """Tell if there is something to read, which can only be the end, because nothing was asked."""
    look = select.poll()
    look.register(connection.sock, select.POLLIN)
    return bool(look.poll(0))


@cache
def _trusting(roots: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=roots)


def _every_root() -> str:
    from botocore.httpsession import where  # noqa: PLC0415 - only who needs all roots pays for this import

    return str(where())
