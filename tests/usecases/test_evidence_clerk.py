"""The clerk looks at what arrived, says once what it is, and believes nobody.

Numbers 81 to 88 of docs/reliability.md.
"""

from datetime import timedelta

import pytest

from chalicelib.values.vocabulary import EventType
from tests.world import files
from tests.world.files import WHOLE, archive, jpeg, png


@pytest.mark.parametrize(("content_type", "body"), WHOLE.items())
def test_what_is_as_announced_is_in_evidence(uploads, content_type, body):
    evidence_id = uploads.arrive(body, content_type=content_type, filename="as it is")

    assert uploads.stands(evidence_id) == ("stored", None)
    (entry,) = [found for found in uploads.shop.case["timeline"] if found["type"] == "evidence.stored"]
    assert (entry["by"], entry["effect"]) == ("system", "a file is in evidence")


TEXT = "by its bytes it is text/plain, image/png was announced"
REJECTED = {
    "larger": (png(), png() + b"\0", "it has 70 bytes, 69 were announced"),
    "smaller": (png(), png()[:-1], "it has 68 bytes, 69 were announced"),
    "empty": (png(), b"", "it has 0 bytes, 69 were announced"),
    "another-checksum": (png(), png()[:-1] + b"\0", "its SHA-256 is not the one announced"),
    "another-type": (jpeg(), jpeg(), "by its bytes it is image/jpeg, image/png was announced"),
    "web-page": (b"<html><script>alert(1)</script>", None, TEXT),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', None, TEXT),
    "zip": (archive(), None, "by its bytes it is application/zip, image/png was announced"),
    "zip-bomb-behind-an-image": (png() + archive(bytes(1_000_000)), None, "a ZIP archive hides in it"),
    "web-page-in-an-image": (png(b"<script>alert(1)</script>"), None, "a web page hides in it"),
    "svg-in-an-image": (files.HEAD + b"<svg xmlns='http://www.w3.org/2000/svg'/>", None, "a web page hides in it"),
}


@pytest.mark.parametrize(("announced", "sent", "why"), REJECTED.values(), ids=REJECTED.keys())
def test_what_is_otherwise_than_announced_is_rejected_with_the_reason(uploads, announced, sent, why):
    """It holds numbers 81 to 83 and 87 of docs/reliability.md."""
    evidence_id = uploads.arrive(announced, sent=announced if sent is None else sent)

    assert uploads.stands(evidence_id) == ("rejected", why)
    assert uploads.record(evidence_id).json["download_url"] is None


@pytest.mark.parametrize("sent", [png() + b"\0", png()[:-1]], ids=["larger", "smaller"])
def test_a_file_of_another_size_is_not_even_read(uploads, sent):
    """Number 81 of docs/reliability.md: whoever uploads terabytes instead has the clerk stream none of them."""
    evidence_id = uploads.granted()
    key = uploads.key_of(evidence_id)
    uploads.put(key, sent)
    uploads.shop.cloud.wire.clear()
    uploads.look(key)

    assert uploads.shop.cloud.wire.calls()["GetObject"] == 0
    assert uploads.stands(evidence_id)[0] == "rejected"


def test_a_web_page_announced_as_text_is_rejected(uploads):
    """It holds number 87 of docs/reliability.md."""
    evidence_id = uploads.arrive(b"<!doctype html><p>hello", content_type="text/plain")

    assert uploads.stands(evidence_id) == ("rejected", "a web page hides in it")


def test_a_type_that_was_not_signed_is_rejected(uploads):
    """It holds number 82 of docs/reliability.md."""
    evidence_id = uploads.arrive(claimed="text/html")

    assert uploads.stands(evidence_id) == ("rejected", "it was uploaded under another type than announced")


def test_what_arrives_long_after_the_grant_is_rejected(uploads):
    """It holds number 82 of docs/reliability.md."""
    uploads.shop.cloud.clock.forward(hours=-1)
    evidence_id = uploads.arrive()

    assert uploads.stands(evidence_id) == ("rejected", "it was uploaded after the grant had expired")


def test_an_upload_that_began_in_time_may_end_a_little_later(uploads):
    uploads.shop.cloud.clock.forward(minutes=-17)
    evidence_id = uploads.arrive()

    assert uploads.stands(evidence_id) == ("stored", None)


def test_of_two_uploads_to_a_key_the_first_counts(uploads):
    """It holds number 84 of docs/reliability.md."""
    evidence_id = uploads.granted()
    key = uploads.key_of(evidence_id)
    uploads.put(key, png())
    for later in (b"second", png(b"third")):
        uploads.put(key, later)
    uploads.look(key)

    assert uploads.stands(evidence_id) == ("stored", None)
    (version,) = [file.version_id for file in uploads.case.evidence]
    kept = uploads.shop.cloud.clients.s3.get_object(Bucket="evidence", Key=key, VersionId=version)
    assert kept["Body"].read() == png()


def test_a_bad_first_upload_is_not_mended_by_a_second(uploads):
    """It holds number 84 of docs/reliability.md."""
    evidence_id = uploads.granted()
    key = uploads.key_of(evidence_id)
    uploads.put(key, b"bad")
    uploads.put(key, png())
    uploads.look(key)

    assert uploads.stands(evidence_id)[0] == "rejected"


