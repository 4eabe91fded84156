"""The needs of a connection beside its secret, checked when it is added."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import click
from cryptography import x509

from chalicelib.dialects.delivery import Credentials, Dialect
from chalicelib.wiring import utc_now
from ops.paypal_certificates import CertificateRefusedError, pinned_key

Chain: TypeAlias = tuple[x509.Certificate, ...]
_APP_KEY, _CERTIFICATES = "app_key", "certificates"


class Certificates(click.ParamType[Chain]):
    """A PEM file with a certificate, and perhaps its issuers behind it."""

    name = "file"

    def convert(self, value: str | Chain, param: click.Parameter | None, ctx: click.Context | None) -> Chain:
        """Read the file, or refuse it."""
        if isinstance(value, tuple):
            return value
        try:
            return tuple(x509.load_pem_x509_certificates(Path(value).read_bytes()))
        except (OSError, ValueError):
            self.fail(f"{value} is no readable PEM file of certificates", param, ctx)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Everything that an operator can give a connection beside its secret."""

    app_key: str | None
    webhook_id: str | None
    shop_domain: str | None
    callback_url: str | None
    certificates: tuple[tuple[str, Chain], ...]

    def of(self, dialect: Dialect, issuers: Chain) -> dict[str, Any]:
        """Return the content of the parameter. Refuses if something is missing, or a certificate is not PayPal's."""
        values = {name: getattr(self, name) for name in dialect.needs}
        for name, value in values.items():
            if not value:
                raise click.UsageError(f"the dialect {dialect.name} needs --{name.replace('_', '-').rstrip('s')}")
        settings = {name: value for name, value in values.items() if name not in (_APP_KEY, _CERTIFICATES)}
        keys = public_keys(self.certificates, issuers) if _CERTIFICATES in dialect.needs else {}
        return {_APP_KEY: self.app_key, "settings": settings, "public_keys": keys}


def missing_needs(dialect: Dialect, credentials: Credentials) -> list[str]:
    """Name what a connection of this dialect does not hold."""
    values: Mapping[str, object] = {
        **credentials.settings,
        _APP_KEY: credentials.app_key,
        _CERTIFICATES: credentials.public_keys,
    }
    return [name for name in dialect.needs if not values.get(name)]


def public_keys(certificates: tuple[tuple[str, Chain], ...], issuers: Chain) -> dict[str, dict[str, Any]]:
    """Return the keys of certificates by their URLs. Refuses one that is not PayPal's."""
    try:
        keys = {url: pinned_key(url, chain, issuers=issuers, now=utc_now()) for url, chain in certificates}
    except CertificateRefusedError as refusal:
        raise click.UsageError(str(refusal)) from refusal
    return {url: {"modulus": f"{key.modulus:x}", "exponent": key.exponent} for url, key in keys.items()}
