"""A specimen of every kind of event and of every command, as it can happen to a case of `standings`."""

from collections.abc import Callable
from typing import Any

from chalicelib.domain.case import Case
from chalicelib.domain.events import Event
from chalicelib.domain.reported import REPORTED
from chalicelib.values.vocabulary import EventType as E
from chalicelib.values.vocabulary import Party, RoundKind, Status
from tests.domain.histories import line, on, ours, told, usd
from tests.domain.standings import LATE, STANDINGS

_ORDER = {"customer": {"name": "Ada Buyer"}, "lines": [line()]}
_RULING = {"in_favour_of": "seller"}
_FILE: dict[str, Any] = {
    "evidence_id": "E-9",
    "key": "demo/x/E-9",
    "filename": "box.jpg",
    "kind": "photo",
    "content_type": "image/jpeg",
    "size": 1,
    "sha256": "0" * 64,
    "expires_at": "2026-06-01T00:00:00Z",
}
_SEEN = {"matches_description": True, "matches_pictures": True, "condition": "as_sent"}

DATA: dict[E, dict[str, Any]] = {
    E.ORDER_PLACED: _ORDER,
    E.ORDER_RECORDED: _ORDER,
    E.ORDER_SHIPPED: {},
    E.ORDER_DELIVERED: {},
    E.ORDER_ENDED: {"platform_status": "trade_close"},
    E.CARRIER_STATED: {"text": "the carrier lost the package"},
    E.POLICY_DISCLOSED: {"policy": "guide", "version": 1, "channel": "listing"},
    E.RETURN_REQUESTED: {"wants": "exchange"},
    E.RETURN_UPDATED: {"platform_status": "SOMETHING"},
    E.DETAILS_COMPLETED: {"wants": "exchange"},
    E.REASON_CLASSIFIED: {"code": "defective", "reason": "it leaks"},
    E.ORDER_CHECK_OVERRIDDEN: {"reason": "sold by phone"},
    E.LINES_MATCHED: {"lines": [{"sku": "8800", "order_sku": "MUG-01"}]},
    E.MESSAGE_POSTED: {"text": "hello"},
    E.EVIDENCE_ANNOUNCED: _FILE,
    E.EVIDENCE_STORED: {"evidence_id": "E-8", "content_type": "image/jpeg"},
    E.EVIDENCE_REJECTED: {"evidence_id": "E-8", "reason": "an SVG"},
    E.OFFER_MADE: {"offer_id": "C-9", "resolution": "partial_refund", "amount": usd(100)},
    E.RETURN_REFUSED: {"reason": "no"},
    E.RETURN_CONTESTED: {},
    E.OFFER_DECLINED: {"offer_id": "R-1-s9"},
    E.OFFER_ACCEPTED: {"offer_id": "R-1-s9"},
    E.OFFER_WITHDRAWN: {"offer_id": "R-1-s9"},
    E.RETURN_ACCEPTED: {"resolution": "return_and_refund", "amount": usd(2400)},
    E.RETURN_SHIPPED: {},
    E.RETURN_DELIVERED: {},
    E.INSPECTION_RECORDED: _SEEN,
    E.MEDIATION_REQUESTED: {"reason": "no agreement"},
    E.MEDIATION_OPENED: {"mediation_id": "M-9", "opened_by": "customer"},
    E.MEDIATION_DECIDED: {"mediation_id": "M-9"} | _RULING,
    E.APPEAL_FILED: {"grounds": "look again", "evidence": []},
    E.APPEAL_OPENED: {"appeal_id": "A-9", "opened_by": "customer"},
    E.APPEAL_DECIDED: {"appeal_id": "A-9"} | _RULING,
    E.FILING_RECORDED: {"effect_id": "…", "kind": "mediation", "reference": "MED-9"},
    E.FILING_FAILED: {"effect_id": "…", "kind": "mediation", "detail": "it answered 500"},
    E.FILING_LEFT: {"effect_id": "…", "kind": "mediation", "detail": "no endpoint"},
    E.EXCHANGE_SHIPPED: {},
    E.REFUND_SETTLED: {"amount": usd(2400), "reference": "P-9"},
    E.REFUND_FAILED: {"reference": "P-0"},
    E.RETURN_WITHDRAWN: {},
    E.CASE_CLOSED: {"root_cause": "a dark photo"},
    E.REVIEW_ACKNOWLEDGED: {"ids": ["0123456789abcdef"]},
    E.DEADLINE_PASSED: {"deadline": "respond", "instant": "2026-03-20T00:00:00Z"},
}
OF_THE_ORDER = frozenset(kind for kind in E if kind.startswith(("order.", "carrier.", "policy.")))


