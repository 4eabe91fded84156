"""Cases on which the sides do not agree: refusal, contest, escalation, mediation, ruling, and withdrawal."""

import pytest

from chalicelib.values.identifiers import OrderKey
from tests.world.order import usd


@pytest.fixture
def shop(shop):
    """A shop whose negotiation has visibly failed."""
    shop.sell()
    shop.request()
    shop.done("make_offer", resolution="partial_refund", amount=usd(600))
    shop.tell("offer.declined", offer_id="R-1-s1")
    return shop


def test_a_refusal_without_grounds_is_taken_and_marked_so(shop):
    refused = shop.done("refuse_return", reason="the pictures show our navy")
    assert (refused["status"], refused["deadline"]["name"], refused["deadline"]["who"]) == (
        "refused",
        "contest",
        "customer",
    )

    shop.wait(days=8)

    assert shop.stands == ("closed", "refused")
    assert shop.messages() == []


def test_a_contested_refusal_is_escalated_ruled_and_settled(shop):
    shop.done("refuse_return", reason="the pictures show our navy")
    shop.tell("return.contested", text="look again")
    assert shop.stands == ("negotiating", None)

    escalated = shop.done("escalate", reason="the customer sees another colour than we do")
    assert escalated["status"] == "mediation_requested"
    (message,) = shop.messages()
    assert message["type"] == "recourse.mediation.requested"
    (round_,) = shop.case["rounds"]
    assert (round_["effect_id"], round_["status"], round_["opened_by"]) == (message["id"], "requested", "seller")

    filed = shop.done("record_filing", role="desk", effect_id=message["id"], reference="MED-77")
    assert (filed["rounds"][0]["status"], filed["rounds"][0]["reference"]) == ("filed", "MED-77")
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="seller")
    assert shop.stands == ("in_mediation", None)
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="split", refund=usd(1200), freight_payer="seller")

    case = shop.case
    assert (case["status"], case["refund"]["due"], case["freight"]["payer"]) == ("decided", usd(1200), "seller")
    assert case["rounds"][0] | {"status": "decided", "id": "M-1", "in_favour_of": "split"} == case["rounds"][0]
    shop.tell("refund.settled", amount=usd(1200), reference="PAY-1")
    assert shop.stands == ("closed", "ruled_split")
    assert shop.messages() == []


def test_nobody_escalates_before_negotiating(shop):
    shop.return_id = "R-2"
    shop.request()

    assert "escalate" not in shop.case["available_actions"]
    assert shop.refused("escalate", reason="just so") == "G2.3b"


def test_when_the_time_to_respond_is_over_either_side_escalates(shop):
    shop.return_id = "R-2"
    shop.request()
    shop.wait(days=3, minutes=1)

    assert shop.done("escalate", reason="no answer so far")["status"] == "mediation_requested"


@pytest.mark.parametrize(
    ("act", "ends"),
    [
        (lambda shop: shop.done("accept_return"), ("agreed", None)),
        (lambda shop: shop.tell("return.withdrawn", text="never mind"), ("closed", "withdrawn")),
        (lambda shop: shop.tell("refund.settled", amount=usd(2400), reference="P-1"), ("closed", "refunded")),
        (
            lambda shop: shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer"),
            ("in_mediation", None),
        ),
    ],
    ids=["agreement", "withdrawal", "settlement", "the platform's own mediation"],
)
def test_an_event_that_makes_the_request_pointless_withdraws_it(shop, act, ends):
    shop.done("escalate", reason="no agreement")
    (asked,) = shop.messages()

    act(shop)

    (taken_back,) = shop.messages()
    assert taken_back["type"] == "recourse.mediation.withdrawn"
    assert taken_back["data"]["withdraws"] == asked["id"] != taken_back["id"]
    assert taken_back["subject"] == asked["subject"] == shop.case_id
    assert taken_back["sqs"]["MessageGroupId"] == asked["sqs"]["MessageGroupId"]
    assert shop.stands == ends
    assert next(r for r in shop.case["rounds"] if r["effect_id"] == asked["id"])["status"] == "withdrawn"


def test_an_agreement_after_escalation_is_settled_and_closed(shop):
    shop.done("escalate", reason="no agreement")
    shop.tell("offer.made", offer_id="c1", resolution="refund_without_return", amount=usd(2000))

    shop.done("accept_offer", offer_id="c1")
    shop.done("record_settlement", kind="refund", reference="P-1")

    assert shop.stands == ("closed", "partially_refunded")
    assert shop.messages() == []


