"""An old page: nothing is decided on what it showed, and one that is current is not sent again."""

import pytest

from tests.world.order import usd

CASE, COMMANDS, PREVIEW = "/cases/{case_id}", "/cases/{case_id}/commands", "/cases/{case_id}/preview"


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    return shop


def decide(shop, seen, command="accept_return", route=COMMANDS, headers=(), **fields):
    """Give a command on a page that showed these versions."""
    headers = [*headers, *(("If-Match", tag) for tag in seen)]
    body = {"command": command, **fields}
    return shop.api("POST", route, case_id=shop.case_id, json=body, headers=headers)


@pytest.mark.parametrize("route", [COMMANDS, PREVIEW])
def test_an_old_page_cannot_accept_what_it_did_not_show(shop, route):
    page = shop.read()
    assert page.json["wants"] == "return_and_refund"
    shop.tell("return.updated", platform_status="updated", wants="refund_without_return")

    for seen in (page.json["version"], page.headers["ETag"]):
        refused = decide(shop, [seen], route=route)

        assert (refused.status, refused.is_problem) == (409, True)
        assert refused.json["type"] == "/problems/stale"
        assert refused.json["version"] == shop.case["version"] != page.json["version"]
    assert shop.case["status"] == "requested"


@pytest.mark.parametrize("spelled", ['"{}"', "{}", 'W/"{}"', '"other", "{}"', '"{}-0123"', "*"])
def test_a_page_that_shows_the_present_case_may_decide(shop, spelled):
    assert decide(shop, [spelled.format(shop.case["version"])]).status == 201


def test_a_page_is_also_right_by_its_tag_or_by_the_second_of_two_headers(shop):
    tag = shop.read().headers["ETag"]

    assert decide(shop, [tag], route=PREVIEW).status == 200
    assert decide(shop, ['"other"', tag], route=PREVIEW).status == 200
    assert decide(shop, ['"other"', '"another"'], route=PREVIEW).status == 409


def test_a_command_that_was_executed_is_found_again_from_its_old_page(shop):
    seen, key = [shop.case["version"]], [("Idempotency-Key", "k-1")]

    first = decide(shop, seen, headers=key)
    again = decide(shop, seen, headers=key)

    assert (first.status, again.status) == (201, 201)
    assert len([entry for entry in again.json["timeline"] if entry["type"] == "return.accepted"]) == 1


def test_what_is_no_ground_of_a_decision_leaves_a_page_as_it_is(shop):
    version = shop.case["version"]

    shop.attach("photo")
    shop.tell("message.posted", text="Any news?")
    shop.done("post_message", text="Soon.")
    assert shop.case["version"] == version

    shop.done("make_offer", resolution="partial_refund", amount=usd(500))
    offered = shop.case["version"]
    assert offered != version
    shop.cloud.clock.forward(days=9)
    assert shop.case["version"] != offered


def test_a_case_that_the_client_has_is_not_sent_again(shop):
    first = shop.read()

    again = shop.api("GET", CASE, case_id=shop.case_id, headers=[("If-None-Match", first.headers["ETag"])])

    assert (again.status, again.text) == (304, "")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert first.headers["ETag"].startswith(f'"{first.json["version"]}-')


def test_a_case_with_a_new_message_is_sent_again_under_its_old_version(shop):
    first = shop.read()
    shop.tell("message.posted", text="Any news?")

    again = shop.api("GET", CASE, case_id=shop.case_id, headers=[("If-None-Match", first.headers["ETag"])])

    assert (again.status, again.json["version"]) == (200, first.json["version"])
    assert again.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("spelled", ["W/{}", '"other", {}', "*"])
def test_a_list_that_the_client_has_is_not_sent_again(shop, spelled):
    shop.flow()
    tag = shop.api("GET", "/cases").headers["ETag"]

    assert shop.api("GET", "/cases", headers=[("If-None-Match", spelled.format(tag))]).status == 304
    shop.done("make_offer", resolution="partial_refund", amount=usd(500))
    shop.flow()
    assert shop.api("GET", "/cases", headers=[("If-None-Match", tag)]).status == 200
