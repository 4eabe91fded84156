"""One representative history for each state that a case can be in.

All that happens in them happens before day 28.
"""

from typing import Any

from chalicelib.values.vocabulary import Status as S  # noqa: N817 -- the table reads by its columns
from tests.domain.histories import Story, evidence, offer, placed, requested, story, told_of, usd

LATE = 28
_ASKED = story(placed(), requested(25))
_SHIPPED, _BACK = told_of("return.shipped", 26.1), told_of("return.delivered", 26.2)
_SEEN: dict[str, Any] = {"matches_description": False, "matches_pictures": True, "condition": "used"}
_AGREED = _ASKED.give(26, "accept_return")
_INSPECTING = _AGREED.then(_SHIPPED, _BACK)
_OURS: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(900)}
_NEGOTIATING = _ASKED.then(offer(25.5)).give(25.6, "make_offer", **_OURS)
_REQUESTED = _NEGOTIATING.give(26, "decline_offer", offer_id="C-1").give(26.1, "escalate", reason="no agreement")
_MEDIATING = _REQUESTED.then(told_of("mediation.opened", 26.2, mediation_id="M-1", opened_by="seller"))
_PROOF = (*evidence(26.25, "E-1", "logistics"), *evidence(26.25, "E-2", "photo"))
_RULING = told_of("mediation.decided", 26.3, mediation_id="M-1", in_favour_of="customer", refund=usd(2400))
_DECIDED = _MEDIATING.then(*_PROOF, _RULING)
_APPEALED = _DECIDED.give(27, "file_appeal", grounds="look at the photo", evidence=["E-1", "E-2"])

STANDINGS: dict[S, Story] = {
    S.REQUESTED: _ASKED,
    S.NEGOTIATING: _NEGOTIATING,
    S.AGREED: _AGREED,
    S.RETURNING: _AGREED.then(_SHIPPED),
    S.INSPECTING: _INSPECTING,
    S.SETTLING: _INSPECTING.give(27, "record_inspection", **_SEEN),
    S.REFUSED: _ASKED.give(26, "refuse_return", reason="no"),
    S.MEDIATION_REQUESTED: _REQUESTED,
    S.IN_MEDIATION: _MEDIATING,
    S.DECIDED: _DECIDED,
    S.APPEAL_REQUESTED: _APPEALED,
    S.IN_APPEAL: _APPEALED.then(told_of("appeal.opened", 27.1, appeal_id="A-1", opened_by="seller")),
    S.CLOSED: _ASKED.then(told_of("refund.settled", 26, amount=usd(2400), reference="P-0")),
}
