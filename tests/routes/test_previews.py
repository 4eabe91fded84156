"""A preview tells what a command would do, as the command then does it, and stores nothing."""

import pytest

from tests.world.order import usd

PREVIEW = "/cases/{case_id}/preview"
ANSWERS = {
    "accept_return": {},
    "make_offer": {"resolution": "partial_refund", "amount": usd(500)},
    "refuse_return": {"reason": "the colour is as described"},
    "post_message": {"text": "We look into it."},
}


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    return shop


def preview(shop, command, role="seller", **fields):
    return shop.api("POST", PREVIEW, role=role, case_id=shop.case_id, json={"command": command, **fields})


@pytest.mark.parametrize("command", ANSWERS)
def test_a_preview_shows_what_the_command_then_does(shop, command):
    before, fields = shop.case, ANSWERS[command]

    told = preview(shop, command, **fields)
    assert told.status == 200, told.text
    shop.pace *= 0  # the command comes at the same instant
    done = shop.done(command, **fields)

    assert told.json["after"] == done
    differing = {name for name in done if name != "timeline" and done[name] != before[name]}
    assert {change["field"] for change in told.json["changes"]} == differing
    for change in told.json["changes"]:
        assert (change["before"], change["after"]) == (before[change["field"]], done[change["field"]])


def test_a_preview_reads_once_and_writes_nothing(shop):
    before = shop.cloud.rows()
    shop.keys["demo", "seller"]
    shop.cloud.wire.clear()

    assert preview(shop, "accept_return").status == 200

    assert shop.cloud.wire.calls() == {"GetItem": 1, "Query": 2}  # the key, the policy's versions, the order
    assert shop.cloud.rows() == before


def test_the_versions_of_the_policy_are_read_once_a_minute(shop):
    preview(shop, "accept_return")
    shop.cloud.wire.clear()

    preview(shop, "accept_return")

    assert shop.cloud.wire.calls() == {"GetItem": 1, "Query": 1}


@pytest.mark.parametrize(
    ("command", "fields", "status"),
    [
        ("accept_offer", {"offer_id": "O-9"}, 409),
        ("record_settlement", {"kind": "refund", "amount": usd(5)}, 409),
        ("post_message", {"text": "You are an idiot."}, 409),
        ("make_offer", {}, 422),
        ("give_up", {}, 422),
        ("accept_return", {"surprise": 1}, 422),
    ],
)
def test_a_preview_is_refused_as_the_command_is(shop, command, fields, status):
    told, given = preview(shop, command, **fields), shop.give(command, **fields)

    assert (told.status, told.json) == (given.status, given.json)
    assert (told.status, told.is_problem) == (status, True)


def test_a_preview_is_of_the_callers_own_case_and_role(shop):
    assert preview(shop, "accept_return", role="desk").status == 403
    assert preview(shop, "record_filing", role="seller", effect_id="e", reference="r").status == 403
    theirs = shop.api("POST", PREVIEW, merchant="other", case_id=shop.case_id, json={"command": "accept_return"})
    assert theirs.status == 404
