"""The whole story against the program of `make run` with `DESK=off`: somebody else's desk takes the messages."""

import hashlib

import boto3
import pytest

from local.outsiders import Seller
from local.sample_files import small_document, small_picture
from local.stack import start
from tests.end_to_end.outside import Outside, eventually
from tests.world.order import CUSTOMER, REQUEST, line, usd
from tests.world.planted import quoted

pytestmark = pytest.mark.stack

CASE = "alibaba.F-1.R-1"
OF_CASE = {"order_number": "F-1", "return_id": "R-1"}


@pytest.fixture(scope="module")
def outside():
    with start(desk=False) as stack:
        yield Outside(stack)
        assert quoted(stack.log.read_text().splitlines()) == []


def record(outside, command, **fields):
    """Record something as a desk, which sellers may not."""
    body = {"command": command, **fields}
    return outside.ask("POST", f"/cases/{CASE}/commands", json=body, role="desk")


def files_are_as_told(outside, manifest):
    """Read every file of a manifest by its key and hold it against its hash."""
    s3 = boto3.client("s3", **outside.stack.boto_arguments())
    read = (s3.get_object(Bucket=manifest["bucket"], Key=file["key"])["Body"].read() for file in manifest["files"])
    return [hashlib.sha256(content).hexdigest() for content in read] == [file["sha256"] for file in manifest["files"]]


def test_a_return_goes_wrong_and_comes_right_at_a_foreign_desk(outside):
    seller = Seller(outside.stack.description, CASE)
    outside.tell("return.requested", **OF_CASE, **REQUEST)
    outside.tell("order.placed", order_number="F-1", customer=CUSTOMER, lines=[line()])
    seller.ask("make_offer", resolution="partial_refund", amount=usd(500))
    outside.tell("offer.declined", **OF_CASE, offer_id="R-1-s1")
    photo = seller.upload("p.png", small_picture(), content_type="image/png", kind="photo", description="as packed")
    eventually(lambda: outside.case(CASE)["evidence"][0]["status"] == "stored")
    assert seller.ask("escalate", reason="no agreement").status_code == 201

    (request,) = eventually(outside.take)
    assert [file["id"] for file in request["data"]["evidence"]["files"]] == [photo]
    assert files_are_as_told(outside, request["data"]["evidence"])
    filing = {"effect_id": request["id"], "reference": "PLATFORM-7"}
    assert outside.give(CASE, "record_filing", **filing).status_code == 403
    filed = record(outside, "record_filing", **filing)
    assert (filed.status_code, filed.json()["rounds"][0]["status"]) == (201, "filed")

    ruling = {"kind": "mediation", "id": "M-1", "in_favour_of": "customer", "refund": usd(2400)}
    assert record(outside, "record_ruling", **ruling).json()["status"] == "decided"
    refused = seller.ask("file_appeal", grounds="as agreed", evidence=[photo])
    assert (refused.status_code, refused.json()["rule"]) == (409, "G2.5b")
    waybill = seller.upload(
        "w.pdf", small_document(), content_type="application/pdf", kind="logistics", description="waybill"
    )
    eventually(lambda: outside.case(CASE)["readiness"]["ready"])
    assert outside.case(CASE)["readiness"]["new_since_ruling"] == [waybill]
    assert seller.ask("file_appeal", grounds="as agreed", evidence=[photo, waybill]).status_code == 201

    (appeal,) = eventually(outside.take)
    assert (appeal["type"], appeal["data"]["request"]["round"]) == ("recourse.appeal.filed", 1)
    outside.tell("appeal.opened", **OF_CASE, appeal_id="P-1", opened_by="seller")
    outside.tell("appeal.decided", **OF_CASE, appeal_id="P-1", in_favour_of="seller")
    closed = seller.ask("close_case", root_cause="colour not named").json()
    assert (closed["status"], closed["outcome"]) == ("closed", "ruled_seller")
    assert [(found["kind"], found["status"]) for found in closed["rounds"]] == [
        ("mediation", "decided"),
        ("appeal", "decided"),
    ]
    assert outside.take() == []
