"""The dialect of Shopify's webhooks: signed JSON whose topic and time stand in headers.

Source: Shopify, webhooks of API version 2026-04 (returns, refunds and disputes), and its page on verification. Only the
body is signed. So the headers prove nothing on their own, and a body that is sent again with others is the same fact.
"""

import base64
import hmac
from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel

from chalicelib.dialects.delivery import (
    AboutNoOrder,
    Credentials,
    Dialect,
    Headers,
    NotAuthentic,
    Request,
    Translation,
)
from chalicelib.dialects.meanings import UNLISTED, Row, meanings
from chalicelib.dialects.reading import Count, Kind, PlatformId, happening, major, translation, understood
from chalicelib.dialects.shopify_words import reason_of
from chalicelib.dialects.signatures import body_text, delivery_id, require_match, sole_header, text_keys
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Text, Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.instants import Instant
from chalicelib.values.money import total
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Favour, Resolution

_TOPIC, _TIME, _SHOP = "x-shopify-topic", "x-shopify-triggered-at", "x-shopify-shop-domain"

_RETURNS = meanings(
    Row(E.RETURN_REQUESTED, Stage.OPEN, "returns/request"),
    Row(E.RETURN_UPDATED, Stage.AGREED, "returns/approve returns/reopen"),
    Row(E.RETURN_UPDATED, Stage.REFUSED, "returns/decline"),
    Row(E.RETURN_UPDATED, Stage.OVER, "returns/cancel returns/close"),
)
_DISPUTES = {"disputes/create": E.RETURN_REQUESTED, "disputes/update": E.RETURN_UPDATED}
_STATUSES = meanings(
    Row(E.RETURN_UPDATED, Stage.OPEN, "needs_response under_review"),
    Row(E.RETURN_UPDATED, Stage.OVER, "charge_refunded accepted"),
)
_WINNERS = {"won": Favour.SELLER, "lost": Favour.CUSTOMER}
_REFUND, _CHARGEBACK = "refunds/create", "chargeback"


class _Said(BaseModel):
    topic: Kind
    at: Instant


class _Id(BaseModel):
    id: PlatformId


class _Fulfilled(BlankIsMissing):
    line_item: _Id | None = None


class _Line(BlankIsMissing):
    quantity: Count | None = None
    return_reason: Word | None = None
    customer_note: Text | None = None
    fulfillment_line_item: _Fulfilled | None = None


class _Return(BlankIsMissing):
    id: PlatformId
    status: Word | None = None
    return_line_items: tuple[_Line, ...] | None = None


class _Transaction(BlankIsMissing):
    kind: Word | None = None
    status: Word | None = None
    amount: str | int | float | None = None
    currency: Word | None = None


class _Dispute(BlankIsMissing):
    id: PlatformId
    type: Word | None = None
    status: Word | None = None
    reason: Word | None = None
    evidence_due_by: Instant | None = None


class _Refund(BaseModel):
    id: PlatformId
    transactions: tuple[_Transaction, ...] = ()


def verify(request: Request, credentials: Credentials, _now: datetime) -> str:
    """Verify a webhook of the connection's shop and return its `X-Shopify-Webhook-Id`."""
    keys = text_keys(credentials)
    identity = delivery_id(sole_header(request, "x-shopify-webhook-id"))
    signed = body_text(request).encode()
    expected = [base64.b64encode(hmac.digest(key, signed, "sha256")).decode() for key in keys]
    require_match([sole_header(request, "x-shopify-hmac-sha256")], expected)
    shops = {shop.lower() for shop in request.headers.get(_SHOP, ())}
    if not shops <= {credentials.setting("shop_domain").lower()}:
        raise NotAuthentic
    return identity


