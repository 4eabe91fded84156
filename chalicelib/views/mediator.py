"""A case for a mediator: the facts of both sides, and nothing that is for the seller alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, Literal

from chalicelib.domain.entries import Entry
from chalicelib.values.instants import Instant
from chalicelib.values.states import EvidenceStatus
from chalicelib.values.vocabulary import EventType, Outcome, Party, Resolution, Status
from chalicelib.views import formats as f
from chalicelib.views import shapes as s
from chalicelib.views.case import CaseShape
from chalicelib.views.order import GoodsOfOrderShape
from chalicelib.views.refusal import RefusalShape
from chalicelib.views.round import RoundShape
from chalicelib.views.said import Said
from chalicelib.views.settlement import RefundShape

IN_HAND: Final = (EvidenceStatus.STORED, EvidenceStatus.LATE)
# What happened inside the seller's own office. A new type of event is shown unless it is named here.
_OF_THE_OFFICE: Final = frozenset(
    {
        EventType.EVIDENCE_ANNOUNCED,
        EventType.EVIDENCE_REJECTED,
        EventType.FILING_FAILED,
        EventType.FILING_LEFT,
        EventType.CASE_CLOSED,
        EventType.REVIEW_ACKNOWLEDGED,
        EventType.DEADLINE_PASSED,
    }
)


class FreightForMediatorShape(s.Shape):
    """The party that pays the freight, by which rule of the policy of the case."""

    payer: Party | None
    rule: str
    policy: str
    reclaim_from: Literal["carrier"] | None
    code: f.Code
    because: Said


class CaseForMediatorShape(s.Shape):
    """The part of a case that a mediator may see. A new field of a case is not shown unless it is named here."""

    case_id: f.CaseId
    merchant: f.Id
    marketplace: f.Id
    order_number: f.Id
    return_id: f.Id
    status: Status
    outcome: Outcome | None
    platform_status: str | None
    customer: s.CustomerShape | None
    reason: s.ReasonShape
    wants: Resolution | None
    lines: tuple[s.ReturnLineShape, ...]
    order: GoodsOfOrderShape
    order_check: s.OrderCheckShape
    eligibility: s.EligibilityShape
    offers: tuple[s.OfferShape, ...]
    refusal: RefusalShape | None
    inspection: s.InspectionShape | None
    freight: FreightForMediatorShape
    refund: RefundShape
    rounds: tuple[RoundShape, ...]
    evidence: tuple[s.EvidenceShape, ...]
    policy: s.PolicyShape
    changed_at: Instant


def show_for_mediator(case: CaseShape) -> CaseForMediatorShape:
    """Show a case without what is the seller's own."""
    shown = CaseForMediatorShape.model_validate(case)
    seen = tuple(file for file in case.evidence if file.status in IN_HAND)
    rounds = tuple(round_.model_copy(update={"to_file_by": None}) for round_ in case.rounds)
    return shown.model_copy(update={"evidence": seen, "rounds": rounds})


def seen_by_mediator(case: Mapping[str, Any]) -> dict[str, Any]:
    """Take out of a case in JSON what is the seller's own. The case can be one of an older version."""
    seen = {name: case[name] for name in CaseForMediatorShape.model_fields if name in case}
    freight = case.get("freight", {})
    seen["freight"] = {name: freight[name] for name in FreightForMediatorShape.model_fields if name in freight}
    seen["evidence"] = [file for file in case.get("evidence", ()) if file["status"] in IN_HAND]
    seen["rounds"] = [{**round_, "to_file_by": None} for round_ in case.get("rounds", ())]
    return seen


def entries_for_mediator(entries: list[Entry]) -> Iterator[Entry]:
    """Choose the entries of a timeline that a mediator may see, without which of the seller's people acted."""
    return (replace(entry, person=None) for entry in entries if entry.type not in _OF_THE_OFFICE)