def test_the_clock_escalates_when_the_negotiation_period_ends_and_a_late_word_still_counts(shop):
    shop.wait(days=7, hours=1)
    (message,) = shop.messages()

    assert message["type"] == "recourse.mediation.requested"
    assert message["data"]["request"]["by"] == "clock"
    assert shop.stands == ("mediation_requested", None)


def test_a_word_inside_the_grace_keeps_the_clock_from_escalating(shop):
    opened = shop.case["timeline"][2]["at"]
    assert shop.case["timeline"][2]["type"] == "return.requested"
    shop.wait(days=6, hours=23)
    deadline = next(d for d in shop.case["deadlines"] if d["name"] == "negotiation")
    assert deadline["at"] > opened

    shop.wait(hours=1, minutes=5)
    shop.done("accept_return")
    shop.wait(hours=1)

    assert shop.stands == ("agreed", None)
    assert shop.messages() == []


def test_the_message_has_the_published_shape(shop):
    shop.done("escalate", reason="no agreement")
    (message,) = shop.messages()

    assert set(message) - {"sqs"} == {
        *("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"),
    }
    fixed = {"specversion": "1.0", "source": "/recourse", "datacontenttype": "application/json"}
    assert message | fixed == message
    data = message["data"]
    assert (data["merchant"], data["marketplace"], data["withdraws"]) == ("demo", "alibaba", None)
    assert "timeline" not in data["case"]
    assert data["case"]["case_id"] == message["subject"]
    assert data["request"] | {"kind": "mediation", "round": 1, "by": "seller", "why": "no agreement"} == data["request"]
    assert data["evidence"] == {"bucket": "evidence", "files": []}
    assert message["sqs"]["MessageDeduplicationId"] == message["id"]


def test_a_second_escalation_after_an_agreement_that_failed_is_a_request_of_its_own(shop):
    shop.done("escalate", reason="no agreement")
    (first,) = shop.messages()
    shop.done("accept_return")
    (taken_back,) = shop.messages()
    shop.done("classify_reason", code="change_of_heart", reason="the colour is the one ordered")
    shop.tell("return.delivered")
    shop.done("record_inspection", matches_description=True, matches_pictures=True, condition="used")
    shop.done("refuse_return", reason="they were used")
    shop.tell("return.contested")
    shop.done("escalate", reason="used goods came back")

    (second,) = shop.messages()

    assert second["type"] == "recourse.mediation.requested"
    assert len({first["id"], taken_back["id"], second["id"]}) == 3
    assert [(r["number"], r["status"]) for r in shop.case["rounds"]] == [(1, "withdrawn"), (2, "requested")]


def test_a_platform_that_keeps_still_becomes_a_task(shop):
    shop.done("escalate", reason="no agreement")
    (message,) = shop.messages()
    shop.done("record_filing", role="desk", effect_id=message["id"], reference="MED-1")

    shop.wait(days=5, hours=1)

    (task,) = shop.case["tasks"]
    assert (task["kind"], task["effect_id"]) == ("chase_platform", message["id"])
    assert shop.messages() == []


def test_characters_that_sqs_refuses_do_not_keep_a_request_from_being_sent(shop):
    """It holds number 48 of docs/reliability.md."""
    odd = "a\x00b\x08c\x1b[31m\ufffe\uffff \u2028 é 💥"
    shop.done("escalate", reason=odd)
    shop.flow()

    (message,) = shop.messages()

    assert message["data"]["request"]["why"] == odd
    (row,) = shop.recourse.log.read(OrderKey("demo", "alibaba", "A-1001")).effects
    assert all(0x20 <= byte < 0x7F for byte in row.message)


def test_what_somebody_says_is_kept_as_it_is_and_shown_inert(shop):
    """It holds number 45 of docs/reliability.md."""
    words = "<script>alert(1)</script>\r\nSet-Cookie: a=b\u202eevil {{7*7}} '; --"
    shop.tell("message.posted", text=words)

    answered = shop.read()

    assert answered.json["timeline"][-1]["text"] == words
    assert answered.headers["X-Content-Type-Options"] == "nosniff"
    assert answered.headers["Content-Type"] == "application/json"
    assert not [value for value in answered.headers.values() if "Cookie" in value or "\r" in value]
