"""PayPal's dispute as facts: the request or an update, then messages, offers, the claim, the appeal and the outcome."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel

from chalicelib.dialects.delivery import NotUnderstood
from chalicelib.dialects.meanings import UNLISTED, Row, meanings
from chalicelib.dialects.paypal_offers import Offer, offer_happenings, wanted
from chalicelib.dialects.paypal_words import PaypalMoney, reason_code
from chalicelib.dialects.reading import Count, PlatformId, happening, stated, understood
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Name, Text, Word
from chalicelib.domain.openings import AppealOfRuling
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.identifiers import is_identifier
from chalicelib.values.instants import Instant
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Favour, Party

_CREATED = "CUSTOMER.DISPUTE.CREATED"
_CLAIM, _APPEALS = "CHARGEBACK", frozenset({"PRE_ARBITRATION", "ARBITRATION"})
_STATUSES = meanings(
    Row(E.RETURN_UPDATED, Stage.OPEN, "OPEN WAITING_FOR_SELLER_RESPONSE WAITING_FOR_BUYER_RESPONSE UNDER_REVIEW"),
    Row(E.RETURN_UPDATED, Stage.UNKNOWN, "OTHER"),
    Row(E.RETURN_UPDATED, Stage.OVER, "RESOLVED"),
)
_OUTCOMES = meanings(
    Row(E.MEDIATION_DECIDED, Stage.OVER, "RESOLVED_BUYER_FAVOUR RESOLVED_SELLER_FAVOUR DENIED"),
    Row(E.RETURN_WITHDRAWN, Stage.OVER, "CANCELED_BY_BUYER"),
    Row(E.RETURN_UPDATED, Stage.OVER, "RESOLVED_WITH_PAYOUT ACCEPTED NONE"),
)
_BUYER_WINS = "RESOLVED_BUYER_FAVOUR"


class _Item(BlankIsMissing):
    item_id: Word | None = None
    item_name: Name | None = None
    item_quantity: Count | None = None
    dispute_amount: PaypalMoney | None = None


class _Buyer(BlankIsMissing):
    name: Name | None = None


class _Transaction(BlankIsMissing):
    invoice_number: object = None
    custom: object = None
    seller_transaction_id: object = None
    buyer: _Buyer | None = None
    items: tuple[_Item, ...] | None = None


class _Message(BlankIsMissing):
    posted_by: Word | None = None
    time_posted: Instant
    content: Text | None = None


class _Outcome(BlankIsMissing):
    outcome_code: Word | None = None
    amount_refunded: PaypalMoney | None = None


class _Adjudication(BlankIsMissing):
    adjudication_time: Instant | None = None


class Dispute(BlankIsMissing):
    """The dispute, as far as it means something to a case."""

    dispute_id: PlatformId
    create_time: Instant
    update_time: Instant | None = None
    disputed_transactions: tuple[_Transaction, ...]
    reason: Word | None = None
    status: Word | None = None
    dispute_life_cycle_stage: Word | None = None
    messages: tuple[_Message, ...] | None = None
    seller_response_due_date: Instant | None = None
    dispute_amount: PaypalMoney | None = None
    offer: Offer | None = None
    dispute_outcome: _Outcome | None = None
    adjudications: tuple[_Adjudication, ...] | None = None
    extensions: dict[str, object] | None = None

    @property
    def outcome(self) -> str | None:
        """PayPal's word for the outcome, or None while there is none."""
        return self.dispute_outcome.outcome_code if self.dispute_outcome else None

    @property
    def was_claim(self) -> bool:
        """True if PayPal had to decide. An inquiry is between buyer and seller."""
        return self.dispute_life_cycle_stage in {_CLAIM, *_APPEALS}


class Push(BaseModel):
    """The envelope of an event about a dispute."""

    event_type: Word
    create_time: Instant
    resource: Dispute


def order_number(dispute: Dispute) -> str:
    """Return the first of the invoice number, the seller's own word and the transaction's id that can be an id."""
    for paid in dispute.disputed_transactions[:1]:
        for number in (paid.invoice_number, paid.custom, paid.seller_transaction_id):
            if isinstance(number, str) and is_identifier(number):
                return number
    raise NotUnderstood("resource.disputed_transactions: no transaction has a number that can be an order's")


def happenings(push: Push) -> Iterator[Happening]:
    """Yield the facts of a dispute, in an order that does not change."""
    dispute, at = push.resource, push.resource.update_time or push.create_time
    yield _change(push, at)
    for message in dispute.messages or ():
        if message.posted_by == "BUYER" and message.content:
            said = {"return_id": dispute.dispute_id, "text": message.content}
            yield happening(E.MESSAGE_POSTED, said, at=message.time_posted)
    if dispute.offer is not None:
        yield from offer_happenings(dispute.dispute_id, dispute.offer, dispute.dispute_amount)
    yield from _proceedings(dispute, at)
    yield from _outcome(dispute, at)


