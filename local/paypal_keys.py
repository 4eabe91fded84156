"""The keys of a PayPal to play with: a private key that signs, and the certificates of the connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

_CERTS: Final = "https://api.sandbox.paypal.com/v1/notifications/certs"
# The id and the certificate of the public test vector, so that its delivery is taken too. Nobody here has its key.
WEBHOOK_ID: Final = "4JH86294D6297924G"
_VECTOR_URL: Final = "https://api.paypal.com/v1/notifications/certs/CERT-TEST"
_VECTOR: Final = Path(__file__).with_name("paypal-test-certificate.pem")


@dataclass(frozen=True, slots=True)
class PaypalKeys:
    """A private key as PEM, and the certificates by their URLs."""

    private_key: str = field(repr=False)
    certificates: Mapping[str, str]


def new_paypal_keys() -> PaypalKeys:
    """Make a private key and its certificate."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    own = _certificate(key).public_bytes(Encoding.PEM).decode()
    return PaypalKeys(private, {f"{_CERTS}/CERT-LOCAL": own, _VECTOR_URL: _VECTOR.read_text()})


def public_key(certificate: str) -> dict[str, Any]:
    """Return the public key of a certificate, as it stands in a connection's parameter."""
    key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise TypeError("a certificate of PayPal's has an RSA key")
    numbers = key.public_numbers()
    return {"modulus": f"{numbers.n:x}", "exponent": numbers.e}


def _certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "local.paypal.com")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
