"""One damaged row in a batch: its neighbours are done, and an alarm names it.

Number 121 of docs/reliability.md.
"""

import json
from types import SimpleNamespace

import pytest

from chalicelib.aws.packing import unpack
from tests.usecases.escalation import NOTHING, Escalation, failing, give_up, mediate, received
from tests.world.uploads import Uploads

ORDERS = ("A-1", "A-2", "A-3")
DAMAGES = {
    "body": {"body_z": {"B": b"?"}},
    "date": {"occurred_at": {"S": "yesterday"}},
    "receipt": {"received_at": None},
}
MESSAGE = {"order_number": "A-1001", "return_id": "R-2", "text": "hello"}
damages = pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)


def spoil(cloud, order_number, prefix, damage):
    """Damage the first row of an order whose sort key begins so."""
    row = next(
        row for row in cloud.rows() if row["PK"]["S"].endswith(f"#{order_number}") and row["SK"]["S"].startswith(prefix)
    )
    kept = {name: value for name, value in (row | damage).items() if value is not None}
    cloud.dynamodb.put_item(TableName=cloud.settings.table, Item=kept)


def poisoned(cloud):
    return {alarm["order"] for alarm in cloud.alarms if alarm["what"] == "order_poisoned"}


@pytest.fixture
def cases(office):
    """Three cases whose requests are on the queue."""
    return {number: Escalation(office, order_number=number).begin() for number in ORDERS}


@damages
def test_the_desk_files_the_requests_beside_a_damaged_order(cloud, cases, platform, damage):
    """It holds number 121 of docs/reliability.md."""
    records = received(cloud)
    spoil(cloud, "A-2", "EVENT#delivery", damage)

    failed = mediate(records)

    assert {filing.message["data"]["case"]["order_number"] for filing in platform.filings} == {"A-1", "A-3"}
    assert failed == failing(*(record for record in records if '"A-2"' in record["body"]))
    assert poisoned(cloud) == {"A-2"}


def test_the_desk_files_the_requests_beside_a_damaged_message(cloud, cases, platform):
    """It holds number 121 of docs/reliability.md."""
    records = received(cloud)
    spoil(cloud, "A-2", "EFFECT#", DAMAGES["body"])

    mediate(records)

    assert {filing.message["data"]["case"]["order_number"] for filing in platform.filings} == {"A-1", "A-3"}
    assert poisoned(cloud) == {"A-2"}


@damages
def test_dead_letters_beside_a_damaged_order_are_recorded(cloud, cases, damage):
    """It holds number 121 of docs/reliability.md."""
    records = received(cloud)
    spoil(cloud, "A-2", "EVENT#delivery", damage)

    assert give_up(records) != NOTHING

    assert [case.round.status for number, case in cases.items() if number != "A-2"] == ["failed", "failed"]
    assert poisoned(cloud) == {"A-2"}


@damages
def test_the_projector_shows_the_orders_beside_a_damaged_one(shop, damage):
    """It holds number 121 of docs/reliability.md."""
    for number in ORDERS:
        shop.order_number = number
        shop.request()
    spoil(shop.cloud, "A-2", "EVENT#delivery", damage)
    changes = [(number, Escalation(shop.world, order_number=number).key.order) for number in ORDERS]

    assert shop.recourse.projector.project_batch(changes) == ()

    assert {case["order_number"] for case in shop.listed()} == {"A-1", "A-3"}
    assert poisoned(shop.cloud) == {"A-2"}


@pytest.mark.parametrize(
    "damage", [{"due_sk": {"S": "0"}}, {"SK": {"S": "CASE#no id"}}, {"SK": {"S": "CASE#"}}], ids=str
)
def test_the_deadline_clerk_records_the_deadlines_beside_a_damaged_row(shop, damage):
    """It holds number 121 of docs/reliability.md."""
    for number in ORDERS:
        shop.order_number = number
        shop.request()
    shop.flow()
    spoil(shop.cloud, "A-2", "CASE#", damage)
    shop.cloud.clock.forward(days=4)

    assert shop.recourse.deadline_clerk.record_expired() >= 2

    recorded = {row["PK"]["S"].rpartition("#")[2] for row in shop.cloud.rows() if "#clock#" in row["SK"]["S"]}
    assert recorded >= {"A-1", "A-3"}


@pytest.fixture
def uploads(shop):
    """Two cases, each with a file that was announced and sent."""
    found = []
    for number in ORDERS[:2]:
        shop.order_number = number
        of_case = Uploads(shop)
        key = of_case.key_of(of_case.granted(b"%PDF-1.4 " + number.encode(), content_type="application/pdf"))
        of_case.put(key, b"%PDF-1.4 " + number.encode(), "application/pdf")
        found.append(key)
    return found


