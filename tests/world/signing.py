"""The signatures of marketplaces, written from their documents and apart from the code under test."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from standardwebhooks import Webhook


def standard_headers(body: str, *, secret: str, delivery_id: str, at: datetime) -> dict[str, str]:
    """Sign as a sender with the Standard Webhooks library does."""
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(delivery_id, at, body),
    }


def standard_signature(signed: bytes, *, key: bytes) -> str:
    """Sign any bytes, also what the library would not send."""
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def lazada_signature(body: bytes, *, app_key: str, secret: str) -> str:
    """Give the `Authorization` header of a Lazada push."""
    return hmac.new(secret.encode(), app_key.encode() + body, hashlib.sha256).hexdigest()


def alibaba_form(message: Mapping[str, object], *, secret: str) -> bytes:
    """Write an Alibaba message as its signed form: objects become JSON text."""
    fields = {name: json.dumps(value) if isinstance(value, dict) else str(value) for name, value in message.items()}
    joined = "".join(sorted(name + value for name, value in fields.items()))
    digest = hmac.new(secret.encode(), joined.encode(), hashlib.sha1).hexdigest()
    return urlencode({**fields, "_aop_signature": digest.upper()}).encode()
