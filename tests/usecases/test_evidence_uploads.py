"""`POST /cases/{case_id}/evidence`: what is granted, to the byte, and what is not.

Numbers 81 to 90 of docs/reliability.md.
"""

import base64
import json
from datetime import timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.policies import shipped
from chalicelib.values.instants import parse_instant
from tests.world.files import WHOLE, png

MB = 1024 * 1024
LIMITS = shipped("guide").evidence


def test_a_grant_says_how_to_upload_and_until_when(uploads):
    granted = uploads.announce().json

    asked = uploads.shop.cloud.clock.now
    assert (granted["upload"]["method"], granted["warnings"]) == ("PUT", [])
    assert parse_instant(granted["expires_at"]) == asked + timedelta(minutes=LIMITS.upload_minutes)
    (file,) = uploads.shop.case["evidence"]
    assert (file["evidence_id"], file["status"], file["filename"]) == (granted["evidence_id"], "announced", "mug.png")


def test_the_signature_covers_length_type_content_and_that_the_key_is_empty(uploads):
    """It holds numbers 82 to 84 of docs/reliability.md."""
    body = png()
    upload = uploads.announce(body).json["upload"]
    signed = parse_qs(urlsplit(upload["url"]).query)

    assert signed["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert signed["X-Amz-SignedHeaders"] == ["content-length;content-type;host;if-none-match;x-amz-checksum-sha256"]
    assert signed["X-Amz-Expires"] == [str(LIMITS.upload_minutes * 60)]
    assert upload["headers"] == {
        "content-type": "image/png",
        "x-amz-checksum-sha256": base64.b64encode(sha256(body).digest()).decode(),
        "if-none-match": "*",
    }


@pytest.mark.parametrize("content_type", WHOLE)
def test_every_type_of_evidence_is_taken(uploads, content_type):
    assert uploads.announce(content_type=content_type).status == 201


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"filename": ""}, {"filename"}),
        ({"filename": "x" * 301}, {"filename"}),
        ({"filename": 7}, {"filename"}),
        ({"filename": ...}, {"filename"}),
        ({"content_type": "text/html"}, {"content_type"}),
        ({"content_type": "image/svg+xml"}, {"content_type"}),
        ({"content_type": "image/png\r\nx: y"}, {"content_type"}),
        ({"size": 0}, {"size"}),
        ({"size": -1}, {"size"}),
        ({"size": 1.5}, {"size"}),
        ({"size": "69"}, {"size"}),
        ({"size": True}, {"size"}),
        ({"size": 10 * MB + 1}, {"size"}),
        ({"size": 100 * MB + 1, "content_type": "video/mp4"}, {"size"}),
        ({"size": 100 * MB + 1, "content_type": "video/quicktime"}, {"size"}),
        ({"size": 10 * MB + 1, "content_type": "image/heif"}, {"size"}),
        ({"sha256": "0" * 63}, {"sha256"}),
        ({"sha256": "g" * 64}, {"sha256"}),
        ({"sha256": "0" * 64 + "\n"}, {"sha256"}),
        ({"sha256": ...}, {"sha256"}),
        ({"kind": "selfie"}, {"kind"}),
        ({"description": "x" * 8_001}, {"description"}),
        ({"bucket": "another"}, {"bucket"}),
        (
            {"filename": "", "content_type": "x", "size": 200 * MB, "sha256": "", "kind": "", "description": 7},
            {"filename", "content_type", "size", "sha256", "kind", "description"},
        ),
    ],
)
def test_everything_wrong_with_an_announcement_is_named_at_once(uploads, changed, fields):
    answered = uploads.announce(**changed)

    assert (answered.status, answered.is_problem) == (422, True)
    assert {error["field"] for error in answered.json["errors"]} == fields
    assert uploads.shop.case["evidence"] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"size": 10 * MB},
        {"size": 100 * MB, "content_type": "video/mp4"},
        {"size": 100 * MB, "content_type": "video/quicktime"},
        {"size": 10 * MB, "content_type": "image/heif"},
        {"sha256": "AB" * 32},
        {"description": None},
        {"description": "<script>alert(1)</script>\r\n\u202e"},
    ],
)
def test_what_is_just_within_the_limits_is_taken(uploads, changed):
    assert uploads.announce(**changed).status == 201


@pytest.mark.parametrize(
    "filename",
    ["../../etc/passwd", "C:\\evil.exe", 'a"b;c=\'d\r\nX: y".png', "🙏" * 300, "\u202egnp.exe", "con", "a/b\0c", "."],
)
def test_a_name_is_data_and_never_part_of_a_key(uploads, filename):
    """It holds number 90 of docs/reliability.md."""
    evidence_id = uploads.granted(filename=filename)

    assert uploads.record(evidence_id).json["filename"] == filename
    merchant, hashed, name = uploads.key_of(evidence_id).split("/")
    assert (merchant, len(hashed), name) == ("demo", 64, evidence_id)
    assert not set(hashed) - set("0123456789abcdef")


def test_the_warnings_name_what_the_platforms_form_would_not_accept(uploads):
    form = LIMITS.platform
    for _ in range(form.per_kind):
        assert uploads.announce().json["warnings"] == []

    warned = uploads.announce(content_type="application/pdf", size=form.max_mb * MB + 1)
    assert warned.status == 201
    assert len(warned.json["warnings"]) == 3
    assert uploads.announce(kind="logistics").json["warnings"] == []


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"role": "operator"}, 201),
        ({"role": "desk"}, 403),
        ({"merchant": "other"}, 404),
        ({"case_id": "alibaba.A-1001.R-2"}, 404),
        ({"case_id": "lazada.A-1001.R-1"}, 404),
        ({"case_id": "../other"}, 404),
        ({"case_id": "alibaba.\ud800.R-1"}, 404),
    ],
)
def test_only_the_sellers_of_a_case_upload_to_it(uploads, asked, status):
    """It holds number 89 of docs/reliability.md."""
    assert uploads.announce(**asked).status == status


def test_a_body_that_is_no_json_is_400(uploads):
    """It holds number 94 of docs/reliability.md."""
    route, case = "/cases/{case_id}/evidence", {"case_id": uploads.shop.case_id}

    for broken in ("{", '{"filename": "\\ud800"}'):
        assert uploads.shop.api("POST", route, body=broken, **case).status == 400
    assert uploads.shop.api("POST", route, body=json.dumps({"x": "y" * 300_000}), **case).status == 413


def test_the_log_grants_nothing_that_the_answer_does_not_show(uploads):
    granted = uploads.announce(kind="logistics", description="proof of delivery")
    evidence_id = granted.json["evidence_id"]

    (entry,) = [found for found in uploads.shop.case["timeline"] if found["type"] == "evidence.announced"]
    assert entry["id"] == f"evidence.{evidence_id}.announced"
    assert (entry["by"], entry["effect"]) == ("seller", "an upload is granted")
