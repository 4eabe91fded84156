"""`GET /cases/{case_id}/evidence/{evidence_id}`: the record, and a download that no browser renders."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from chalicelib.views.disposition import as_attachment
from tests.world.files import png


def signed_query(uploads, evidence_id):
    url = urlsplit(uploads.record(evidence_id).json["download_url"])
    return url.path, parse_qs(url.query)


def test_a_stored_file_is_handed_out_as_an_attachment_of_no_type_in_the_version_that_was_seen(uploads):
    evidence_id = uploads.arrive()
    uploads.put(uploads.key_of(evidence_id), b"a second upload")

    path, query = signed_query(uploads, evidence_id)
    (file,) = uploads.case.evidence
    assert path == "/" + file.key
    assert query["versionId"] == [file.version_id]
    assert query["response-content-type"] == ["application/octet-stream"]
    assert query["response-content-disposition"][0].startswith("attachment; ")
    assert query["X-Amz-Expires"] == ["300"]


def test_a_file_that_did_not_arrive_has_no_download(uploads):
    record = uploads.record(uploads.granted()).json

    assert record["download_url"] is None
    assert record["status"] == "announced"


@pytest.mark.parametrize(
    "asked",
    [
        {"merchant": "other"},
        {"case_id": "alibaba.A-1001.R-2"},
        {"evidence_id": "ev-000000000000-001"},
        {"evidence_id": "../x"},
    ],
)
def test_what_is_not_of_the_callers_case_is_404(uploads, asked):
    """It holds number 89 of docs/reliability.md."""
    evidence_id = uploads.arrive()

    answered = uploads.record(**{"evidence_id": evidence_id, **asked})
    assert (answered.status, answered.is_problem) == (404, True)


@pytest.mark.parametrize("role", ["seller", "desk", "operator"])
def test_every_role_of_the_merchant_reads(uploads, role):
    assert uploads.record(uploads.arrive(), role=role).status == 200


def name_in(disposition: str) -> str:
    """The file name as RFC 5987 has it, which goes before the plain one."""
    return unquote(disposition.partition("; filename*=UTF-8''")[2], errors="strict")


@pytest.mark.parametrize(
    ("filename", "content_type", "name"),
    [
        ("mug.png", "image/png", "mug.png"),
        ("MUG.JPEG", "image/jpeg", "MUG.jpeg"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("C:\\temp\\evil.exe", "image/jpeg", "evil.exe.jpg"),
        ("invoice.html", "application/pdf", "invoice.html.pdf"),
        ('a"b\r\nX: y;.png', "image/png", "a_bX_ y;.png"),
        ("Käufer 谢谢 🙏.pdf", "application/pdf", "Käufer 谢谢 🙏.pdf"),
        ("\u202egnp.exe", "image/png", "gnp.exe.png"),
        ("...", "image/png", "evidence.png"),
        (".png", "image/png", "png.png"),
        ("x" * 300, "video/mp4", "x" * 100 + ".mp4"),
        ("IMG_0001.MOV", "video/quicktime", "IMG_0001.mov"),
        ("IMG_0001.HEIC", "image/heif", "IMG_0001.heic"),
        ("IMG_0001", "image/heif", "IMG_0001.heif"),
        ("🙏" * 300, "image/webp", "🙏" * 100 + ".webp"),
    ],
)
def test_a_name_goes_out_safe_and_with_its_types_ending(filename, content_type, name):
    """It holds number 90 of docs/reliability.md."""
    disposition = as_attachment(filename, content_type)

    assert disposition.isascii()
    assert disposition.isprintable()
    assert len(disposition) < 2_000
    assert disposition.startswith('attachment; filename="')
    assert name_in(disposition) == name


def test_the_plain_name_stays_inside_its_quotes():
    """It holds number 90 of docs/reliability.md."""
    disposition = as_attachment('a"; filename="evil.exe', "image/png")

    assert disposition.count('"') == 2
    assert disposition.count("filename=") == 1


def test_the_bytes_come_back_as_they_were_sent(uploads):
    evidence_id = uploads.arrive(png(b"a comment"))
    _, query = signed_query(uploads, evidence_id)

    stored = uploads.shop.cloud.clients.s3.get_object(
        Bucket="evidence", Key=uploads.key_of(evidence_id), VersionId=query["versionId"][0]
    )
    assert stored["Body"].read() == png(b"a comment")
