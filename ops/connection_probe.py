"""The test of a connection, from its entry to the answer of the door."""

import json
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.error import HTTPError, URLError

from chalicelib.aws.failures import StoreUnavailable
from chalicelib.aws.registry import Connection
from chalicelib.dialects import DIALECTS, standard
from chalicelib.dialects.delivery import Credentials, Misconfigured, NotAuthentic, Request
from chalicelib.values.instants import format_instant
from chalicelib.wiring import utc_now
from ops.connection_needs import missing_needs
from ops.deployment import Deployment

_SECONDS = 30
_JSON = {"content-type": "application/json"}
_DURABLE = (HTTPStatus.OK, HTTPStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Check:
    """One check and its result."""

    what: str
    holds: bool


def probe(deployment: Deployment, name: str, *, deliver: bool) -> Iterator[Check]:
    """Check a connection: its settings first, and then the door if they hold."""
    checks = list(settings_checks(deployment, name))
    yield from checks
    if deployment.place.api_url is None or not all(check.holds for check in checks):
        return
    url = f"{deployment.place.api_url.rstrip('/')}/webhooks/{name}"
    connection = deployment.recourse.registry.find(name)
    if connection is not None:
        unsigned = _post(url, b"{}", {"content-type": DIALECTS[connection.dialect].content_type})
        yield Check(f"the door answers an unsigned delivery with 401: {unsigned}", unsigned == HTTPStatus.UNAUTHORIZED)
        if deliver:
            yield _delivery(url, connection, deployment.recourse.secrets.live(connection))


def settings_checks(deployment: Deployment, name: str) -> Iterator[Check]:
    """Check what is stored of a connection, until a step on which the others rest does not hold."""
    connection = _entry(deployment, name)
    yield Check("its entry can be read", connection is not None)
    if connection is None:
        return
    yield Check(f"the dialect {connection.dialect} exists", connection.dialect in DIALECTS)
    credentials, why = _credentials(deployment, connection)
    yield Check(f"it has a secret that is valid now{why}", credentials is not None)
    if credentials is not None and connection.dialect in DIALECTS:
        yield Check("the dialect can verify with its secret", _can_verify(connection, credentials))


def _entry(deployment: Deployment, name: str) -> Connection | None:
    try:
        return deployment.recourse.registry.find(name)
    except StoreUnavailable:
        return None


def _credentials(deployment: Deployment, connection: Connection) -> tuple[Credentials | None, str]:
    try:
        credentials = deployment.recourse.secrets.live(connection)
    except StoreUnavailable as failure:
        return None, f": {failure.code}"
    return (credentials, "") if credentials.secrets else (None, ": every secret has ended")


def _can_verify(connection: Connection, credentials: Credentials) -> bool:
    """Try a forged delivery: a dialect without a usable secret says so before it looks at a signature."""
    forged = Request.received((), b"{}")
    try:
        DIALECTS[connection.dialect].verify(forged, credentials, utc_now())
    except Misconfigured:
        return False
    except NotAuthentic:
        return not missing_needs(DIALECTS[connection.dialect], credentials)
    return False


def _delivery(url: str, connection: Connection, credentials: Credentials) -> Check:
    if connection.dialect != "standard":
        return Check(
            f"a signed delivery: not sent, because only the marketplace signs in {connection.dialect}", holds=True
        )
    now = utc_now()
    content = {"type": "recourse.test", "timestamp": format_instant(now), "data": {"order_number": "recourse-test"}}
    body = json.dumps(content).encode()
    identity = f"recourse-test-{int(now.timestamp())}"
    status = _post(url, body, _JSON | standard.sign(body, credentials, delivery_id=identity, at=now))
    return Check(f"the door takes a signed delivery: {status}", status in _DURABLE)


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> int | str:
    request = urllib.request.Request(url, body, dict(headers), method="POST")  # noqa: S310 -- the operator's own door
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as response:  # noqa: S310 -- as above
            return int(response.status)
    except HTTPError as answered:
        return answered.code
    except URLError as error:
        return str(error.reason)
