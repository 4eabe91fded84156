"""The samples of every dialect: bodies as its marketplace sends them, and how it signs them.

A new dialect joins the suites with its samples here and its line in the registry.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from chalicelib.dialects.delivery import Credentials, Headers, Request
from chalicelib.dialects.rsa import PublicKey
from local.paypal_keys import public_key
from tests.dialects.sample_signatures import (
    APP_KEY,
    CERTIFICATE,
    SECRET,
    SETTINGS,
    SHOP,
    app_push,
    other_paypal_keys,
    paypal_event,
    paypal_keys,
    shopee_push,
    shopify_push,
)
from tests.world.signing import alibaba_form, standard_headers, stripe_header

PAYLOADS = Path(__file__).parent / "payloads"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STANDARD_SECRET = "whsec_c2VjcmV0IG9mIHRoZSBkZW1vIGNvbm5lY3Rpb24="
Signing = Callable[[bytes, str], dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One body: its file or its content, and the headers that the dialect reads."""

    name: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marketplace:
    """The sender in one dialect. `sign` makes the headers of a body with a secret, `write` a body of a message.

    `words` names the fields of its bodies whose words the dialect looks up in a table.
    """

    samples: tuple[Sample, ...]
    sign: Signing
    secret: str = SECRET
    other_secret: str = "another secret"
    write: Callable[[dict[str, Any]], bytes] = lambda message: json.dumps(message).encode()
    read: Callable[[bytes], dict[str, Any]] = lambda body: dict(json.loads(body))
    is_signed_inside: bool = False
    words: frozenset[str] = frozenset({"status"})
    about_no_order: bytes = b"{}"

    def request(self, body: bytes, headers: Headers, *, secret: str | None = None) -> Request:
        """A request with this body, signed."""
        kind = "application/x-www-form-urlencoded" if self.is_signed_inside else "application/json"
        signed = {"content-type": kind} | dict(headers) | self.sign(body, secret or self.secret)
        return Request.received(signed.items(), body)


def _file(name: str, **headers: str) -> Sample:
    return Sample(name=name, body=(PAYLOADS / f"{name}.json").read_bytes(), headers=headers)


def _form(name: str) -> Sample:
    message = json.loads((PAYLOADS / f"{name}.json").read_bytes())
    return Sample(name=name, body=alibaba_form(message, secret=SECRET))


def _shopify(name: str, topic: str) -> Sample:
    at = "2026-03-01T11:59:30.877041743Z"
    headers = {"x-shopify-topic": topic, "x-shopify-triggered-at": at, "x-shopify-shop-domain": SHOP}
    return Sample(name=name, body=(PAYLOADS / f"{name}.json").read_bytes(), headers=headers)


def _standard(name: str, kind: str, data: dict[str, Any]) -> Sample:
    content = {"type": kind, "timestamp": "2026-03-01T11:59:00Z", "data": {"order_number": "A-1001"} | data}
    return Sample(name=name, body=json.dumps(content).encode())


def _read_form(body: bytes) -> dict[str, Any]:
    from urllib.parse import parse_qsl  # noqa: PLC0415 -- only this sample is a form

    fields: dict[str, Any] = dict(parse_qsl(body.decode()))
    fields.pop("_aop_signature", None)
    return fields | {"data": json.loads(fields["data"])}


@cache
def marketplaces() -> dict[str, Marketplace]:
    """Every marketplace by the name of its dialect."""
    return _of_alibaba() | _elsewhere() | _of_shopee() | _of_payments()


