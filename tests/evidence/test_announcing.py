"""`POST /cases/{case_id}/evidence`: what is granted, to the byte, and what is not (HOSTILE 81 to 90)."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.commanding import Once, Stale
from chalicelib.domain.instants import parse_instant
from chalicelib.domain.refused import Refused
from chalicelib.domain.uploads import read_upload
from chalicelib.policies import shipped
from tests.evidence.files import WHOLE, png
from tests.wire import Killed

MB = 1024 * 1024
LIMITS = shipped("guide").evidence


def test_a_grant_tells_how_to_upload_and_until_when(uploads):
    granted = uploads.announce().json

    asked = uploads.shop.cloud.clock.now
    assert (granted["upload"]["method"], granted["warnings"]) == ("PUT", [])
    assert parse_instant(granted["expires_at"]) == asked + timedelta(minutes=LIMITS.upload_minutes)
    (file,) = uploads.shop.case["evidence"]
    assert (file["evidence_id"], file["status"], file["filename"]) == (granted["evidence_id"], "announced", "mug.png")


def test_82_83_84_what_is_signed_is_length_type_content_and_that_the_key_is_empty(uploads):
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
def test_what_is_wrong_with_an_announcement_is_told_all_at_once(uploads, changed, fields):
    answered = uploads.announce(**changed)

    assert (answered.status, answered.is_problem) == (422, True)
    assert {error["field"] for error in answered.json["errors"]} == fields
    assert uploads.shop.case["evidence"] == []


@pytest.mark.parametrize(
    "changed",
    [
        {"size": 10 * MB},
        {"size": 100 * MB, "content_type": "video/mp4"},
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
def test_90_a_name_is_data_and_never_part_of_a_key(uploads, filename):
    evidence_id = uploads.granted(filename=filename)

    assert uploads.record(evidence_id).json["filename"] == filename
    merchant, hashed, name = uploads.key_of(evidence_id).split("/")
    assert (merchant, len(hashed), name) == ("demo", 64, evidence_id)
    assert not set(hashed) - set("0123456789abcdef")


def test_the_warnings_tell_what_the_platforms_form_would_not_take(uploads):
    form = LIMITS.platform
    for _ in range(form.per_kind):
        assert uploads.announce().json["warnings"] == []

    warned = uploads.announce(content_type="application/pdf", size=form.max_mb * MB + 1)
    assert warned.status == 201
    assert len(warned.json["warnings"]) == 3
    assert uploads.announce(kind="logistics").json["warnings"] == []


def fill(uploads):
    return [uploads.granted() for _ in range(LIMITS.max_files)]


def test_open_grants_count_until_they_expire(uploads):
    fill(uploads)

    full = uploads.announce()
    assert (full.status, full.is_problem, full.json["rule"]) == (409, True, "G2.5b")
    uploads.shop.cloud.clock.forward(minutes=LIMITS.upload_minutes)
    assert uploads.announce().status == 201


def test_stored_files_count_and_rejected_ones_do_not(uploads):
    stored = uploads.arrive()
    uploads.arrive(sent=b"other bytes")
    for _ in range(LIMITS.max_files - 1):
        uploads.granted()

    assert uploads.announce().status == 409
    assert uploads.stands(stored) == ("stored", None)


def test_many_at_once_get_as_many_grants_as_there_is_room_for(uploads):
    for _ in range(LIMITS.max_files - 3):
        uploads.granted()

    with ThreadPoolExecutor(8) as threads:
        answered = list(threads.map(lambda _: announce_once(uploads), range(8)))
    assert sorted(answered) == ["full"] * 5 + ["granted"] * 3
    assert len(uploads.shop.case["evidence"]) == LIMITS.max_files


def announce_once(uploads):
    """Announce below the routes: the application itself takes one request at a time."""
    recourse = uploads.shop.recourse
    found = recourse.reading.case(uploads.case.key)
    told = {"filename": "a", "content_type": "image/png", "size": 1, "sha256": "0" * 64, "kind": "photo"}
    try:
        recourse.evidence.announce(found, read_upload(told, LIMITS), Once.of(None, b""))
    except (Refused, Stale):
        return "full"
    return "granted"


def test_88_a_closed_case_grants_nothing(uploads):
    uploads.shop.tell("return.withdrawn")

    closed = uploads.announce()
    assert (closed.status, closed.json["rule"]) == (409, "G2.5b")


def test_the_same_key_and_body_is_the_same_grant(uploads):
    first, again = uploads.announce(key="k-1"), uploads.announce(key="k-1")

    assert (first.status, again.status) == (201, 201)
    assert first.json["evidence_id"] == again.json["evidence_id"]
    assert len(uploads.shop.case["evidence"]) == 1


def test_a_grant_asked_for_again_does_not_last_longer(uploads):
    first = uploads.announce(key="k-1").json
    uploads.shop.cloud.clock.forward(minutes=10)
    again = uploads.announce(key="k-1").json

    assert again["expires_at"] == first["expires_at"]
    assert parse_qs(urlsplit(again["upload"]["url"]).query)["X-Amz-Expires"] == ["300"]


def test_96_a_key_used_with_another_body_is_409(uploads):
    uploads.announce(key="k-1")

    assert uploads.announce(key="k-1", filename="other.png").status == 409
    assert uploads.shop.give("post_message", key="k-1", text="hello").status == 409


def test_a_grant_takes_one_query_and_one_put_the_first_of_a_case_one_put_more(uploads):
    wire, calls = uploads.shop.cloud.wire, []
    uploads.shop.read()  # the policies are at hand
    for _ in range(2):
        wire.clear()
        uploads.granted()
        calls.append({name: count for name, count in wire.calls().items() if name != "GetItem"})

    assert calls == [{"Query": 1, "PutItem": 2}, {"Query": 1, "PutItem": 1}]


@pytest.mark.parametrize("after", [0, 1], ids=["before-the-grant", "before-the-index"])
def test_a_process_killed_between_its_two_rows_loses_nothing(uploads, after):
    wire = uploads.shop.cloud.wire
    wire.cut("PutItem", Killed(), answered=not after)
    with pytest.raises(Killed):
        uploads.announce(key="k-1")

    evidence_id = uploads.granted(key="k-1")
    uploads.put(uploads.key_of(evidence_id), png())
    uploads.look(uploads.key_of(evidence_id))
    assert uploads.stands(evidence_id) == ("stored", None)
    assert len(uploads.shop.case["evidence"]) == 1


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"role": "operator"}, 201),
        ({"role": "desk"}, 403),
        ({"merchant": "other"}, 404),
        ({"case_id": "alibaba.A-1001.R-2"}, 404),
        ({"case_id": "lazada.A-1001.R-1"}, 404),
        ({"case_id": "../other"}, 404),
    ],
)
def test_89_only_the_sellers_of_a_case_upload_to_it(uploads, asked, status):
    assert uploads.announce(**asked).status == status


def test_94_what_is_no_json_is_400(uploads):
    route, case = "/cases/{case_id}/evidence", {"case_id": uploads.shop.case_id}

    for broken in ("{", '{"filename": "\\ud800"}'):
        assert uploads.shop.api("POST", route, body=broken, **case).status == 400
    assert uploads.shop.api("POST", route, body=json.dumps({"x": "y" * 300_000}), **case).status == 413


def test_nothing_is_granted_by_the_log_that_the_answer_did_not_tell(uploads):
    granted = uploads.announce(kind="logistics", description="proof of delivery")
    evidence_id = granted.json["evidence_id"]

    (entry,) = [found for found in uploads.shop.case["timeline"] if found["type"] == "evidence.announced"]
    assert entry["id"] == f"evidence.{evidence_id}.announced"
    assert (entry["by"], entry["effect"]) == ("seller", "an upload is granted")
