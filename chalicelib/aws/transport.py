"""The transport of signed requests to one endpoint: a pool of connections, and botocore's names for what goes wrong."""

import socket
import ssl
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import urllib3
from botocore import exceptions as botocores
from urllib3 import exceptions as errors

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
    """Sends requests over a pool of connections that stay open. It never repeats one."""

    def __init__(self, endpoint_url: str, patience: Patience, *, ca_bundle: str | None = None) -> None:
        self._endpoint_url = endpoint_url
        self._timeout = urllib3.Timeout(connect=patience.connect, read=patience.read)
        host = urlsplit(endpoint_url).hostname or ""
        self._roots = ca_bundle or (str(AMAZON_ROOTS) if host.endswith(".amazonaws.com") else _every_root())
        self._pool = self._connect()

    def send(self, request: Request) -> Answer:
        """Send a signed request once and return the answer.

        Raises the error of botocore that has the name of what went wrong.
        """
        try:
            return self._send(request)
        except errors.SSLError as error:
            if self._roots != str(AMAZON_ROOTS):
                raise botocores.SSLError(endpoint_url=self._endpoint_url, error=error) from error
            self._roots = _every_root()
            self._pool = self._connect()
            return self.send(request)
        except (errors.NewConnectionError, socket.gaierror) as error:
            raise botocores.EndpointConnectionError(endpoint_url=self._endpoint_url, error=error) from error
        except errors.ConnectTimeoutError as error:
            raise botocores.ConnectTimeoutError(endpoint_url=self._endpoint_url, error=error) from error
        except errors.ReadTimeoutError as error:
            raise botocores.ReadTimeoutError(endpoint_url=self._endpoint_url, error=error) from error
        except errors.ProtocolError as error:
            raise botocores.ConnectionClosedError(endpoint_url=self._endpoint_url, error=error) from error
        except errors.HTTPError as error:
            raise botocores.HTTPClientError(error=error) from error

    def _send(self, request: Request) -> Answer:
        response = self._pool.urlopen("POST", "/", body=request.body, headers=request.headers, redirect=False)
        return Answer(response.status, response.data)

    def _connect(self) -> urllib3.HTTPConnectionPool:
        options = {"timeout": self._timeout, "maxsize": _CONNECTIONS, "retries": False}
        if self._endpoint_url.startswith("https:"):
            options["ssl_context"] = _trusting(self._roots)
        return urllib3.connection_from_url(self._endpoint_url, **options)


@cache
def _trusting(roots: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=roots)


def _every_root() -> str:
    from botocore.httpsession import where  # noqa: PLC0415 - only who needs all roots pays for this import

    return str(where())
