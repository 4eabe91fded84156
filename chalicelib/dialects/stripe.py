"""The dialect of Stripe's events about disputes: signed JSON, with the whole dispute in each event.

Source: Stripe's API reference (the dispute object, types of events) and stripe-python, which accepts the same
signatures. A dispute is a claim at the customer's bank, so that it is a mediation from its beginning. An inquiry
(`warning_…`) is none.
"""

import hmac
import re
from datetime import datetime

from pydantic import BaseModel

from chalicelib.dialects.delivery import AboutNoOrder, Credentials, Dialect, NotAuthentic, Request, Translation, by_body
from chalicelib.dialects.meanings import UNLISTED, Row, meanings
from chalicelib.dialects.reading import Count, EpochTime, PlatformId, happening, understood
from chalicelib.dialects.signatures import body_text, id_in_body, id_named, require_match, sole_header, text_keys
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Word
from chalicelib.values.blanks import BlankIsMissing
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Favour, Party, Resolution

_TOLERANCE = 300  # seconds, both ways, inclusive
_LONGEST_HEADER = 4_096
_SECONDS = re.compile(r"[1-9][0-9]{0,11}")
_CREATED, _CLOSED = "charge.dispute.created", "charge.dispute.closed"
_DISPUTES = "charge.dispute."
_STATUSES = meanings(
    Row(E.RETURN_UPDATED, Stage.OPEN, "needs_response under_review warning_needs_response warning_under_review"),
    Row(E.RETURN_UPDATED, Stage.OVER, "warning_closed prevented"),
    Row(E.MEDIATION_DECIDED, None, "won lost"),
)
_CLAIMS = frozenset({"needs_response", "under_review"})
_WINNERS = {"won": Favour.SELLER, "lost": Favour.CUSTOMER}
# Any other reason is a matter between the customer and the bank.
_REASONS = {
    "product_not_received": ReasonCode.LOST_IN_TRANSIT,
    "product_unacceptable": ReasonCode.NOT_AS_DESCRIBED,
}
_HUNDREDFOLD = frozenset({"ISK", "UGX"})  # Stripe counts hundredths of them, though they have none


class _Evidence(BlankIsMissing):
    due_by: EpochTime | None = None


class _Dispute(BlankIsMissing):
    id: PlatformId
    amount: Count | None = None
    currency: Word | None = None
    charge: PlatformId | None = None
    payment_intent: PlatformId | None = None
    reason: Word | None = None
    status: Word
    evidence_details: _Evidence | None = None
    metadata: dict[str, object] | None = None


class _Data(BaseModel):
    object: dict[str, object]


class _Push(BaseModel):
    type: Word
    created: EpochTime
    data: _Data


class _Order(BaseModel):
    order_number: PlatformId


def verify(request: Request, credentials: Credentials, now: datetime) -> str:
    """Verify an event and return its `id`. The secret counts whole, with its `whsec_`."""
    keys = text_keys(credentials)
    time, signatures = _signed_at(sole_header(request, "stripe-signature"))
    if not _is_current(time, now):
        raise NotAuthentic
    signed = f"{time}.{body_text(request)}".encode()
    require_match(signatures, [hmac.digest(key, signed, "sha256").hex() for key in keys])
    return id_in_body(request.body, "id")


def _signed_at(header: str) -> tuple[str, list[str]]:
    """Read the time and the signatures of a header.

    Raises NotAuthentic if it is too long, or does not name exactly one time.
    """
    if len(header) > _LONGEST_HEADER:
        raise NotAuthentic
    pairs = [entry.strip().partition("=")[::2] for entry in header.split(",")]
    times = [value for name, value in pairs if name == "t"]
    if len(times) != 1:
        raise NotAuthentic
    return times[0], [value for name, value in pairs if name == "v1"]


def translate(body: bytes) -> Translation:
    """Read an event. Its facts are the request or an update, then the mediation or the ruling."""
    push = understood("", _Push.model_validate, parse_object(body))
    if not push.type.startswith(_DISPUTES):
        raise AboutNoOrder("type: it is about no dispute")
    dispute = understood("data.object", _Dispute.model_validate, push.data.object)
    return Translation(_order_number(dispute), (_change(push, dispute), *_proceedings(push, dispute)))


def _change(push: _Push, dispute: _Dispute) -> Happening:
    stage = _STATUSES.get(dispute.status, UNLISTED).stage
    said = {"return_id": dispute.id, "platform_status": dispute.status, "stage": stage} | _details(dispute)
    due = dispute.evidence_details.due_by if dispute.evidence_details else None
    if due is not None and dispute.status not in _WINNERS:
        said["respond_until"] = {"at": due}
    return happening(E.RETURN_REQUESTED if push.type == _CREATED else E.RETURN_UPDATED, said, at=push.created)


def _proceedings(push: _Push, dispute: _Dispute) -> list[Happening]:
    named = {"return_id": dispute.id, "mediation_id": dispute.id}
    if push.type == _CREATED and dispute.status in _CLAIMS:
        due = dispute.evidence_details.due_by if dispute.evidence_details else None
        opened = named | {"opened_by": Party.CUSTOMER, "evidence_due": due}
        return [happening(E.MEDIATION_OPENED, opened, at=push.created)]
    if push.type == _CLOSED and dispute.status in _WINNERS:
        winner = _WINNERS[dispute.status]
        ruled = named | {"in_favour_of": winner, "refund": _amount(dispute) if winner is Favour.CUSTOMER else None}
        return [happening(E.MEDIATION_DECIDED, ruled, at=push.created)]
    return []


def _details(dispute: _Dispute) -> dict[str, object]:
    """Tell what is disputed: the whole payment as one line, because Stripe knows no articles."""
    amount, payment = _amount(dispute), dispute.charge or dispute.payment_intent
    line = {"sku": payment, "title": "the disputed payment", "quantity": 1, "amount": amount}
    code = _REASONS.get(dispute.reason, ReasonCode.OTHER) if dispute.reason else ReasonCode.UNKNOWN
    return {
        "wants": Resolution.REFUND_WITHOUT_RETURN,
        "reason": {"code": code, "text": dispute.reason},
        "lines": [line] if amount and payment else None,
    }


def _amount(dispute: _Dispute) -> dict[str, object] | None:
    if dispute.amount is None or dispute.currency is None:
        return None
    currency = dispute.currency.upper()
    return {"minor": dispute.amount // (100 if currency in _HUNDREDFOLD else 1), "currency": currency}


def _order_number(dispute: _Dispute) -> str:
    """Return the number that the seller gave the order, else the payment, else the charge."""
    number = (dispute.metadata or {}).get("order_number") or dispute.payment_intent or dispute.charge
    return understood("data.object", _Order.model_validate, {"order_number": number}).order_number


def _is_current(timestamp: str, now: datetime) -> bool:
    if _SECONDS.fullmatch(timestamp) is None:
        return False
    return abs(int(timestamp) - int(now.timestamp())) <= _TOLERANCE


DIALECT = Dialect(
    name="stripe",
    content_type="application/json",
    verify=verify,
    translate=by_body(translate),
    identify=id_named("id"),
)
