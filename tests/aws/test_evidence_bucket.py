"""The limits of a granted upload, checked as S3 checks them, because moto checks no signature."""

import base64
import hmac
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from chalicelib.aws.clients import Clients
from chalicelib.aws.evidence_bucket import EvidenceBucket
from chalicelib.domain.evidence import EvidenceAnnounced

SECRET = "testing"  # of the account that no test can reach
BODY = b"as announced"
FILE = EvidenceAnnounced(
    return_id="R-1",
    evidence_id="ev-000000000000-001",
    key=f"demo/{'0' * 64}/ev-000000000000-001",
    filename="mug.png",
    kind="photo",
    content_type="image/png",
    size=len(BODY),
    sha256=sha256(BODY).hexdigest(),
    expires_at=datetime(2026, 3, 1, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def upload():
    return EvidenceBucket(Clients().s3, "evidence").grant(FILE, seconds=900)


def lets_through(url: str, headers: dict[str, str], *, method: str = "PUT", path: str | None = None) -> bool:
    """Tell whether the signature in a URL is that of this request (AWS, Signature Version 4, query parameters)."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    given = query.pop("X-Amz-Signature")
    names = query["X-Amz-SignedHeaders"].split(";")
    sent = {"host": parts.netloc} | headers
    canonical = "\n".join(
        [
            method,
            path or parts.path,
            "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(query.items())),
            *(f"{name}:{sent.get(name, '')}" for name in names),
            "",
            ";".join(names),
            "UNSIGNED-PAYLOAD",
        ]
    )
    day, region, service, ends = scope = query["X-Amz-Credential"].split("/")[1:]
    key = f"AWS4{SECRET}".encode()
    for part in (day, region, service, ends):
        key = hmac.digest(key, part.encode(), "sha256")
    hashed = sha256(canonical.encode()).hexdigest()
    told = "\n".join([query["X-Amz-Algorithm"], query["X-Amz-Date"], "/".join(scope), hashed])
    return hmac.compare_digest(given, hmac.digest(key, told.encode(), "sha256").hex())


def sent_with(upload, **changed: str) -> dict[str, str]:
    """The headers of an upload as a client sends them: its own length, and what it was told to."""
    changes = {name.replace("_", "-"): value for name, value in changed.items()}
    return {"content-length": str(len(BODY)), **upload.headers, **changes}


def test_what_was_announced_is_let_through(upload):
    assert upload.method == "PUT"
    assert lets_through(upload.url, sent_with(upload))


def test_the_length_is_left_to_the_client_to_send(upload):
    assert "content-length" not in upload.headers


@pytest.mark.parametrize(
    "changed",
    [
        {"content_length": str(len(BODY) + 1)},
        {"content_length": str(len(BODY) - 1)},
        {"content_type": "text/html"},
        {"x_amz_checksum_sha256": base64.b64encode(sha256(b"other").digest()).decode()},
        {"x_amz_checksum_sha256": ""},
        {"if_none_match": '"another"'},
        {"if_none_match": ""},
    ],
    ids=["larger", "smaller", "type", "content", "unchecked", "another", "overwriting"],
)
def test_what_differs_from_the_announcement_is_not_let_through(upload, changed):
    """It holds numbers 81 to 84 of docs/reliability.md."""
    assert not lets_through(upload.url, sent_with(upload, **changed))


def test_an_upload_to_another_key_or_by_another_method_is_not_let_through(upload):
    """It holds number 82 of docs/reliability.md."""
    path = urlsplit(upload.url).path

    assert not lets_through(upload.url, sent_with(upload), path=path[:-1] + "2")
    assert not lets_through(upload.url, sent_with(upload), method="POST")


def test_an_upload_for_a_longer_time_is_not_let_through(upload):
    """It holds number 82 of docs/reliability.md."""
    assert not lets_through(upload.url.replace("X-Amz-Expires=900", "X-Amz-Expires=901"), sent_with(upload))
