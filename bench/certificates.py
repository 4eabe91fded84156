"""A certificate for the counting store, and the bundles of roots that its callers load."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from botocore.httpsession import where
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from chalicelib.aws.transport import AMAZON_ROOTS


def write_certificates(folder: Path) -> None:
    """Write the store's key and certificate, and two bundles with it.

    `every-root.pem` has all roots of botocore besides, which each peer loads. `few-roots.pem` has the few of Amazon,
    which Recourse loads. So each side loads as many roots as on AWS.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "counting store")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    own = certificate.public_bytes(Encoding.PEM)
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    folder.joinpath("store.pem").write_bytes(written + own)
    folder.joinpath("every-root.pem").write_bytes(Path(where()).read_bytes() + own)
    folder.joinpath("few-roots.pem").write_bytes(AMAZON_ROOTS.read_bytes() + own)
