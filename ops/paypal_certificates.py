"""PayPal's certificates, checked once on the operator's machine, so that the door needs the public key only."""

import warnings
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning

from chalicelib.dialects.paypal import CERTIFICATE_URL
from chalicelib.dialects.rsa import PublicKey

_DOMAIN = "paypal.com"
_SMALLEST_KEY = 2_048  # bits
_LONGEST_CHAIN = 6


class CertificateRefusedError(Exception):
    """A certificate cannot be pinned, for the reason that the message names."""


def pinned_key(
    url: str, chain: tuple[x509.Certificate, ...], *, issuers: Iterable[x509.Certificate], now: datetime
) -> PublicKey:
    """Check the certificate of a URL with its chain, and return its public key.

    Refuses if the URL is not PayPal's, a date has passed or has not come, no trusted issuer signed it, its subject is
    not under paypal.com, or its key is no RSA key of at least 2,048 bits.
    """
    if CERTIFICATE_URL.fullmatch(url) is None:
        raise CertificateRefusedError(f"{url} is no certificate URL of PayPal")
    leaf = chain[0]
    if not any(name == _DOMAIN or name.endswith(f".{_DOMAIN}") for name in _names(leaf)):
        raise CertificateRefusedError(f"the subject of {url} is not under {_DOMAIN}")
    _require_chain(leaf, chain[1:], (*issuers, *_usual_issuers()), now)
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < _SMALLEST_KEY:
        raise CertificateRefusedError(f"the key of {url} is no RSA key of {_SMALLEST_KEY} bits")
    numbers = key.public_numbers()
    return PublicKey(numbers.n, numbers.e)


def _names(certificate: x509.Certificate) -> Iterator[str]:
    """Yield the subject's names in lower case."""
    for attribute in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME):
        yield str(attribute.value).lower()
    try:
        alternatives = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return
    yield from (name.lower() for name in alternatives.get_values_for_type(x509.DNSName))


def _require_chain(
    leaf: x509.Certificate,
    between: tuple[x509.Certificate, ...],
    trusted: tuple[x509.Certificate, ...],
    now: datetime,
) -> None:
    current = leaf
    for _ in range(_LONGEST_CHAIN):
        if not current.not_valid_before_utc <= now <= current.not_valid_after_utc:
            raise CertificateRefusedError(f"{current.subject.rfc4514_string()} is not valid today")
        issuer = next((each for each in (*trusted, *between) if _issued(each, current)), None)
        if issuer is None:
            raise CertificateRefusedError(f"no trusted issuer signed {current.subject.rfc4514_string()}")
        if issuer in trusted:
            return
        current = issuer
    raise CertificateRefusedError("the chain of certificates is too long")


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        constraints = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        certificate.verify_directly_issued_by(issuer)
    except (x509.ExtensionNotFound, ValueError, TypeError, InvalidSignature):
        return False
    return constraints.ca


def _usual_issuers() -> tuple[x509.Certificate, ...]:
    with warnings.catch_warnings():
        # Some roots of the list are older than a rule about serial numbers, which does not touch their trust.
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return tuple(x509.load_pem_x509_certificates(Path(certifi.where()).read_bytes()))
