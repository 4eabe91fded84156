"""Grants: how many a case has room for, once for each request, and whatever happens between two writes."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.domain.commands import Refused
from chalicelib.domain.uploads import read_upload
from chalicelib.policies import shipped
from chalicelib.usecases.case_commands import Once
from chalicelib.usecases.case_errors import Stale
from tests.world.files import png
from tests.world.wire import Killed

LIMITS = shipped("guide").evidence


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
    found = recourse.case_reader.read(uploads.case.key)
    told = {"filename": "a", "content_type": "image/png", "size": 1, "sha256": "0" * 64, "kind": "photo"}
    try:
        recourse.evidence_uploads.announce(found, read_upload(told, LIMITS), Once.of(None, b""))
    except (Refused, Stale):
        return "full"
    return "granted"


def test_a_closed_case_grants_nothing(uploads):
    """It holds number 88 of docs/reliability.md."""
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


def test_a_key_used_with_another_body_is_409(uploads):
    """It holds number 96 of docs/reliability.md."""
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
