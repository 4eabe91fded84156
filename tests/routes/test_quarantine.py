"""`GET /quarantine`: a merchant sees what was not understood, and a person is called."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib.dialects import DIALECTS

RESOURCES = json.loads(Path(".chalice", "resources.json").read_text())["Resources"]
NOT_UNDERSTOOD = (
    '{"type": "return.requested", "timestamp": "2026-03-01T12:00:00Z", '
    '"data": {"order_number": "A-1", "return_id": "R"%s}}'
)


@pytest.fixture
def quarantined(shop):
    """Three deliveries that were not understood, two to demo and one to a connection of another merchant."""
    for name in ("m1", "m2"):
        assert shop.deliver(NOT_UNDERSTOOD % f', "wants": "{name}"', delivery_id=name).json["status"] == "quarantined"
    assert shop.tell("return.requested", connection="other", wants="m3").json["status"] == "quarantined"
    return shop


def listed(shop, *, role="seller", merchant="demo", **query):
    answered = shop.api("GET", "/quarantine", role=role, merchant=merchant, query=query)
    assert answered.status == 200, answered.text
    return answered.json


def test_a_merchant_sees_its_own_deliveries_with_the_reason(quarantined):
    """It holds number 128 of docs/reliability.md."""
    found = listed(quarantined)

    assert found["next_cursor"] is None
    assert {(each["connection"], each["id"].split(".")[2]) for each in found["deliveries"]} == {
        ("demo", "m1"),
        ("demo", "m2"),
    }
    assert found["deliveries"][0].keys() == {"id", "connection", "received_at", "reason"}
    assert found["deliveries"][0]["reason"].startswith("data")
    assert [each["connection"] for each in listed(quarantined, merchant="other")["deliveries"]] == ["other"]


def test_the_reason_is_chinese_for_a_reader_of_chinese(quarantined):
    """The row keeps it in English. The feed and a replay have the same words."""
    chinese = [("Accept-Language", "zh-CN")]
    quarantined.flow()
    listed_there = quarantined.api("GET", "/quarantine", role="operator", headers=chinese).json["deliveries"]
    expected = "data.wants：不在允许的取值之内："
    assert [each["reason"].partition("'")[0] for each in listed_there] == [expected, expected]

    fed = quarantined.api("GET", "/deliveries", role="operator", headers=chinese).json["deliveries"]
    assert {each["reason"].partition("'")[0] for each in fed} == {expected}
    again = quarantined.api(
        "POST",
        "/deliveries/{delivery_id}/replay",
        role="operator",
        delivery_id=fed[0]["id"],
        headers=chinese,
        json={"send": False},
    )
    assert again.json["reason"].startswith(expected)


@pytest.mark.parametrize("role", ["seller", "desk", "operator"])
def test_only_an_operator_sees_a_body(quarantined, role):
    bodies = {each.get("body") for each in listed(quarantined, role=role, connection="demo")["deliveries"]}

    told = {NOT_UNDERSTOOD % f', "wants": "{name}"' for name in ("m1", "m2")}
    assert bodies == (told if role == "operator" else {None})


@pytest.mark.parametrize("name", ["other", "nobody", "demo#0"])
def test_a_connection_that_is_not_the_merchants_is_404(quarantined, name):
    answered = quarantined.api("GET", "/quarantine", role="operator", query={"connection": name})

    assert (answered.status, answered.is_problem) == (404, True)


def test_pages_show_every_delivery_once(shop):
    """It holds number 128 of docs/reliability.md."""
    for number in range(120):
        shop.deliver("[]", delivery_id=f"m-{number}")
    seen, following = [], {}
    while following is not None:
        page = listed(shop, **following)
        seen += [each["id"] for each in page["deliveries"]]
        assert len(page["deliveries"]) <= 50
        following = {"cursor": page["next_cursor"]} if page["next_cursor"] else None

    assert len(seen) == len(set(seen)) == 120


def test_a_page_of_the_largest_bodies_fits_into_an_answer(shop):
    for number in range(4):
        shop.deliver("\x01" * (256 * 1024), delivery_id=f"m-{number}")
    sizes, following = [], {}
    while following is not None:
        answered = shop.api("GET", "/quarantine", role="operator", query=following)
        sizes.append(len(json.dumps(answered.text)))
        following = {"cursor": answered.json["next_cursor"]} if answered.json["next_cursor"] else None

    assert len(sizes) > 1
    assert 1_000_000 < max(sizes) < 5_000_000


@pytest.mark.parametrize("sent", ["x", "AAAA"])
def test_a_cursor_of_another_list_is_refused(quarantined, sent):
    answered = quarantined.api("GET", "/quarantine", query={"cursor": sent})

    assert (answered.status, answered.is_problem) == (400, True)


def test_a_quarantined_delivery_raises_an_alarm_once(shop):
    """It holds number 128 of docs/reliability.md."""
    event = shop.deliver("[]", delivery_id="m1").json["event"]
    shop.deliver("[]", delivery_id="m1")

    assert [(each["what"], each["connection"], each["event"]) for each in shop.cloud.alarms] == [
        ("delivery_quarantined", "demo", event)
    ]


def test_another_body_under_a_known_id_raises_an_alarm_too(shop):
    shop.tell("order.placed")
    known = shop.deliver(NOT_UNDERSTOOD % "", delivery_id="m1")
    assert known.status == 202
    shop.cloud.lines.clear()

    assert shop.deliver("[]", delivery_id="m1").json["event"] == shop.cloud.alarms[0]["event"]


def test_the_template_has_an_alarm_for_the_line_and_leaves_it_out_of_the_others():
    """It holds number 128 of docs/reliability.md."""
    counted = RESOURCES["ApiHandlerQuarantinedDeliveries"]["Properties"]
    (metric,) = counted["MetricTransformations"]
    alarm = RESOURCES["DeliveryQuarantinedAlarm"]["Properties"]

    assert counted["FilterPattern"] == '{ $.what = "delivery_quarantined" }'
    assert (alarm["Namespace"], alarm["MetricName"]) == (metric["MetricNamespace"], metric["MetricName"])
    assert alarm["AlarmActions"] == [{"Ref": "Alarms"}]
    lines = RESOURCES["ApiHandlerAlarmLines"]["Properties"]["FilterPattern"]
    assert lines == '{ $.level = "alarm" && $.what != "delivery_quarantined" }'


def test_the_nightly_report_counts_what_waits(quarantined):
    """It holds number 128 of docs/reliability.md."""
    quarantined.cloud.lines.clear()

    quarantined.recourse.reconciler.run()

    (report,) = [line for line in map(json.loads, quarantined.cloud.lines) if line["what"] == "reconciled"]
    assert (report["quarantined"], report["level"]) == (3, "info")


def test_what_was_replayed_waits_no_more(quarantined, monkeypatch):
    """It holds number 128 of docs/reliability.md."""
    known = DIALECTS["standard"]
    learnt = replace(
        known, translate=lambda body, headers: known.translate(body.replace(b'"m1"', b'"exchange"'), headers)
    )
    monkeypatch.setattr(quarantined.recourse.replay._door, "_dialects", {**DIALECTS, "standard": learnt})

    outcomes = [str(each.outcome) for each in quarantined.recourse.replay.quarantined("demo", send=True)]

    assert sorted(outcome.split(":")[0] for outcome in outcomes) == ["accepted", "still"]
    assert [each["id"].split(".")[2] for each in listed(quarantined)["deliveries"]] == ["m2"]
    assert quarantined.recourse.quarantine_reader.count() == 2


def test_a_damaged_row_hides_no_other(quarantined):
    (damaged, _, _) = [row for row in quarantined.cloud.rows() if row["PK"]["S"].startswith("QUARANTINE#")]
    damaged.pop("received_at")
    quarantined.cloud.dynamodb.put_item(TableName=quarantined.cloud.settings.table, Item=damaged)

    shown = len(listed(quarantined)["deliveries"]) + len(listed(quarantined, merchant="other")["deliveries"])

    assert shown == 2
