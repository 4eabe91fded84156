"""The links of answers: each is a call that an answer leads to, with the source of its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Link:
    """The answer of one call leads to another call. Both stand here by the names of their operations."""

    source: str
    target: str
    parameters: Mapping[str, str]


_CASE: Final = {"case_id": "$response.body#/case_id"}
_SAME_CASE: Final = {"case_id": "$request.path.case_id"}

LINKS: Final = (
    Link("getCase", "getTimeline", _CASE),
    Link("getCase", "getDossier", _CASE),
    Link("giveCommand", "getCase", _CASE),
    Link("giveCommand", "getTimeline", _CASE),
    Link("previewCommand", "getCase", _SAME_CASE),
    Link("announceEvidence", "getEvidence", _SAME_CASE | {"evidence_id": "$response.body#/evidence_id"}),
    Link(
        "recordOrder",
        "getOrder",
        {"marketplace": "$response.body#/marketplace", "order_number": "$response.body#/order_number"},
    ),
    Link("putPolicy", "getPolicyVersion", {"number": "$response.body#/version"}),
    Link("receiveDelivery", "getDelivery", {"delivery_id": "$response.body#/event"}),
)