def test_after_the_verdict_nothing_changes_it(uploads):
    """It holds number 84 of docs/reliability.md."""
    evidence_id = uploads.arrive(sent=b"bad")
    uploads.put(uploads.key_of(evidence_id), png())
    uploads.look(uploads.key_of(evidence_id))

    assert uploads.stands(evidence_id)[0] == "rejected"
    assert uploads.verdicts() == 1


def test_an_event_that_comes_again_reads_no_object_and_writes_nothing(uploads):
    """It holds number 85 of docs/reliability.md."""
    evidence_id = uploads.arrive()
    wire = uploads.shop.cloud.wire
    wire.clear()
    uploads.look(uploads.key_of(evidence_id))

    assert not {"GetObject", "ListObjectVersions", "PutItem"} & set(wire.calls())
    assert uploads.verdicts() == 1


def test_an_event_that_comes_before_its_object_can_be_seen_leaves_it_to_the_next(uploads):
    """It holds number 85 of docs/reliability.md."""
    evidence_id = uploads.granted()
    key = uploads.key_of(evidence_id)
    uploads.look(key)
    assert uploads.stands(evidence_id) == ("announced", None)

    uploads.put(key, png())
    uploads.look(key)
    assert uploads.stands(evidence_id) == ("stored", None)


def test_the_sweep_finds_an_upload_without_an_event(uploads):
    """It holds number 85 of docs/reliability.md."""
    found, unclaimed = uploads.granted(), uploads.granted()
    rejected = uploads.granted()
    uploads.put(uploads.key_of(found), png())
    uploads.put(uploads.key_of(rejected), b"other")
    sweep = uploads.shop.recourse.evidence_clerk.sweep

    assert sweep(uploads.history()) == 2
    assert [uploads.stands(each)[0] for each in (found, rejected, unclaimed)] == ["stored", "rejected", "announced"]
    assert sweep(uploads.history()) == 0


def test_a_sweep_beside_an_event_gives_one_verdict(uploads):
    """It holds number 85 of docs/reliability.md."""
    evidence_id = uploads.granted()
    before = uploads.history()
    uploads.put(uploads.key_of(evidence_id), png())
    uploads.look(uploads.key_of(evidence_id))

    assert uploads.shop.recourse.evidence_clerk.sweep(before) == 0
    assert uploads.verdicts() == 1


def test_a_sweep_asks_s3_only_where_something_waits(uploads):
    uploads.arrive()
    history = uploads.history()
    uploads.shop.cloud.wire.clear()

    assert uploads.shop.recourse.evidence_clerk.sweep(history) == 0
    assert uploads.shop.cloud.wire.calls() == {}


def never_granted(uploads):
    """Keys that no grant was ever given for, of a case that has one."""
    granted = uploads.key_of(uploads.granted())
    merchant, hashed, name = granted.split("/")
    return [
        "index.html",
        "../" + granted,
        granted + "/x",
        granted.upper(),
        f"{merchant}/{hashed}/{name[:-1]}9",
        f"{merchant}/{'0' * 64}/{name}",
        f"other/{hashed}/{name}",
        f"{merchant}/{hashed}/ev-{'0' * 12}-001",
    ]


def test_an_object_where_no_upload_was_granted_is_an_alarm_and_nothing_else(uploads):
    """It holds number 86 of docs/reliability.md."""
    for count, key in enumerate(never_granted(uploads), start=1):
        uploads.put(key, png())
        uploads.look(key)
        assert [alarm["what"] for alarm in uploads.shop.cloud.alarms] == ["upload_never_granted"] * count

    assert uploads.verdicts() == 0
    assert [file["status"] for file in uploads.shop.case["evidence"]] == ["announced"]


def test_the_alarm_repeats_no_words_of_a_stranger(uploads):
    """It holds number 86 of docs/reliability.md."""
    uploads.look("demo/secret of a customer/x")

    assert "secret" not in "".join(uploads.shop.cloud.lines)


def test_a_file_that_arrives_after_the_end_is_kept_as_late(uploads):
    """It holds number 88 of docs/reliability.md."""
    evidence_id = uploads.granted()
    uploads.shop.tell("return.withdrawn")
    before = uploads.shop.stands
    uploads.put(uploads.key_of(evidence_id), png())
    uploads.look(uploads.key_of(evidence_id))

    assert uploads.stands(evidence_id) == ("late", "it came after the case had closed")
    assert uploads.shop.stands == before == ("closed", "withdrawn")
    assert uploads.record(evidence_id).json["download_url"] is not None


def test_two_cases_of_one_order_keep_their_files_apart(uploads):
    first = uploads.arrive()
    uploads.shop.return_id = "R-2"
    uploads.shop.request()
    second = uploads.arrive()

    assert first != second
    assert [file["evidence_id"] for file in uploads.shop.case["evidence"]] == [second]


def test_a_verdict_is_dated_after_its_grant(uploads):
    evidence_id = uploads.granted()
    uploads.put(uploads.key_of(evidence_id), png())
    uploads.shop.cloud.clock.forward(minutes=-1)
    uploads.look(uploads.key_of(evidence_id))

    dated = {entry.type: entry.at for entry in uploads.case.timeline}
    assert dated[EventType.EVIDENCE_STORED] - dated[EventType.EVIDENCE_ANNOUNCED] == timedelta(milliseconds=1)
