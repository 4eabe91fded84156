"""The signatures of marketplaces, written from their documents and apart from the code under test."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
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


def stripe_header(body: bytes, *, secret: str, at: datetime) -> str:
    """Give the `Stripe-Signature` header of an event."""
    seconds = str(int(at.timestamp()))
    return f"t={seconds},v1={hmac.new(secret.encode(), seconds.encode() + b'.' + body, hashlib.sha256).hexdigest()}"


def shopify_signature(body: bytes, *, secret: str) -> str:
    """Give the `X-Shopify-Hmac-Sha256` header of a webhook."""
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def paypal_signature(signed: bytes, *, private_key: str) -> str:
    """Give the `PAYPAL-TRANSMISSION-SIG` header of an event."""
    key = load_pem_private_key(private_key.encode(), password=None)
    if not isinstance(key, RSAPrivateKey):
        raise TypeError("PayPal signs with RSA")
    return base64.b64encode(key.sign(signed, PKCS1v15(), SHA256())).decode()
