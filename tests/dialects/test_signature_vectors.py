"""The signatures that platforms and public libraries print, or that were made by the documented rule."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from chalicelib.dialects import DIALECTS
from chalicelib.dialects.delivery import Credentials, KeyUnknown, NotAuthentic, Request
from chalicelib.dialects.rsa import PublicKey
from tests.dialects.samples import PAYLOADS
from tests.world.signing import alibaba_form

VECTORS = {each["system"]: each for each in json.loads((PAYLOADS / "signature-vectors.json").read_text())}
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def believed(dialect: str, headers: dict[str, str], body: str, holds: Credentials, at: datetime = NOW) -> str:
    return DIALECTS[dialect].verify(Request.received(headers.items(), body.encode()), holds, at)


@pytest.mark.parametrize("system", ["lazada", "icbu", "tiktok"])
def test_the_vector_of_a_platform_that_signs_app_key_and_body(system):
    vector = VECTORS[system]
    holds = Credentials(vector["app_key"], (vector["secret"],))
    assert believed(system, {"Authorization": vector["expect"]}, vector["body"], holds)
    with pytest.raises(NotAuthentic):
        believed(system, {"Authorization": vector["expect"]}, vector["body"] + " ", holds)


def test_the_vector_of_1688():
    vector = VECTORS["1688"]
    form = alibaba_form(vector["params"], secret=vector["secret"])
    assert vector["expect"].encode() in form
    holds = Credentials(None, (vector["secret"],))
    assert believed("alibaba", {}, form.decode(), holds) == vector["params"]["msgId"]


def test_the_vector_of_shopee():
    vector = VECTORS["shopee"]
    holds = Credentials(None, (vector["secret"],), {"callback_url": vector["url"]})
    assert believed("shopee", {"Authorization": vector["expect"]}, vector["body"], holds)
    elsewhere = Credentials(None, (vector["secret"],), {"callback_url": vector["url"] + "/"})
    with pytest.raises(NotAuthentic):
        believed("shopee", {"Authorization": vector["expect"]}, vector["body"], elsewhere)


def test_the_vector_of_shopify():
    vector = VECTORS["shopify"]
    holds = Credentials(None, (vector["secret"],), {"shop_domain": "demo.myshopify.com"})
    headers = {"X-Shopify-Hmac-Sha256": vector["expect"], "X-Shopify-Webhook-Id": "b54557e4-bdd9-4b37"}
    assert believed("shopify", headers, vector["body"], holds) == "b54557e4-bdd9-4b37"
    with pytest.raises(NotAuthentic):
        believed("shopify", headers | {"X-Shopify-Shop-Domain": "other.myshopify.com"}, vector["body"], holds)


@pytest.mark.parametrize(("late", "is_believed"), [(0, True), (300, True), (-300, True), (301, False), (-301, False)])
def test_the_vector_of_stripe_within_its_tolerance(late, is_believed):
    """It holds number 15 of docs/reliability.md."""
    vector = VECTORS["stripe"]
    holds = Credentials(None, ("whsec_old", vector["secret"]))
    at = datetime.fromtimestamp(vector["t"] + late, tz=UTC)
    for header in (vector["header"], f"t={vector['t']},v1=00,v0=zz, v1={vector['expect']}"):
        headers = {"Stripe-Signature": header}
        if is_believed:
            assert believed("stripe", headers, vector["body"], holds, at) == "evt_1"
        else:
            with pytest.raises(NotAuthentic):
                believed("stripe", headers, vector["body"], holds, at)


@pytest.mark.parametrize(
    "time", ["nan", "inf", "9" * 400, "1700000000000", "+1700000000", " 1700000000", "1_700000000"]
)
def test_a_time_of_stripe_that_is_no_number_of_seconds_is_not_authentic(time):
    """It holds number 14 of docs/reliability.md."""
    vector = VECTORS["stripe"]
    header = {"Stripe-Signature": f"t={time},v1={vector['expect']}"}
    with pytest.raises(NotAuthentic):
        believed("stripe", header, vector["body"], Credentials(None, (vector["secret"],)), datetime.now(UTC))


def paypal(**changes: str) -> tuple[dict[str, str], str, Credentials]:
    vector: dict[str, Any] = VECTORS["paypal"]
    key = x509.load_pem_x509_certificate(vector["certificate"].encode()).public_key()
    assert isinstance(key, RSAPublicKey)
    numbers = key.public_numbers()
    pinned = {vector["headers"]["paypal-cert-url"]: PublicKey(numbers.n, numbers.e)}
    return (
        vector["headers"] | changes,
        vector["body"],
        Credentials(None, (), {"webhook_id": vector["webhook_id"]}, pinned),
    )


def test_the_vector_of_paypal():
    assert believed("paypal", *paypal()) == "WH-4M0448861G563140B-9EX36365822141321"


@pytest.mark.parametrize(
    "changes",
    [
        {"paypal-transmission-id": "69cd13f0-d67a-11e5-baa3-778b53f4ae56"},
        {"paypal-transmission-time": "2018-06-21T13:36:41Z"},
        {"paypal-auth-algo": "SHA1withRSA"},
        {"paypal-cert-url": "http://api.paypal.com/v1/notifications/certs/CERT-TEST"},
        {"paypal-cert-url": "https://api.paypal.com.evil.example/v1/notifications/certs/CERT-TEST"},
        {"paypal-cert-url": "https://api.paypal.com:444/v1/notifications/certs/CERT-TEST"},
        {"paypal-cert-url": "https://u@api.paypal.com/v1/notifications/certs/CERT-TEST"},
        {"paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/../CERT-TEST"},
        {"paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-TEST\n"},
        {"paypal-transmission-sig": "AAAA"},
    ],
    ids=lambda changes: "-".join(map(str, changes.items())),
)
def test_a_changed_header_of_paypal_is_not_authentic(changes):
    with pytest.raises(NotAuthentic):
        believed("paypal", *paypal(**changes))


def test_a_certificate_of_paypal_that_is_not_pinned_yet_asks_for_another_delivery():
    headers, body, holds = paypal(**{"paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-NEW"})
    with pytest.raises(KeyUnknown):
        believed("paypal", headers, body, holds)


def test_a_signature_of_paypal_whose_padding_is_forged_is_not_authentic():
    """The whole block counts: a small exponent lets nobody put garbage behind the hash."""
    key = PublicKey(2**2047 + 1, 3)
    assert not key.verifies(bytes(256), b"x")
    assert not key.verifies((2**683).to_bytes(256), b"x")
    assert not key.verifies(b"\xff" * 256, b"x")
    assert not PublicKey(2**255 + 1, 3).verifies(bytes(32), b"x")
