"""Session tokens: `rs1.<key id>.<expiry>.<nonce>.<mac>`, in a cookie, signed and not stored.

The signature's key is a secret of the secret store, and the hash of an API key's secret. So who reads the table alone
forges no token, and a token ends with its key. The token of a camera names its case before the signature.
"""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

_CASE = r"(?:\.(?P<case>[A-Za-z0-9_-]{1,400}))?"
_TOKEN = re.compile(
    r"(?P<signed>rs1\.(?P<key>[a-z0-9]{8,16})\.(?P<expiry>[1-9][0-9]{9})\.(?P<nonce>[A-Za-z0-9_-]{19})"
    rf"{_CASE})\.(?P<mac>[A-Za-z0-9_-]{{43}})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionToken:
    """A token without its signature. `expires_at` is a whole second."""

    key_id: str
    expires_at: datetime
    nonce: str
    case_id: str | None = None

    def signed(self, *, secret: str, seal: bytes) -> str:
        """Write the token with its signature."""
        parts = ["rs1", self.key_id, str(int(self.expires_at.timestamp())), self.nonce]
        if self.case_id is not None:
            parts.append(_encoded(self.case_id.encode()))
        return _with_mac(".".join(parts), secret, seal)


def read_session_token(text: str) -> SessionToken | None:
    """Read a token, without a look at its signature.

    Returns None if it is malformed.
    """
    parts = _TOKEN.fullmatch(text)
    if parts is None:
        return None
    try:
        case_id = None if parts["case"] is None else _decoded(parts["case"])
    except (binascii.Error, UnicodeDecodeError):
        return None
    expires_at = datetime.fromtimestamp(int(parts["expiry"]), UTC)
    return SessionToken(key_id=parts["key"], expires_at=expires_at, nonce=parts["nonce"], case_id=case_id)


def is_genuine(text: str, *, secrets: tuple[str, ...], seal: bytes) -> bool:
    """Tell if one of the secrets signed a token that could be read."""
    signed = text.rpartition(".")[0]
    return any(hmac.compare_digest(text, _with_mac(signed, secret, seal)) for secret in secrets)


def _with_mac(signed: str, secret: str, seal: bytes) -> str:
    return f"{signed}.{_encoded(hmac.digest(secret.encode() + seal, signed.encode(), sha256))}"


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(text: str) -> str:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