def translate(body: bytes, headers: Headers) -> Translation:
    """Read a webhook by its topic. A topic about an order that means nothing to a return is only kept."""
    said = understood("headers", _Said.model_validate, {"topic": headers.get(_TOPIC), "at": headers.get(_TIME)})
    content = parse_object(body)
    number = _order_number(content)
    if said.topic in _RETURNS:
        return Translation(number, (_of_return(said, content),))
    if said.topic in _DISPUTES:
        return Translation(number, tuple(_of_dispute(said, content)))
    settled = _settled(content) if said.topic == _REFUND else None
    kind = f"shopify.{said.topic}" if settled is None else E.REFUND_SETTLED
    return translation(kind, settled or {}, at=said.at, order_number=number)


def _order_number(content: dict[str, object]) -> str:
    """Return the order's numeric id. Some topics hold it in an object, and some have none."""
    order = content.get("order")
    number = order.get("id") if isinstance(order, dict) else content.get("order_id")
    if number is None:
        raise AboutNoOrder("order_id: the topic names no order")
    return understood("order", _Id.model_validate, {"id": number}).id


def _of_return(said: _Said, content: dict[str, object]) -> Happening:
    change, meaning = understood("", _Return.model_validate, content), _RETURNS[said.topic]
    lines = change.return_line_items or ()
    fact = {
        "return_id": change.id,
        "platform_status": change.status or said.topic,
        "stage": meaning.stage,
        "lines": list(map(_line, lines)) if all(map(_is_real, lines)) else None,
        "reason": reason_of([line.return_reason for line in lines], [line.customer_note for line in lines]),
    }
    return happening(meaning.kind, fact | {"lines": fact["lines"] or None}, at=said.at)


def _is_real(line: _Line) -> bool:
    return line.quantity is not None and bool(line.fulfillment_line_item and line.fulfillment_line_item.line_item)


def _line(line: _Line) -> dict[str, object]:
    """Name the article by the order's line, because Shopify tells neither its sku nor its amount here."""
    item = line.fulfillment_line_item.line_item if line.fulfillment_line_item else None
    return {"sku": item.id if item else None, "quantity": line.quantity}


def _of_dispute(said: _Said, content: dict[str, object]) -> Iterator[Happening]:
    dispute = understood("", _Dispute.model_validate, content)
    winner, stage = _WINNERS.get(dispute.status or ""), _dispute_stage(dispute)
    fact = {
        "return_id": dispute.id,
        "platform_status": dispute.status,
        "stage": stage,
        "wants": Resolution.REFUND_WITHOUT_RETURN,
        "reason": reason_of([dispute.reason], []),
        "respond_until": {"at": dispute.evidence_due_by} if stage is Stage.OPEN and dispute.evidence_due_by else None,
    }
    yield happening(_DISPUTES[said.topic], fact, at=said.at)
    if dispute.type == _CHARGEBACK and winner is not None:
        ruled = {"return_id": dispute.id, "mediation_id": dispute.id, "in_favour_of": winner}
        yield happening(E.MEDIATION_DECIDED, ruled, at=said.at)


def _dispute_stage(dispute: _Dispute) -> Stage | None:
    """Return the stage of a dispute. A chargeback that is won or lost has none, because its ruling says all."""
    if dispute.status in _WINNERS:
        return None if dispute.type == _CHARGEBACK else Stage.OVER
    return _STATUSES.get(dispute.status or "", UNLISTED).stage


def _settled(content: dict[str, object]) -> dict[str, object] | None:
    """Read the settlement of a return. None if the refund names no return, or moved no money of one currency."""
    of_return = content.get("return")
    if not isinstance(of_return, dict):
        return None
    refund = understood("", _Refund.model_validate, content)
    paid = [each for each in refund.transactions if (each.kind, each.status) == ("refund", "success")]
    amount = total(major("transactions", each.amount, each.currency) for each in paid)
    if amount is None:
        return None
    return {
        "return_id": understood("return", _Id.model_validate, of_return).id,
        "reference": refund.id,
        "amount": amount,
    }


DIALECT = Dialect(
    name="shopify",
    content_type="application/json",
    verify=verify,
    translate=translate,
    headers=(_TOPIC, _TIME),
    needs=("shop_domain",),
)