def event(kind: E, case: Case) -> Event:
    """The specimen of an event, dated at the end of the history of its state."""
    data = DATA[kind] if kind in OF_THE_ORDER else DATA[kind] | {"return_id": "R-1"}
    if "effect_id" in data:
        asked = next((found for found in reversed(case.rounds) if found.effect_id), None)
        data = data | ({"effect_id": asked.effect_id, "kind": asked.kind} if asked else {})
    if kind in REPORTED:
        return told(kind, LATE, **data)
    return ours(kind, LATE, by=Party.SYSTEM if "evidence" in kind else Party.SELLER, **data)


# What must lie on the table, so that a specimen has something to answer.
BESIDE: dict[E, tuple[Event, ...]] = {
    E.EVIDENCE_STORED: (),
    E.OFFER_ACCEPTED: (ours("offer.made", on(LATE - 0.2), return_id="R-1", offer_id="R-1-s9", resolution="exchange"),),
}
BESIDE[E.OFFER_DECLINED] = BESIDE[E.OFFER_WITHDRAWN] = BESIDE[E.OFFER_ACCEPTED]
BESIDE[E.EVIDENCE_STORED] = (ours("evidence.announced", on(25), return_id="R-1", **_FILE | {"evidence_id": "E-8"}),)
BESIDE[E.EVIDENCE_REJECTED] = BESIDE[E.EVIDENCE_STORED]

COMMANDS: dict[str, Callable[[Case], dict[str, Any]]] = {
    "override_order_check": lambda _: {"reason": "sold by phone"},
    "classify_reason": lambda _: {"code": "defective", "reason": "it leaks"},
    "complete_details": lambda _: {"customer": {"name": "Ada Buyer"}},
    "match_lines": lambda _: {"lines": [{"sku": "MUG-01", "order_sku": None}]},
    "accept_return": lambda _: {},
    "refuse_return": lambda _: {"reason": "no"},
    "make_offer": lambda _: {"resolution": "partial_refund", "amount": usd(100)},
    "accept_offer": lambda _: {"offer_id": "C-1"},
    "decline_offer": lambda _: {"offer_id": "C-1"},
    "withdraw_offer": lambda _: {"offer_id": "R-1-s1"},
    "record_customer_offer": lambda _: {"resolution": "partial_refund", "amount": usd(100)},
    "record_customer_answer": lambda _: {"offer_id": "R-1-s1", "answer": "accepted"},
    "record_inspection": lambda _: _SEEN,
    "post_message": lambda _: {"text": "hello"},
    "escalate": lambda _: {"reason": "no agreement"},
    "file_appeal": lambda _: {"grounds": "look again", "evidence": ["E-1", "E-2"]},
    "record_settlement": lambda case: {"kind": "refund", "amount": usd(100)} if case.is_open else {"kind": "refund"},
    "close_case": lambda _: {"root_cause": "a dark photo"},
    "acknowledge_review": lambda case: {"ids": [review.id for review in case.unseen] or ["0123456789abcdef"]},
    "record_filing": lambda case: {"effect_id": _asked(case), "reference": "MED-9"},
    "record_ruling": lambda _: {"kind": RoundKind.MEDIATION, "id": "M-9", "in_favour_of": "seller"},
}


def _asked(case: Case) -> str:
    return next((found.effect_id for found in reversed(case.rounds) if found.effect_id), "nothing")


def standing(status: Status, kind: E) -> tuple[Event, ...]:
    """The history of a state, with what a specimen of that kind needs to lie on the table."""
    beside = BESIDE.get(kind, ())
    return (*STANDINGS[status].events, *beside)
