"""The signature of AWS, version 4, for the quick client's requests, which are all a POST of JSON to `/`.

botocore's own signer signs every kind of request. It costs four times as much, and with what it imports half a start. A
test holds that both sign alike (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html).
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_UNSIGNED: Final = frozenset({"user-agent"})


@dataclass(frozen=True, slots=True)
class Credentials:
    """The key with which a request is signed, and the token of a session."""

    key_id: str
    secret: str = field(repr=False)
    token: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """The service and the region for which a signature counts, and the host that gets the request."""

    service: str
    region: str
    host: str


def signed(
    headers: Mapping[str, str], body: bytes, credentials: Credentials, scope: Scope, *, stamp: str
) -> dict[str, str]:
    """Return the headers with a date, the token of the session, and the signature.

    `stamp` is the present as AWS writes it, such as 20260301T120000Z.
    """
    token = {} if credentials.token is None else {"X-Amz-Security-Token": credentials.token}
    dated = {**headers, "X-Amz-Date": stamp, **token}
    lines = {name.lower(): " ".join(value.split()) for name, value in dated.items()} | {"host": scope.host}
    names = sorted(lines.keys() - _UNSIGNED)
    listed = ";".join(names)
    canonical = "\n".join(
        ("POST", "/", "", *(f"{name}:{lines[name]}" for name in names), "", listed, hashlib.sha256(body).hexdigest())
    )
    day = f"{stamp[:8]}/{scope.region}/{scope.service}/aws4_request"
    text = f"{_ALGORITHM}\n{stamp}\n{day}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    signature = hmac.digest(_key(credentials.secret, day), text.encode(), "sha256").hex()
    proof = f"{_ALGORITHM} Credential={credentials.key_id}/{day}, SignedHeaders={listed}, Signature={signature}"
    return {**dated, "Authorization": proof}


def host_of(url: str) -> str:
    """Return the host that a request to a URL names, without the port that its scheme has by default."""
    parts = urlsplit(url)
    default = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.hostname or "" if parts.port in {None, default} else parts.netloc


@lru_cache(maxsize=8)
def _key(secret: str, day: str) -> bytes:
    """Derive the key of a day, which every request of that day uses."""
    key = f"AWS4{secret}".encode()
    for part in day.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
