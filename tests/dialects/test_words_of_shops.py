"""Each documented word of Shopify and Stripe is our event, and the stage of the return on the platform's side."""

import json
from typing import Any

import pytest

from chalicelib.dialects import DIALECTS
from chalicelib.dialects.delivery import NO_HEADERS, AboutNoOrder, Translation
from chalicelib.values.stages import Stage as S  # noqa: N817 -- the tables read by their columns
from chalicelib.values.vocabulary import EventType as E
from tests.dialects.samples import PAYLOADS, marketplaces


def sample(name: str) -> dict[str, Any]:
    return dict(json.loads((PAYLOADS / f"{name}.json").read_bytes()))


def shopify(topic: str, content: dict[str, Any]) -> Translation:
    headers = dict(marketplaces()["shopify"].samples[0].headers) | {"x-shopify-topic": topic}
    return DIALECTS["shopify"].translate(json.dumps(content).encode(), headers)


def stripe(kind: str, **dispute: Any) -> Translation:
    message = sample("stripe-charge-dispute-created")
    message["data"]["object"] |= dispute
    return DIALECTS["stripe"].translate(json.dumps(message | {"type": f"charge.dispute.{kind}"}).encode(), NO_HEADERS)


def kinds(translation: Translation) -> list[str]:
    return [str(each.type) for each in translation.happenings]


def stage(translation: Translation) -> S | None:
    found: S | None = getattr(translation.happening.fact, "stage", None)
    return found


@pytest.mark.parametrize(
    ("topic", "kind", "expected"),
    [
        ("returns/request", E.RETURN_REQUESTED, S.OPEN),
        ("returns/approve", E.RETURN_UPDATED, S.AGREED),
        ("returns/decline", E.RETURN_UPDATED, S.REFUSED),
        ("returns/cancel", E.RETURN_UPDATED, S.OVER),
        ("returns/close", E.RETURN_UPDATED, S.OVER),
        ("returns/reopen", E.RETURN_UPDATED, S.AGREED),
    ],
)
@pytest.mark.parametrize("order", [{"order": {"id": 4783296544821}}, {"order_id": 4783296544821}])
def test_a_topic_of_shopify(topic, kind, expected, order):
    found = shopify(topic, {"id": 1, "status": "x"} | order)
    assert (kinds(found), stage(found), found.order_number) == ([kind], expected, "4783296544821")


@pytest.mark.parametrize("topic", ["returns/update", "reverse_deliveries/attach_deliverable", "products/update"])
def test_a_topic_of_shopify_without_an_order_is_kept_apart(topic):
    with pytest.raises(AboutNoOrder):
        shopify(topic, {"id": 1})


@pytest.mark.parametrize("topic", ["order.delivered", "return.withdrawn", "orders/updated"])
def test_another_topic_of_shopify_is_only_kept(topic):
    """The header is not signed: it can never be one of our own events."""
    assert kinds(shopify(topic, {"id": 1, "order_id": 2})) == [f"shopify.{topic}"]


def paid(
    amount: object = "89.99", currency: str = "USD", kind: str = "refund", status: str = "success"
) -> dict[str, Any]:
    return {"kind": kind, "status": status, "amount": amount, "currency": currency}


@pytest.mark.parametrize(
    ("transactions", "amount"),
    [
        ([paid()], {"minor": 8999, "currency": "USD"}),
        ([paid("10"), paid("1.5")], {"minor": 1150, "currency": "USD"}),
        ([paid("500", "JPY")], {"minor": 500, "currency": "JPY"}),
        ([paid(), paid(status="failure"), paid(kind="sale")], {"minor": 8999, "currency": "USD"}),
        ([paid(), paid(currency="EUR")], None),
        ([paid(status="pending")], None),
        ([], None),
    ],
)
def test_a_refund_of_shopify_is_a_settlement_if_it_names_its_return_and_moved_money(transactions, amount):
    content = sample("shopify-refunds-create") | {"return": {"id": 7}, "transactions": transactions}
    found = shopify("refunds/create", content)
    assert kinds(found) == [E.REFUND_SETTLED if amount else "shopify.refunds/create"]
    fact = found.happening.fact.model_dump(mode="json")
    assert not amount or (fact["amount"], fact["reference"], fact["return_id"]) == (amount, "890088186047892400", "7")


