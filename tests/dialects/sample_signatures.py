"""The signatures of the samples, made apart from the code that verifies them, and what a connection holds for them."""

import hmac
import zlib
from functools import cache

from local.paypal_keys import PaypalKeys, new_paypal_keys
from tests.world.signing import lazada_signature, paypal_signature, shopify_signature

WEBHOOK_ID, SHOP, APP_KEY, SECRET = "WH-1", "demo.myshopify.com", "app-1", "secret of the app"
CALLBACK = "https://api.example.com/v1/webhooks/shop"
SETTINGS = {"webhook_id": WEBHOOK_ID, "shop_domain": SHOP, "callback_url": CALLBACK}  # of a connection in any dialect
CERTIFICATE = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-LOCAL"


def app_push(body: bytes, secret: str) -> dict[str, str]:
    return {"authorization": lazada_signature(body, app_key=APP_KEY, secret=secret)}


def shopee_push(body: bytes, secret: str) -> dict[str, str]:
    return {"authorization": hmac.new(secret.encode(), f"{CALLBACK}|".encode() + body, "sha256").hexdigest()}


def shopify_push(body: bytes, secret: str) -> dict[str, str]:
    identity = {"x-shopify-webhook-id": f"b54557e4-{zlib.crc32(body):x}"}
    return {"x-shopify-hmac-sha256": shopify_signature(body, secret=secret)} | identity


@cache
def paypal_keys() -> PaypalKeys:
    """One key for all tests, because making one takes long."""
    return new_paypal_keys()


@cache
def other_paypal_keys() -> PaypalKeys:
    return new_paypal_keys()


def paypal_event(body: bytes, private_key: str) -> dict[str, str]:
    identity, time = "69cd13f0-d67a-11e5-baa3-778b53f4ae55", "2026-03-01T12:00:00Z"
    signed = f"{identity}|{time}|{WEBHOOK_ID}|{zlib.crc32(body)}".encode()
    return {
        "paypal-transmission-id": identity,
        "paypal-transmission-time": time,
        "paypal-auth-algo": "SHA256withRSA",
        "paypal-cert-url": CERTIFICATE,
        "paypal-transmission-sig": paypal_signature(signed, private_key=private_key),
    }
