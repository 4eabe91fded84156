"""The signature of a delivery: Standard Webhooks 1.0, HMAC-SHA256 over id, time and body."""

import base64
import hmac
from binascii import Error as NotBase64
from datetime import datetime

_PREFIX = "whsec_"


def signed(body: bytes, *, secret: str, delivery_id: str, at: datetime) -> dict[str, str]:
    """Return the headers of a delivery. Raises ValueError if the secret is none."""
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except (NotBase64, ValueError):
        raise ValueError("the secret is not whsec_ and base64") from None
    seconds = str(int(at.timestamp()))
    content = f"{delivery_id}.{seconds}.".encode() + body
    signature = base64.b64encode(hmac.digest(key, content, "sha256")).decode()
    return {
        "content-type": "application/json",
        "webhook-id": delivery_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{signature}",
    }