@pytest.mark.parametrize(
    ("status", "kind", "expected", "stages"),
    [
        ("needs_response", "chargeback", [E.RETURN_UPDATED], S.OPEN),
        ("charge_refunded", "chargeback", [E.RETURN_UPDATED], S.OVER),
        ("accepted", "inquiry", [E.RETURN_UPDATED], S.OVER),
        ("won", "chargeback", [E.RETURN_UPDATED, E.MEDIATION_DECIDED], None),
        ("lost", "chargeback", [E.RETURN_UPDATED, E.MEDIATION_DECIDED], None),
        ("lost", "inquiry", [E.RETURN_UPDATED], S.OVER),
        ("x", "chargeback", [E.RETURN_UPDATED], S.UNKNOWN),
    ],
)
def test_a_dispute_of_shopify(status, kind, expected, stages):
    found = shopify("disputes/update", sample("shopify-disputes-create") | {"status": status, "type": kind})
    assert (kinds(found), stage(found)) == (expected, stages)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["WRONG_ITEM"], "wrong_item"),
        (["style", "SIZE_TOO_SMALL"], "change_of_heart"),
        (["COLOR"], "other"),
        (["UNKNOWN"], "unknown"),
        (["defective", "unwanted"], "unknown"),
        (["merchant_defined"], "unknown"),
    ],
)
def test_a_reason_of_shopify(words, code):
    item = sample("shopify-returns-request-captured")["return_line_items"][0]
    lines = [item | {"return_reason": word, "return_reason_note": ""} for word in words]
    found = shopify("returns/request", sample("shopify-returns-request-captured") | {"return_line_items": lines})
    assert found.happening.fact.model_dump(mode="json")["reason"]["code"] == code


@pytest.mark.parametrize(
    ("kind", "status", "expected", "stages"),
    [
        ("created", "needs_response", [E.RETURN_REQUESTED, E.MEDIATION_OPENED], S.OPEN),
        ("created", "under_review", [E.RETURN_REQUESTED, E.MEDIATION_OPENED], S.OPEN),
        ("created", "warning_needs_response", [E.RETURN_REQUESTED], S.OPEN),
        ("updated", "under_review", [E.RETURN_UPDATED], S.OPEN),
        ("funds_withdrawn", "needs_response", [E.RETURN_UPDATED], S.OPEN),
        ("funds_reinstated", "won", [E.RETURN_UPDATED], None),
        ("closed", "won", [E.RETURN_UPDATED, E.MEDIATION_DECIDED], None),
        ("closed", "lost", [E.RETURN_UPDATED, E.MEDIATION_DECIDED], None),
        ("closed", "warning_closed", [E.RETURN_UPDATED], S.OVER),
        ("closed", "prevented", [E.RETURN_UPDATED], S.OVER),
        ("closed", "x", [E.RETURN_UPDATED], S.UNKNOWN),
    ],
)
def test_an_event_of_stripe(kind, status, expected, stages):
    found = stripe(kind, status=status)
    assert (kinds(found), stage(found)) == (expected, stages)


@pytest.mark.parametrize(
    ("amount", "currency", "right"),
    [
        (1000, "usd", (1000, "USD")),
        ("1000", "jpy", (1000, "JPY")),
        (1000, "isk", (10, "ISK")),
        (1000, "kwd", (1000, "KWD")),
    ],
)
def test_an_amount_of_stripe(amount, currency, right):
    (line,) = stripe("created", amount=amount, currency=currency).happening.fact.model_dump()["lines"]
    assert (line["amount"]["minor"], line["amount"]["currency"]) == right


@pytest.mark.parametrize(
    ("dispute", "number"),
    [
        ({"metadata": {"order_number": "A-1001"}}, "A-1001"),
        ({"metadata": {}}, "pi_1AZtxr2eZvKYlo2C00000001"),
        ({"payment_intent": None}, "ch_1AZtxr2eZvKYlo2CJDX8whov"),
    ],
)
def test_the_order_of_a_dispute_of_stripe(dispute, number):
    assert stripe("created", **dispute).order_number == number