def _change(push: Push, at: datetime) -> Happening:
    dispute, is_new = push.resource, push.event_type == _CREATED
    words = [word for word in (dispute.status, dispute.outcome) if word]
    due = dispute.seller_response_due_date
    said = _details(dispute) | {
        "return_id": dispute.dispute_id,
        "platform_status": "/".join(words)[:128] or None,
        "stage": _stage(dispute),
        "respond_until": {"at": due} if due is not None and not dispute.outcome else None,
    }
    return happening(E.RETURN_REQUESTED if is_new else E.RETURN_UPDATED, said, at=dispute.create_time if is_new else at)


def _stage(dispute: Dispute) -> Stage | None:
    """Return the stage of the outcome, else of the status. An outcome that is a fact of its own needs none."""
    status = _STATUSES.get(dispute.status, UNLISTED) if dispute.status else None
    if dispute.outcome is None or status is UNLISTED:
        return status.stage if status else None
    outcome = _OUTCOMES.get(dispute.outcome, UNLISTED)
    is_ruling = outcome.kind is E.MEDIATION_DECIDED and dispute.was_claim
    return None if is_ruling or outcome.kind is E.RETURN_WITHDRAWN else outcome.stage


def _details(dispute: Dispute) -> dict[str, object]:
    paid = dispute.disputed_transactions[0] if dispute.disputed_transactions else _Transaction()
    texts = (message.content for message in dispute.messages or () if message.posted_by == "BUYER")
    return {
        "customer": {"name": paid.buyer.name} if paid.buyer and paid.buyer.name else None,
        "reason": {"code": reason_code(dispute.reason, dispute.extensions), "text": next(texts, None)},
        "wants": wanted(dispute.offer) if dispute.offer else None,
        "lines": _lines(paid),
    }


def _lines(paid: _Transaction) -> list[dict[str, object]] | None:
    """Return the disputed articles. None if one of them lacks its number or its quantity."""
    items = paid.items or ()
    if not items or any(not (item.item_id and item.item_quantity) for item in items):
        return None
    return [
        {"sku": item.item_id, "title": item.item_name, "quantity": item.item_quantity, "amount": item.dispute_amount}
        for item in items
    ]


def _proceedings(dispute: Dispute, at: datetime) -> Iterator[Happening]:
    named: dict[str, object] = {"return_id": dispute.dispute_id, "opened_by": Party.CUSTOMER}
    due = dispute.seller_response_due_date
    if dispute.dispute_life_cycle_stage == _CLAIM:
        opened = named | {"mediation_id": dispute.dispute_id, "evidence_due": due}
        yield happening(E.MEDIATION_OPENED, opened, at=at)
    if dispute.dispute_life_cycle_stage in _APPEALS:
        opened = named | {"appeal_id": f"{dispute.dispute_id}-appeal", "evidence_due": due}
        yield stated(E.APPEAL_OPENED, understood("resource", AppealOfRuling.model_validate, opened), at=at)


def _outcome(dispute: Dispute, at: datetime) -> Iterator[Happening]:
    kind = _OUTCOMES.get(dispute.outcome or "", UNLISTED).kind
    if kind is E.RETURN_WITHDRAWN:
        yield happening(kind, {"return_id": dispute.dispute_id}, at=at)
    if kind is E.MEDIATION_DECIDED and dispute.was_claim and dispute.dispute_outcome:
        yield _ruling(dispute, dispute.dispute_outcome.amount_refunded, at=_adjudicated_at(dispute) or at)


def _adjudicated_at(dispute: Dispute) -> datetime | None:
    """Return when PayPal adjudicated last, if it says so."""
    dates = (each.adjudication_time for each in dispute.adjudications or ())
    return max(filter(None, dates), default=None)


def _ruling(dispute: Dispute, refund: PaypalMoney | None, *, at: datetime) -> Happening:
    """Return the ruling of a claim, or of an appeal against it. Only a buyer who wins gets a refund."""
    winner = Favour.CUSTOMER if dispute.outcome == _BUYER_WINS else Favour.SELLER
    ruled: dict[str, object] = {"return_id": dispute.dispute_id, "in_favour_of": winner}
    ruled["refund"] = refund if winner is Favour.CUSTOMER else None
    if dispute.dispute_life_cycle_stage in _APPEALS:
        return happening(E.APPEAL_DECIDED, ruled | {"appeal_id": f"{dispute.dispute_id}-appeal"}, at=at)
    return happening(E.MEDIATION_DECIDED, ruled | {"mediation_id": dispute.dispute_id}, at=at)