def _of_alibaba() -> dict[str, Marketplace]:
    return {
        "standard": Marketplace(
            samples=(
                _standard("standard-return-requested", "return.requested", {"return_id": "R-1", "wants": "exchange"}),
                _standard("standard-order-delivered", "order.delivered", {}),
            ),
            sign=lambda body, secret: standard_headers(body.decode(), secret=secret, delivery_id="msg_1", at=NOW),
            secret=STANDARD_SECRET,
            other_secret="whsec_YW5vdGhlciBjb25uZWN0aW9uJ3Mgb3duIHNlY3JldA==",
        ),
        "alibaba": Marketplace(
            samples=tuple(
                map(
                    _form,
                    (
                        "1688-order-refund-in-sales",
                        "1688-order-refund-after-sales-agreed",
                        "1688-order-shipped",
                        "1688-order-received",
                    ),
                )
            ),
            sign=lambda _body, _secret: {},
            write=lambda message: alibaba_form(message, secret=SECRET),
            read=_read_form,
            is_signed_inside=True,
            words=frozenset({"refundAction"}),
            about_no_order=alibaba_form(
                {"msgId": "8", "type": "PRODUCT_X", "gmtBorn": "1586227869437", "data": {}}, secret=SECRET
            ),
        ),
        "icbu": Marketplace(
            samples=(_file("icbu-order-sync-frozen"), _file("icbu-order-sync-trade-close")),
            sign=app_push,
            about_no_order=b'{"message_type": 7, "timestamp": 1650435537, "data": {"product_id": 1}}',
        ),
    }


def _elsewhere() -> dict[str, Marketplace]:
    return {
        "lazada": Marketplace(
            samples=(
                _file("lazada-reverse-order-msg10"),
                _file("lazada-trade-order-reverse-msg0"),
                _file("lazada-trade-order-msg0-forward"),
            ),
            sign=app_push,
            words=frozenset({"order_status", "reverse_status"}),
            about_no_order=b'{"message_type": 5, "timestamp": 1650435537, "data": {}}',
        ),
        "tiktok": Marketplace(
            samples=(
                _file("tiktok-return-status-change-type12"),
                _file("tiktok-cancellation-status-change-type11"),
                _file("tiktok-order-status-change-type1"),
            ),
            sign=app_push,
            words=frozenset({"return_status", "cancel_status"}),
            about_no_order=b'{"type": 14, "tts_notification_id": "9", "timestamp": 1644412885, "data": {"index": "1"}}',
        ),
    }


def _of_shopee() -> dict[str, Marketplace]:
    return {
        "shopee": Marketplace(
            samples=(_file("shopee-return-updates-code29"),),
            sign=shopee_push,
            about_no_order=b'{"code": 1, "shop_id": 727720655, "timestamp": 1730198856, "data": {"success": 1}}',
        )
    }


def _of_payments() -> dict[str, Marketplace]:
    return {
        "shopify": Marketplace(
            samples=(
                _shopify("shopify-returns-request-captured", "returns/request"),
                _shopify("shopify-returns-request", "returns/request"),
                _shopify("shopify-returns-approve", "returns/approve"),
                _shopify("shopify-returns-close", "returns/close"),
                _shopify("shopify-refunds-create", "refunds/create"),
                _shopify("shopify-disputes-create", "disputes/create"),
            ),
            sign=shopify_push,
            about_no_order=b'{"id": 1}',
        ),
        "stripe": Marketplace(
            samples=(_file("stripe-charge-dispute-created"), _file("stripe-charge-dispute-closed")),
            sign=lambda body, secret: {"stripe-signature": stripe_header(body, secret=secret, at=NOW)},
            about_no_order=b'{"id": "evt_2", "type": "charge.refunded", "created": 1680651737, "data": {"object": {}}}',
        ),
        "paypal": Marketplace(
            samples=(
                _file("paypal-dispute-created"),
                _file("paypal-dispute-updated"),
                _file("paypal-dispute-resolved"),
            ),
            sign=paypal_event,
            secret=paypal_keys().private_key,
            other_secret=other_paypal_keys().private_key,
            about_no_order=b'{"id": "WH-1", "event_type": "PAYMENT.SALE.COMPLETED", "resource": {}}',
        ),
    }


def credentials(dialect: str, *secrets: str) -> Credentials:
    """Everything that a connection of the tests holds, with these secrets."""
    pinned = public_key(paypal_keys().certificates[CERTIFICATE])
    return Credentials(
        APP_KEY,
        secrets or (marketplaces()[dialect].secret,),
        SETTINGS,
        {CERTIFICATE: PublicKey(int(pinned["modulus"], 16), pinned["exponent"])},
    )


EVERY_SAMPLE = tuple((name, sample) for name, each in marketplaces().items() for sample in each.samples)
EVERY_SAMPLE_ID = tuple(sample.name for _, sample in EVERY_SAMPLE)
