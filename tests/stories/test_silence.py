"""Every deadline has its end, at its own instant, with its rule, if nobody acts.

The waits are those of docs/rules.md, Deadlines.
"""

from datetime import datetime, timedelta

import pytest

from chalicelib.policies import shipped
from tests.world.order import usd

SEEN = {"matches_description": True, "matches_pictures": True, "condition": "as_sent"}


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    return shop


def burning(shop):
    return {found["name"]: found["burning"] for found in shop.case["deadlines"]}


def test_a_deadline_says_who_must_act_by_when_what_happens_else_and_by_which_rule(shop):
    opened = datetime.fromisoformat(shop.case["timeline"][-1]["at"])
    deadline = shop.case["deadline"]

    assert (deadline["name"], deadline["who"], deadline["rule"]) == ("respond", "seller", "G2.3b")
    assert datetime.fromisoformat(deadline["at"]) == opened + timedelta(days=3)
    assert "escalate" in deadline["if_silent"]


def test_a_deadline_is_urgent_after_half_of_its_time_and_again_after_ninety_per_cent(shop):
    seen = [burning(shop)["respond"]]
    for hours in (35, 2, 28, 2):
        shop.cloud.clock.forward(hours=hours)
        seen.append(burning(shop)["respond"])

    assert seen == ["none", "none", "half", "nearly", "nearly"]


def test_goods_that_never_come_back_let_the_case_expire(shop):
    shop.done("accept_return")

    shop.wait(days=10, hours=1)

    assert shop.stands == ("closed", "expired")
    assert shop.listed()[0]["outcome"] == "expired"


def test_goods_that_nobody_inspects_count_as_accepted(shop):
    shop.done("accept_return")
    shop.tell("return.delivered")

    shop.wait(days=3, hours=1)

    case = shop.case
    assert (case["status"], case["inspection"], case["refund"]["due"]) == ("settling", None, usd(2400))


def test_a_settlement_that_does_not_come_stays_overdue(shop):
    shop.done("make_offer", resolution="refund_without_return")
    shop.tell("offer.accepted", offer_id="R-1-s1")

    shop.wait(days=6)

    assert shop.stands == ("settling", None)
    assert burning(shop) == {"settle": "over"}
    shop.done("record_settlement", kind="refund", reference="P-1")
    assert shop.stands == ("closed", "refunded")


def test_an_offer_that_nobody_answers_expires_and_lets_either_side_escalate(shop):
    ends = (shop.cloud.clock.now + timedelta(hours=12)).isoformat()
    shop.done("make_offer", resolution="partial_refund", amount=usd(100), expires_at=ends)
    assert "escalate" not in shop.case["available_actions"]

    shop.wait(hours=13)

    assert shop.case["offers"][0]["status"] == "expired"
    shop.tell("offer.accepted", offer_id="R-1-s1")
    assert shop.stands == ("negotiating", None)
    assert shop.case["timeline"][-1]["no_effect_because"] == "the offer is expired already"
    assert "escalate" in shop.case["available_actions"]


def test_a_policy_that_does_not_escalate_by_itself_leaves_it_to_the_seller(shop):
    guide = shipped("guide").model_dump(mode="json")
    patient = guide | {"name": "patient", "escalation": guide["escalation"] | {"automatic": False}}
    assert shop.api("PUT", "/policy", json=patient).status == 201
    shop.cloud.clock.forward(minutes=2)
    shop.order_number = "A-2002"
    shop.tell("order.placed", customer={"name": "Ada Buyer"}, lines=[{"sku": "A", "quantity": 1, "amount": usd(5)}])
    shop.request()

    shop.wait(days=8)

    assert shop.stands == ("requested", None)
    assert shop.case["policy"] == {"name": "patient", "version": 1}
    assert burning(shop)["negotiation"] == "over"
    assert [message["subject"] for message in shop.messages()] == ["alibaba.A-1001.R-1"]


def test_a_case_keeps_the_policy_of_the_day_it_was_opened(shop):
    guide = shipped("guide").model_dump(mode="json")
    hasty = guide["deadlines"] | {"respond": guide["deadlines"]["respond"] | {"days": 1}}
    assert shop.api("PUT", "/policy", json=guide | {"name": "hasty", "deadlines": hasty}).status == 201
    shop.cloud.clock.forward(days=1, hours=1)

    assert shop.case["policy"] == {"name": "guide", "version": 0}
    assert shop.case["deadline"]["name"] == "respond"


def test_the_customers_own_appeal_withdraws_the_sellers(shop):
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="platform")
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="split", refund=usd(900))
    files = [shop.attach("logistics"), shop.attach("photo")]
    shop.done("file_appeal", grounds="see the files", evidence=files)
    (asked,) = shop.messages()

    shop.tell("appeal.opened", appeal_id="P-1", opened_by="customer")

    (taken_back,) = shop.messages()
    assert (taken_back["type"], taken_back["data"]["withdraws"]) == ("recourse.appeal.withdrawn", asked["id"])
    assert shop.stands == ("in_appeal", None)
