"""An erased order: the customer's name is nowhere any more, and its cases stand as before."""

import json
import re

import pytest

from chalicelib.aws.case_items import read_case_rows
from chalicelib.aws.packing import unpack
from chalicelib.values.instants import format_instant
from ops.erasure_commands import erasure_of
from tests.world.order import line, usd

_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
NAME = "Wilhelmina Ümlaut"
SAID = ("marker of the reason", "marker of a message", "marker of an offer", "marker of the note", "marker-of-file")


@pytest.fixture
def shop(shop):
    """A closed case with everything that can hold a customer's words, told by marketplace, seller and desk."""
    shop.tell("order.placed", customer={"name": NAME}, lines=[line()])
    shop.request(customer={"name": NAME.upper()}, reason={"code": "colour_difference", "text": SAID[0]}, lines=[line()])
    shop.tell("message.posted", text=SAID[1])
    shop.attach("photo", SAID[4].encode())
    shop.attach("photo", SAID[4].encode() + b" 2")
    shop.done("make_offer", resolution="partial_refund", amount=usd(5), text=SAID[2])
    shop.tell("offer.declined", offer_id="R-1-s1", text=SAID[2])
    shop.done("escalate", reason=f"{NAME} wants too much")
    shop.messages()
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="seller")
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=usd(5), text=SAID[3])
    shop.flow()
    shop.wait(days=30)
    shop.done("record_settlement", kind="refund", amount=usd(5), reference="P-1")
    if shop.case["status"] != "closed":
        shop.done("close_case", root_cause=SAID[3], lesson=SAID[3])
    shop.deliver('{"type": "return.requested", "order_number": "A-1001", "who": "' + NAME + '"}', delivery_id="odd_1")
    shop.flow()
    return shop


@pytest.fixture
def erasure(shop):
    return erasure_of(shop.recourse)


def everywhere(shop):
    """Every stored text: rows with their bodies, versions of files, queues, and log lines."""
    stored = (*_rows(shop.cloud), *_versions(shop.cloud), *_queues(shop.cloud), *shop.cloud.lines)
    return "\n".join(_ESCAPE.sub(lambda code: chr(int(code[1], 16)), text) for text in stored).lower()


def _rows(cloud):
    for item in cloud.dynamodb.scan(TableName=cloud.settings.table)["Items"]:
        yield repr(item)
        if "body" in item or "body_z" in item:
            yield unpack(item).decode(errors="replace")
        if item["SK"]["S"].startswith("CASE#"):
            yield from map(repr, read_case_rows([item]))


def _versions(cloud):
    s3, bucket = cloud.clients.s3, cloud.settings.bucket
    for version in s3.list_object_versions(Bucket=bucket).get("Versions", ()):
        content = s3.get_object(Bucket=bucket, Key=version["Key"], VersionId=version["VersionId"])["Body"]
        yield content.read().decode()


def _queues(cloud):
    for queue in (cloud.mediation, cloud.dead_letters):
        yield from (message["Body"] for message in iter(queue.take, None))


def standing(case):
    """A case without its words, and without what follows from them."""
    kept = ("status", "outcome", "wants", "refund", "freight", "deadline", "deadlines", "eligibility", "lines")
    rounds = [{**each, "text": None} for each in case["rounds"]]
    offers = [{**each, "text": None} for each in case["offers"]]
    entries = [(entry["id"], entry["at"], entry["type"], entry["effect"]) for entry in case["timeline"]]
    hashes = [(file["evidence_id"], file["sha256"], file["status"], file["size"]) for file in case["evidence"]]
    reviews = sorted(review["rule"] for review in case["needs_review"])
    check = case["order_check"]["result"]
    return [case[name] for name in kept], rounds, offers, entries, hashes, reviews, check, case["reason"]["code"]


def test_the_name_is_found_everywhere_before(shop):
    stored = everywhere(shop)

    assert NAME.lower() in stored
    assert all(said in stored for said in SAID)


def test_after_an_erasure_no_word_of_the_customer_is_found_anywhere(shop, erasure):
    plan = erasure.erase(shop.key.order)
    shop.flow()

    stored = everywhere(shop)
    assert NAME.lower() not in stored
    assert [said for said in (*SAID, "wants too much") if said in stored] == []
    assert (len(plan.files), len(plan.quarantined), len(plan.messages) > 0) == (2, 1, True)


def test_the_cases_stand_as_before(shop, erasure):
    before, listed = standing(shop.case), shop.listed()

    erasure.erase(shop.key.order)
    shop.flow()

    assert standing(shop.case) == before
    assert before[6] == "confirmed"
    [summary] = shop.listed()
    words = {"customer": None, "reason": None, "version": None}  # a version is the hash of a case with its words
    assert summary | words == listed[0] | words
    assert summary["customer"]["name"].startswith("erased-")


def test_nothing_is_sent_and_nothing_is_lost(shop, erasure):
    shop.queued()
    keys = {(row["PK"]["S"], row["SK"]["S"]) for row in shop.cloud.rows()}

    erasure.erase(shop.key.order)
    shop.flow()

    assert shop.queued() == []
    assert {(row["PK"]["S"], row["SK"]["S"]) for row in shop.cloud.rows()} - keys == {
        ("ORDER#demo#alibaba#A-1001", "ERASURE")
    }
    assert shop.recourse.reconciler.run(repair=False).repaired.total() == 0


def test_a_redelivery_is_still_a_duplicate(shop, erasure):
    odd = '{"type": "return.requested", "order_number": "A-1001", "who": "' + NAME + '"}'
    data = {"order_number": "A-1001", "return_id": "R-1", "text": NAME}
    told = json.dumps({"type": "message.posted", "timestamp": format_instant(shop.cloud.clock.now), "data": data})
    shop.deliver(told, delivery_id="told_1")

    erasure.erase(shop.key.order)

    assert shop.deliver(odd, delivery_id="odd_1").json["status"] == "duplicate"
    assert shop.deliver(told, delivery_id="told_1").json["status"] == "duplicate"
    assert shop.deliver(told.replace('"text": "', '"text": "Not '), delivery_id="told_1").status == 409


def test_an_erasure_that_is_repeated_finds_nothing(shop, erasure):
    erasure.erase(shop.key.order)

    assert len(erasure.plan(shop.key.order)) == 0


def test_the_secret_of_the_marks_is_forgotten(shop, erasure):
    erasure.erase(shop.key.order)

    [row] = [row for row in shop.cloud.rows() if row["SK"]["S"] == "ERASURE"]
    assert set(row) == {"PK", "SK", "erased_at"}


def test_the_orders_of_a_name_are_found_however_it_is_spelled(shop, erasure):
    assert list(erasure.orders_of("demo", "  wilhelmina  ÜMLAUT ")) == [shop.key.order]
    assert list(erasure.orders_of("demo", "Wilhelmina")) == []
    assert list(erasure.orders_of("other", NAME)) == []
    assert len(list(erasure.quarantined_with("demo", NAME))) == 1


def test_a_number_that_only_begins_alike_is_another_order(shop, erasure):
    shop.deliver('{"type": "return.requested", "order_number": "A-10012", "who": "somebody"}', delivery_id="odd_2")

    assert [row.delivery_id for row in erasure.plan(shop.key.order).quarantined] == ["odd_1"]
