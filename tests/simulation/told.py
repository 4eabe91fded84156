"""The facts and commands of the simulation, with few ids, so that they meet."""

from typing import Any

from hypothesis import strategies as st

from tests.world.order import CUSTOMER, REQUEST, line, usd

ORDERS, RETURNS = ("A-1", "A-2"), ("R-1", "R-2")

amounts = st.sampled_from([*map(usd, (600, 1200, 2400, 3600)), {"minor": 600, "currency": "EUR"}])
# In seconds: on time, slow clocks, facts of days ago, and clocks ahead.
drifts = st.sampled_from([0, 0, 0, 0.4, 1, 20, 299, 3600, 86_400 * 8, -270])
tracking = st.sampled_from([None, {}, {"carrier": "SF", "number": "P-1"}, {"carrier": "YTO", "number": "P-2"}])
BLANKS: list[dict[str, Any]] = [{"customer": {"name": ""}}, {"reason": {"code": "", "text": None}, "wants": ""}]
ODD = [line("8800"), line("mug-01", quantity=1)]
refunds = st.none() | amounts
payers = st.sampled_from([None, "seller", "customer"])
texts = st.sampled_from([None, "look again", "navy\u202e", "<b>!</b>"])

_ABOUT_ORDERS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "order.placed": st.sampled_from(
        [
            {"customer": CUSTOMER, "lines": [line(quantity=4, minor=4800)]},
            {"customer": CUSTOMER, "lines": [line(quantity=2, minor=2400)]},
            {"customer": {"name": "Bea Buyer"}, "lines": [line(quantity=4, minor=4800)], "total": None},
        ]
    ),
    "order.shipped": st.fixed_dictionaries({"tracking": tracking}),
    "order.delivered": st.fixed_dictionaries({"tracking": tracking}),
    "policy.disclosed": st.just({"policy": "guide", "version": "1", "channel": "listing"}),
    "parcel.weighed": st.just({"grams": 7}),
}
_ABOUT_RETURNS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "return.requested": st.sampled_from(
        [{}, REQUEST, REQUEST | {"wants": "exchange"}, REQUEST | {"lines": ODD}, *BLANKS]
    ),
    "return.updated": st.fixed_dictionaries(
        {
            "platform_status": st.sampled_from(["odd", None]),
            "stage": st.sampled_from([None, "open", "over", "refunding", "unknown"]),
            "lines": st.sampled_from([None, [line(quantity=4, minor=4800)], [line(quantity=1, minor=1200)]]),
        }
    ),
    "return.shipped": st.fixed_dictionaries({"tracking": tracking}),
    "return.delivered": st.fixed_dictionaries({"tracking": tracking}),
    "return.withdrawn": st.just({}),
    "return.contested": st.just({"text": "look again"}),
    "offer.made": st.fixed_dictionaries(
        {
            "offer_id": st.sampled_from(["c1", "c2"]),
            "resolution": st.sampled_from(["partial_refund", "refund_without_return"]),
            "amount": amounts,
        }
    ),
    "offer.accepted": st.sampled_from([{"offer_id": "R-1-s1"}, {"offer_id": "R-2-s1"}]),
    "offer.declined": st.sampled_from([{"offer_id": "R-1-s1"}, {"offer_id": "R-2-s1"}]),
    "message.posted": st.fixed_dictionaries({"text": st.sampled_from(["hello?", "navy\u202e", "<b>!</b>"])}),
    "mediation.opened": st.fixed_dictionaries(
        {"mediation_id": st.sampled_from(["M-1", "M-2"]), "opened_by": st.sampled_from(["seller", "customer"])}
    ),
    "mediation.decided": st.fixed_dictionaries(
        {
            "mediation_id": st.sampled_from(["M-1", "M-2"]),
            "in_favour_of": st.sampled_from(["customer", "seller", "split"]),
            "refund": refunds,
        }
    ),
    "appeal.opened": st.just({"appeal_id": "P-1", "opened_by": "seller"}),
    "appeal.decided": st.sampled_from(
        [{"appeal_id": "P-1", "in_favour_of": "seller"}, {"appeal_id": "P-1", "in_favour_of": "customer"}]
    ),
    "refund.settled": st.fixed_dictionaries({"amount": amounts, "reference": st.sampled_from(["PAY-1", "PAY-2"])}),
    "refund.failed": st.sampled_from([{"reference": "PAY-1"}, {"reference": "P-9"}, {"amount": usd(2400)}]),
    "exchange.shipped": st.just({}),
}


@st.composite
def facts(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A type, and the data that goes with it."""
    order = draw(st.sampled_from(ORDERS))
    if draw(st.integers(0, 4)) == 0:
        kind = draw(st.sampled_from(sorted(_ABOUT_ORDERS)))
        return kind, {"order_number": order} | draw(_ABOUT_ORDERS[kind])
    kind = draw(st.sampled_from(sorted(_ABOUT_RETURNS)))
    about = {"order_number": order, "return_id": draw(st.sampled_from(RETURNS))}
    return kind, about | {name: value for name, value in draw(_ABOUT_RETURNS[kind]).items() if value is not None}


def command(name: str, case: dict[str, Any], amount: dict[str, object]) -> dict[str, Any]:
    """A command of that name as one might give it on the case."""
    offers = [offer["offer_id"] for offer in case["offers"] if offer["by"] == "customer"] or ["c1"]
    own = [offer["offer_id"] for offer in case["offers"] if offer["by"] == "seller"] or ["R-1-s1"]
    stored = [file["evidence_id"] for file in case["evidence"] if file["status"] == "stored"]
    fields: dict[str, dict[str, Any]] = {
        "override_order_check": {"reason": "a friend"},
        "classify_reason": {"code": "colour_difference", "reason": "as told"},
        "complete_details": {"customer": CUSTOMER, "wants": "return_and_refund", "lines": [line()]},
        "refuse_return": {"reason": "no"},
        "match_lines": {"lines": [{"sku": "8800", "order_sku": "MUG-01"}]},
        "make_offer": {"resolution": "partial_refund", "amount": amount, "goodwill": True},
        "accept_offer": {"offer_id": offers[-1], "goodwill": True},
        "decline_offer": {"offer_id": offers[-1]},
        "withdraw_offer": {"offer_id": own[-1]},
        "record_customer_offer": {"resolution": "exchange"},
        "record_customer_answer": {"offer_id": own[-1], "answer": "declined"},
        "record_inspection": {"matches_description": True, "matches_pictures": True, "condition": "as_sent"},
        "post_message": {"text": "we look into it"},
        "escalate": {"reason": "no agreement"},
        "file_appeal": {"grounds": "new evidence", "evidence": stored},
        "record_settlement": {"kind": "refund", "reference": "P-9"},
        "close_case": {"root_cause": "photos"},
        "record_filing": {"effect_id": "0" * 64, "reference": "by hand"},
        "record_ruling": {"kind": "mediation", "id": "M-1", "in_favour_of": "seller"},
    }
    return {"command": name} | fields.get(name, {})