def stands(shop, number):
    shop.order_number = number
    return [file["status"] for file in shop.case["evidence"]]


@pytest.mark.parametrize("damage", [{"merchant": None}, {"return_id": None}, {"marketplace": {"N": "1"}}], ids=str)
def test_a_damaged_row_of_the_index_stops_no_other_upload(shop, uploads, damage):
    """It holds number 121 of docs/reliability.md."""
    table = shop.cloud.settings.table
    hashed = uploads[0].split("/")[1]
    row = shop.cloud.dynamodb.get_item(TableName=table, Key={"PK": {"S": f"UPLOADS#{hashed}"}, "SK": {"S": "CASE"}})
    spoilt = {name: value for name, value in (row["Item"] | damage).items() if value is not None}
    shop.cloud.dynamodb.put_item(TableName=table, Item=spoilt)

    for key in uploads:
        Uploads.look(SimpleNamespace(shop=shop), key)

    assert (stands(shop, "A-1"), stands(shop, "A-2")) == (["announced"], ["stored"])
    assert [alarm["what"] for alarm in shop.cloud.alarms] == ["upload_poisoned"]


@damages
def test_a_damaged_order_stops_no_other_upload(shop, uploads, damage):
    """It holds number 121 of docs/reliability.md."""
    spoil(shop.cloud, "A-1", "EVENT#delivery", damage)

    for key in uploads:
        Uploads.look(SimpleNamespace(shop=shop), key)

    assert stands(shop, "A-2") == ["stored"]
    assert [alarm["what"] for alarm in shop.cloud.alarms] == ["upload_poisoned"]


@pytest.fixture
def pair(shop):
    """An order with two returns, of which the later one is looked at."""
    shop.sell()
    shop.request()
    shop.return_id = "R-2"
    shop.request()
    shop.flow()
    return shop


@damages
def test_a_damaged_row_hides_no_other_case_of_its_order(pair, damage):
    """It holds number 121 of docs/reliability.md: the case shows that a row cannot be read, and nothing is an error."""
    spoil_first_request(pair, damage)
    shown = pair.api("GET", "/cases/{case_id}", case_id=pair.case_id)

    assert shown.status == 200
    assert "unreadable" in {entry["type"] for entry in shown.json["timeline"]}
    assert "replay" in {review["rule"] for review in shown.json["needs_review"]}
    assert pair.api("GET", "/cases/{case_id}/dossier", case_id=pair.case_id).status == 200
    assert pair.api("GET", "/cases/{case_id}", case_id="alibaba.A-1001.R-1").status == 404
    assert {alarm["row"] for alarm in pair.cloud.alarms if alarm["what"] == "damaged_row"}


@damages
def test_nothing_is_decided_on_an_order_with_a_damaged_row(pair, damage):
    """It holds number 121 of docs/reliability.md: nothing is stored, and the answer says why."""
    spoil_first_request(pair, damage)
    before = len(pair.cloud.rows())

    assert pair.refused("accept_return") == "order-damaged"
    order = {"marketplace": "alibaba", "order_number": "A-1001"}
    assert pair.api("GET", "/orders/{marketplace}/{order_number}", **order).status == 200
    assert len(pair.cloud.rows()) == before


def test_a_delivery_that_comes_again_for_a_damaged_row_is_kept(pair):
    """It holds number 121 of docs/reliability.md: bytes that the log has lost are in the quarantine when they come."""
    body = json.dumps({"type": "message.posted", "timestamp": "2026-03-01T12:00:00Z", "data": MESSAGE})
    assert pair.deliver(body, delivery_id="again").status == 202
    spoil(pair.cloud, "A-1001", "EVENT#delivery#demo#again", {"sha256": {"S": "?"}, "body_z": {"B": b"?"}})

    assert pair.deliver(body, delivery_id="again").status == 409

    quarantined = pair.api("GET", "/quarantine")
    assert len(quarantined.json["deliveries"]) == 1


def spoil_first_request(shop, damage):
    row = next(row for row in shop.cloud.rows() if b'"R-1"' in body_of(row))
    kept = {name: value for name, value in (row | damage).items() if value is not None}
    shop.cloud.dynamodb.put_item(TableName=shop.cloud.settings.table, Item=kept)


def body_of(row):
    return unpack(row) if row["SK"]["S"].startswith("EVENT#delivery") else b""
