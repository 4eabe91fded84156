"""Deliveries that come too early, again, or too late (section C of docs/reliability.md)."""

import json
from datetime import timedelta

from chalicelib.values.instants import format_instant
from tests.world.api import JSON, call
from tests.world.cloud import SECRET
from tests.world.order import REQUEST, usd
from tests.world.signing import standard_headers


def ruled(shop):
    """Have a case ruled for the customer and paid."""
    shop.sell()
    shop.request()
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer")
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=usd(2400))


def last_entry(shop):
    return shop.case["timeline"][-1]


def test_an_appeal_for_a_return_never_seen_waits_and_counts_when_the_return_comes(shop):
    """It holds number 41 of docs/reliability.md."""
    assert shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=usd(2400)).status == 202
    assert shop.tell("appeal.opened", appeal_id="P-1", opened_by="customer").status == 202
    assert shop.read().status == 404

    shop.tell("return.requested", at=shop.cloud.clock.now - timedelta(days=1), **REQUEST)

    assert shop.stands == ("in_appeal", None)
    assert [(r["kind"], r["id"], r["status"]) for r in shop.case["rounds"]] == [
        ("mediation", "M-1", "decided"),
        ("appeal", "P-1", "open"),
    ]


def test_a_captured_delivery_played_again_has_no_effect_and_later_is_not_believed(shop):
    """It holds number 54 of docs/reliability.md."""
    told = {"type": "refund.settled", "timestamp": format_instant(shop.cloud.clock.now)}
    data = {"order_number": "A-1001", "return_id": "R-1", "amount": usd(100), "reference": "P-1"}
    body = json.dumps(told | {"data": data})
    captured = standard_headers(body, secret=SECRET, delivery_id="msg_x", at=shop.cloud.clock.now)

    def play():
        headers = [JSON, *captured.items()]
        return call("POST", "/webhooks/{connection}", headers=headers, body=body, connection="demo").status

    shop.sell()
    shop.cloud.clock.now -= timedelta(days=1, minutes=2)
    assert play() == 202
    shop.cloud.clock.forward(minutes=4)
    assert play() == 200
    shop.request()
    assert shop.case["refund"]["settled"] == usd(100)
    shop.cloud.clock.forward(minutes=2)
    assert play() == 401


def test_the_same_facts_under_new_delivery_ids_have_no_second_effect(shop):
    """It holds number 55 of docs/reliability.md."""
    ruled(shop)
    shop.tell("refund.settled", amount=usd(1000), reference="PAY-1")
    before = shop.case

    shop.tell("refund.settled", amount=usd(1000), reference="PAY-1")
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer")
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=usd(2400))

    after = shop.case
    for unmoved in ("status", "outcome", "refund", "rounds", "needs_review", "deadlines"):
        assert after[unmoved] == before[unmoved]
    assert [entry["no_effect_because"] for entry in after["timeline"][-3:]] == ["it was told before"] * 3


def test_a_contradiction_under_the_same_id_is_flagged_and_the_first_counts(shop):
    """It holds number 55 of docs/reliability.md."""
    ruled(shop)
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="seller")

    (round_,) = shop.case["rounds"]
    assert (round_["in_favour_of"], round_["refund"]) == ("customer", usd(2400))
    assert "told-otherwise" in [review["rule"] for review in shop.case["needs_review"]]


def test_what_is_dated_after_the_end_is_kept_without_effect(shop):
    """It holds number 58 of docs/reliability.md."""
    ruled(shop)
    shop.tell("refund.settled", amount=usd(2400), reference="PAY-1")
    assert shop.stands == ("closed", "ruled_customer")

    assert shop.tell("offer.made", offer_id="c9", resolution="exchange").status == 202

    assert shop.stands == ("closed", "ruled_customer")
    assert last_entry(shop)["effect"] is None
    assert shop.case["offers"] == []


def test_what_is_dated_before_a_ruling_and_comes_after_it_takes_its_place_and_undoes_nothing(shop):
    """It holds number 58 of docs/reliability.md."""
    shop.sell()
    shop.request()
    then = shop.cloud.clock.now
    shop.tell("mediation.opened", mediation_id="M-1", opened_by="customer")
    shop.tell("mediation.decided", mediation_id="M-1", in_favour_of="customer", refund=usd(2400))
    shop.tell("refund.settled", amount=usd(2400), reference="PAY-1")
    closed = shop.case

    shop.tell("return.withdrawn", at=then + timedelta(seconds=1), text="never mind")

    case = shop.case
    assert case["refund"]["settled"] == usd(2400)
    assert [r["in_favour_of"] for r in case["rounds"]] == ["customer"]
    kinds = [entry["type"] for entry in case["timeline"]]
    assert kinds.index("return.withdrawn") < kinds.index("mediation.opened")
    assert len(kinds) == len(closed["timeline"]) + 1
