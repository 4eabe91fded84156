"""`python -m ops connections add`: what a dialect needs is checked before anything is written."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from chalicelib.dialects import DIALECTS
from ops.connection_commands import connections
from ops.paypal_certificates import CertificateRefusedError, pinned_key
from ops.template import PROJECT

OPERATIONS = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
ADD = ("connections", "add", "shop", "--merchant", "acme", "--marketplace", "web")
URL = "https://api.paypal.com/v1/notifications/certs/CERT-1"
NOW = datetime.now(UTC)
KEYS = [rsa.generate_private_key(public_exponent=65_537, key_size=2_048) for _ in range(2)]


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def certificate(
    name: str = "messages.paypal.com",
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = KEYS[1],
    *,
    issuer: str = "a test issuer",
    ends: timedelta = timedelta(days=1),
    is_issuer: bool = False,
    alternative: Sequence[str] = (),
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=9))
        .not_valid_after(NOW + ends)
        .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=None), critical=True)
    )
    if alternative:
        names = x509.SubjectAlternativeName([x509.DNSName(each) for each in alternative])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(KEYS[0], hashes.SHA256())


ISSUER = certificate("a test issuer", KEYS[0], is_issuer=True)


def test_a_certificate_of_paypal_is_pinned_with_its_key():
    key = pinned_key(URL, (certificate(),), issuers=(ISSUER,), now=NOW)
    assert key.modulus == KEYS[1].public_key().public_numbers().n


@pytest.mark.parametrize(
    ("url", "chain", "issuers", "reason"),
    [
        ("https://evil.example/v1/notifications/certs/CERT-1", (certificate(),), (ISSUER,), "no certificate URL"),
        (URL, (certificate("paypal.com.evil.example"),), (ISSUER,), "not under paypal.com"),
        (URL, (certificate("notpaypal.com"),), (ISSUER,), "not under paypal.com"),
        (URL, (certificate(ends=timedelta(days=-1)),), (ISSUER,), "not valid today"),
        (URL, (certificate(),), (), "no trusted issuer"),
        (URL, (certificate(), certificate("a test issuer", KEYS[0])), (), "no trusted issuer"),
        (URL, (certificate(key=ec.generate_private_key(ec.SECP256R1())),), (ISSUER,), "no RSA key"),
    ],
    ids=["url", "other-domain", "like-domain", "ended", "nobody-signed", "signed-by-no-issuer", "other-key"],
)
def test_another_certificate_is_refused(url, chain, issuers, reason):
    with pytest.raises(CertificateRefusedError, match=reason):
        pinned_key(url, chain, issuers=issuers, now=NOW)


def test_a_name_can_be_an_alternative_one():
    leaf = certificate("something else", alternative=["messageverificationcerts.paypal.com"])
    assert pinned_key(URL, (leaf,), issuers=(ISSUER,), now=NOW)


@pytest.fixture
def files(tmp_path):
    for name, content in (("leaf.pem", certificate()), ("issuer.pem", ISSUER)):
        (tmp_path / name).write_bytes(content.public_bytes(Encoding.PEM))
    (tmp_path / "junk.pem").write_text("no certificate")
    return tmp_path


def test_a_paypal_connection_holds_its_webhook_and_its_keys(cloud, run, files):
    pinned = ("--certificate", URL, str(files / "leaf.pem"), "--issuer", str(files / "issuer.pem"))
    run(*ADD, "--dialect", "paypal", "--webhook-id", "WH-7", *pinned)

    process = cloud.recourse()
    holds = process.secrets.live(process.registry.find("shop"))
    assert (holds.settings, set(holds.public_keys)) == ({"webhook_id": "WH-7"}, {URL})
    assert "FAILED" not in run("connections", "test", "shop")


def test_a_new_certificate_is_pinned_beside_the_others(cloud, run, files):
    leaf, issuer = str(files / "leaf.pem"), ("--issuer", str(files / "issuer.pem"))
    run(*ADD, "--dialect", "paypal", "--webhook-id", "WH-7", "--certificate", URL, leaf, *issuer)
    run("connections", "pin", "shop", f"{URL}-NEW", leaf, *issuer)
    run("connections", "pin", "shop", f"{URL}-OTHER", leaf, code=2, says="no trusted issuer")

    process = cloud.recourse()
    holds = process.secrets.live(process.registry.find("shop"))
    assert (holds.settings, set(holds.public_keys)) == ({"webhook_id": "WH-7"}, {URL, f"{URL}-NEW"})
    assert len(holds.secrets) == 1


def test_a_connection_of_another_dialect_takes_no_certificate(run, files):
    run(*ADD, "--dialect", "stripe", typed="a secret\n")
    run("connections", "pin", "shop", URL, str(files / "leaf.pem"), code=2, says="needs no certificate")


@pytest.mark.parametrize(
    ("dialect", "options", "reason"),
    [
        ("paypal", (), "needs --webhook-id"),
        ("paypal", ("--webhook-id", "WH-7"), "needs --certificate"),
        ("paypal", ("--webhook-id", "WH-7", "--certificate", URL, "junk.pem"), "no readable PEM file"),
        ("paypal", ("--webhook-id", "WH-7", "--certificate", URL, "leaf.pem"), "no trusted issuer"),
        ("shopify", (), "needs --shop-domain"),
        ("shopee", (), "needs --callback-url"),
        ("tiktok", (), "needs --app-key"),
        ("icbu", (), "needs --app-key"),
        ("lazada", (), "needs --app-key"),
    ],
)
def test_a_connection_that_lacks_what_it_needs_is_not_added(cloud, run, files, dialect, options, reason):
    written = [str(files / option) if option.endswith(".pem") else option for option in options]
    run(*ADD, "--dialect", dialect, *written, typed="a secret\n", code=2, says=reason)

    assert cloud.recourse().registry.find("shop") is None


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS.keys())
def test_every_need_of_a_dialect_has_its_option_and_stands_on_the_operators_page(dialect):
    options = {parameter.name for parameter in connections.commands["add"].params}
    assert set(dialect.needs) <= options
    (row,) = [line for line in OPERATIONS.splitlines() if line.startswith("| `") and f"`{dialect.name}`" in line]
    assert all(f"--{need.replace('_', '-').rstrip('s')}" in row for need in dialect.needs)


def test_a_shop_holds_its_domain(cloud, run):
    run(*ADD, "--dialect", "shopify", "--shop-domain", "acme.myshopify.com", typed="a secret\n")

    process = cloud.recourse()
    assert process.secrets.live(process.registry.find("shop")).settings == {"shop_domain": "acme.myshopify.com"}
