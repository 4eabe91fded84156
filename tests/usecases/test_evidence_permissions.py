"""The functions ask AWS for nothing that their policies do not allow.

Whoever looks at files changes none.
"""

import json
from pathlib import Path

import pytest

from tests.world.files import png

POLICIES = Path(__file__).parent.parent.parent / ".chalice"
# What S3 asks a caller to be allowed; the version is named in every read.
NEEDED = {
    "GetObject": {"s3:GetObjectVersion"},
    "ListObjectVersions": {"s3:ListBucketVersions"},
    "GetItem": {"dynamodb:GetItem"},
    "PutItem": {"dynamodb:PutItem"},
    "Query": {"dynamodb:Query"},
}


def allowed(function: str) -> set[str]:
    policy = json.loads(POLICIES.joinpath(f"policy-{function}.json").read_text())
    return {action for statement in policy["Statement"] for action in statement.get("Action", ())}


def needed(wire) -> set[str]:
    return set().union(*(NEEDED[operation] for operation in wire.calls()))


def test_the_clerk_may_do_what_it_does(uploads):
    evidence_id = uploads.granted()
    uploads.put(uploads.key_of(evidence_id), png())
    key = uploads.key_of(evidence_id)
    uploads.shop.cloud.wire.clear()
    uploads.look(key)

    assert needed(uploads.shop.cloud.wire) <= allowed("inspect-upload")


def test_the_sweep_may_do_what_it_does(uploads):
    uploads.put(uploads.key_of(uploads.granted()), png())
    history = uploads.history()
    uploads.shop.cloud.wire.clear()
    assert uploads.shop.recourse.evidence_clerk.sweep(history) == 1

    assert needed(uploads.shop.cloud.wire) <= allowed("reconcile")


def test_whoever_signs_uploads_and_downloads_may_do_them(uploads):
    uploads.shop.cloud.wire.clear()
    uploads.record(uploads.granted())

    assert needed(uploads.shop.cloud.wire) <= allowed("api-handler")
    assert allowed("api-handler") >= {"s3:PutObject", "s3:GetObjectVersion"}


@pytest.mark.parametrize("function", ["inspect-upload", "reconcile"])
def test_whoever_looks_cannot_change_what_is_there(function):
    assert not {action for action in allowed(function) if action.startswith(("s3:Put", "s3:Delete"))}
