"""The reconciler: whatever a lost record, message or row left undone is found and mended once.

Numbers 70, 71 and 85 of docs/reliability.md.
"""

import hashlib
import json

import pytest

import app
from chalicelib.values.identifiers import OrderKey
from local.invocation import LambdaContext
from tests.world.order import usd
from tests.world.wire import Refusal

ORDER = OrderKey("demo", "alibaba", "A-1001")
NOTHING: dict[str, object] = {}
FILE = b"Handed over at gate 4."


@pytest.fixture
def shop(shop):
    """A shop whose negotiation has failed, a day ago.

    The lists know it.
    """
    shop.sell()
    shop.request()
    shop.done("make_offer", resolution="partial_refund", amount=usd(600))
    shop.tell("offer.declined", offer_id="R-1-s1")
    shop.flow()
    shop.cloud.clock.forward(days=1)
    return shop


def reconcile(shop, *, repair=True):
    """Reconcile as a process that has just started.

    What was repaired.
    """
    report = shop.cloud.recourse().reconciler.run(repair=repair)
    return {name: count for name, count in report.repaired.items() if count}


def queued(shop):
    """Return the messages on the queue, without the stream."""
    return [message["type"] for message in shop.queued()]


def table(shop):
    return shop.cloud.rows()


def test_if_nothing_was_lost_nothing_is_done_and_no_alarm_is_raised(shop):
    before = table(shop)

    assert reconcile(shop) == {}
    assert (table(shop), shop.cloud.alarms) == (before, [])


def test_a_projector_that_was_down_for_days_is_made_good(shop):
    """It holds number 71 of docs/reliability.md."""
    shop.done("escalate", reason="no agreement")
    shop.world.stream.lose()
    shop.cloud.clock.forward(days=3)

    assert reconcile(shop) == {"messages": 1, "case_rows": 1}
    assert queued(shop) == ["recourse.mediation.requested"]
    assert [case["status"] for case in shop.listed()] == ["mediation_requested"]
    assert [alarm["what"] for alarm in shop.cloud.alarms] == ["reconciled"]


def test_a_second_run_repairs_nothing(shop):
    shop.done("escalate", reason="no agreement")
    shop.world.stream.lose()
    shop.cloud.clock.forward(minutes=10)
    reconcile(shop)
    before = table(shop)

    assert reconcile(shop) == {}
    assert table(shop) == before


def test_a_dry_run_reports_and_changes_nothing(shop):
    shop.done("escalate", reason="no agreement")
    shop.world.stream.lose()
    shop.cloud.clock.forward(days=1)
    before = table(shop)

    assert reconcile(shop, repair=False) == {"messages": 1, "case_rows": 1}
    assert (table(shop), queued(shop)) == (before, [])
    assert reconcile(shop) == {"messages": 1, "case_rows": 1}


def test_what_came_a_moment_ago_is_under_way_and_no_alarm(shop):
    shop.done("escalate", reason="no agreement")

    report = shop.cloud.recourse().reconciler.run()

    assert (report.under_way, report.clean, shop.cloud.alarms) == (1, True, [])


def test_a_row_that_was_put_and_never_sent_is_sent(shop):
    shop.done("escalate", reason="no agreement")
    shop.cloud.wire.cut("SendMessage", Refusal("InternalError", 500), times=5)
    with pytest.raises(Exception, match="InternalError"):
        shop.cloud.recourse().projector.project(ORDER)
    shop.cloud.clock.forward(minutes=10)

    assert reconcile(shop) == {"messages": 1, "case_rows": 1}
    assert queued(shop) == ["recourse.mediation.requested"]


@pytest.mark.parametrize(
    "damage",
    [
        None,
        {"case_status": {"S": "closed"}},
        {"z1": {"B": b""}},
        {"z1": {"B": b"damaged"}},
        {"z1": NOTHING, "summary": {"S": "damaged"}},
        {"list_sk": {"S": "yesterday"}},
        {"seen": NOTHING},
        {"open_pk": NOTHING, "open_sk": NOTHING},
    ],
    ids=["deleted", "stale", "empty", "damaged", "no JSON", "no date", "no count", "not among the open ones"],
)
def test_case_rows_are_disposable(shop, damage):
    [row] = [row for row in table(shop) if row["SK"]["S"].startswith("CASE#")]
    name = {"TableName": shop.cloud.settings.table}
    if damage is None:
        shop.cloud.dynamodb.delete_item(**name, Key={"PK": row["PK"], "SK": row["SK"]})
    else:
        damaged = row | damage
        shop.cloud.dynamodb.put_item(**name, Item={key: damaged[key] for key in damaged if damaged[key] != NOTHING})

    assert [shop.read().status, shop.api("GET", "/cases").status] == [200, 200]
    assert reconcile(shop) == {"case_rows": 1}
    [mended] = [row for row in table(shop) if row["SK"]["S"].startswith("CASE#")]
    assert mended | {"z1": b""} == row | {"z1": b""}
    assert [case["case_id"] for case in shop.listed()] == [shop.case_id]
    assert reconcile(shop) == {}


