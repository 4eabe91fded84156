"""The dialect of PayPal's webhooks about disputes: five signed headers, and the whole dispute in each body.

Source: PayPal, webhooks (verification by certificate) and customer_disputes_v1 1.10. The signature is over the id and
the time of the transmission, the id of our webhook, and the CRC32 of the body. The certificate is pinned in the
connection when it is added, because nothing may be fetched at the door. A request that names another certificate on
PayPal's own host is answered 503, so that it comes again after the operator has added it.
"""

import base64
import re
import zlib
from binascii import Error as NotBase64
from datetime import datetime

from chalicelib.dialects.delivery import (
    AboutNoOrder,
    Credentials,
    Dialect,
    KeyUnknown,
    NotAuthentic,
    Request,
    Translation,
    by_body,
)
from chalicelib.dialects.paypal_dispute import Push, happenings, order_number
from chalicelib.dialects.reading import understood
from chalicelib.dialects.signatures import id_in_body, id_named, sole_header
from chalicelib.dialects.strict_json import parse_object

CERTIFICATE_URL = re.compile(r"https://api(\.sandbox)?\.paypal\.com/v1/notifications/certs/[A-Za-z0-9_-]{1,128}")
_DISPUTES = "CUSTOMER.DISPUTE."
_LONGEST_HEADER = 1_024


def verify(request: Request, credentials: Credentials, _now: datetime) -> str:
    """Verify an event and return its `id`.

    Raises KeyUnknown if it names a certificate of PayPal's that is not pinned.
    """
    webhook_id = credentials.setting("webhook_id")
    identity, time, url = (_header(request, name) for name in ("id", "time", "cert-url"))
    if _header(request, "auth-algo") != "SHA256withRSA" or CERTIFICATE_URL.fullmatch(url) is None or not request.body:
        raise NotAuthentic
    signature = _decoded(_header(request, "sig"))
    if url not in credentials.public_keys:
        raise KeyUnknown(url)
    signed = f"{identity}|{time}|{webhook_id}|{zlib.crc32(request.body)}".encode()
    if not credentials.public_keys[url].verifies(signature, signed):
        raise NotAuthentic
    return id_in_body(request.body, "id")


def translate(body: bytes) -> Translation:
    """Read an event. Its facts are the whole dispute, each in its place, whatever was pushed before."""
    content = parse_object(body)
    if not str(content.get("event_type")).startswith(_DISPUTES):
        raise AboutNoOrder("event_type: it is about no dispute")
    push = understood("", Push.model_validate, content)
    return Translation(order_number(push.resource), tuple(happenings(push)))


def _header(request: Request, name: str) -> str:
    long_name = name if name in ("auth-algo", "cert-url") else f"transmission-{name}"
    value = sole_header(request, f"paypal-{long_name}")
    if not value or len(value) > _LONGEST_HEADER:
        raise NotAuthentic
    return value


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise NotAuthentic from None


DIALECT = Dialect(
    name="paypal",
    content_type="application/json",
    verify=verify,
    translate=by_body(translate),
    identify=id_named("id"),
    needs=("webhook_id", "certificates"),
    gives_secret=False,
)