def test_an_unfiled_request_is_sent_once_more_and_then_left_to_a_person(shop):
    shop.done("escalate", reason="no agreement")
    assert queued_after_flow(shop) == ["recourse.mediation.requested"]
    shop.cloud.clock.forward(minutes=59)
    assert reconcile(shop) == {}

    shop.cloud.clock.forward(minutes=2)
    assert reconcile(shop) == {"sent_again": 1}
    assert queued(shop) == ["recourse.mediation.requested"]
    shop.cloud.clock.forward(minutes=59)
    assert reconcile(shop) == {}
    shop.cloud.clock.forward(minutes=2)
    assert reconcile(shop) == {"left_to_person": 1}

    assert [task["kind"] for task in shop.case["tasks"]] == ["file_by_hand"]
    shop.cloud.clock.forward(hours=2)
    assert (reconcile(shop), queued(shop)) == ({}, [])


def test_a_request_that_was_filed_is_not_sent_again(shop):
    shop.done("escalate", reason="no agreement")
    queued_after_flow(shop)
    effect_id = shop.case["rounds"][0]["effect_id"]
    shop.done("record_filing", role="desk", effect_id=effect_id, reference="MED-1")
    shop.flow()
    shop.cloud.clock.forward(hours=2)

    assert (reconcile(shop), queued(shop)) == ({}, [])


def test_what_the_queue_did_not_take_again_is_not_noted_as_sent(shop):
    shop.done("escalate", reason="no agreement")
    queued_after_flow(shop)
    shop.cloud.clock.forward(hours=2)
    shop.cloud.wire.cut("SendMessage", Refusal("InternalError", 500), times=5)

    assert shop.cloud.recourse().reconciler.run().unreachable == 1
    shop.cloud.clock.forward(hours=20)
    assert reconcile(shop) == {"sent_again": 1}
    assert queued(shop) == ["recourse.mediation.requested"]


def queued_after_flow(shop):
    shop.flow()
    return queued(shop)


def test_an_upload_whose_event_was_lost_is_found(shop):
    """It holds number 85 of docs/reliability.md."""
    bucket = shop.cloud.settings.bucket
    versioned = {"Status": "Enabled"}
    shop.cloud.clients.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration=versioned)
    announced = {"filename": "waybill.txt", "content_type": "text/plain", "size": len(FILE), "kind": "logistics"}
    granted = shop.api(
        "POST",
        "/cases/{case_id}/evidence",
        case_id=shop.case_id,
        json=announced | {"sha256": hashlib.sha256(FILE).hexdigest()},
    )
    place = granted.json["upload"]["url"].partition(".com/")[2].partition("?")[0]
    shop.cloud.clients.s3.put_object(Bucket=bucket, Key=place, Body=FILE, ContentType="text/plain")
    shop.flow()
    shop.cloud.clock.forward(hours=1)

    assert reconcile(shop)["uploads"] == 1
    assert [file["status"] for file in shop.case["evidence"]] != ["announced"]
    shop.cloud.clock.forward(hours=1)
    shop.flow()
    assert reconcile(shop) == {}


def test_every_night_is_one_run(shop):
    called = dict.fromkeys(("version", "id", "account", "time", "region", "detail-type", "source"), "0")

    context = LambdaContext("reconcile")
    app.reconcile(called | {"resources": [], "detail": {}}, context)

    assert [line for line in map(json.loads, shop.cloud.lines) if line["what"] == "reconciled"] == [
        {
            "level": "info",
            "what": "reconciled",
            "request": context.aws_request_id,
            "orders": 1,
            "complete": "true",
            "dry": "false",
            "quarantined": 0,
            **dict.fromkeys(("under_way", "unreachable", "unreadable", "poisoned", "full", "skipped", "days"), 0),
            **dict.fromkeys(("messages", "case_rows", "sent_again", "left_to_person", "uploads"), 0),
        }
    ]
