"""The story of `make demo DIALECT=alibaba` or `lazada`: the platform only signals, and the seller records the rest."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

import requests

from local.outsiders import Seller
from local.platform_simulator import PlatformSimulator
from local.push_voice import ORDER, RETURN, PushVoice
from local.sample_files import small_document, small_picture
from local.teller import Teller

_LINE = {"sku": "MUG-01", "quantity": 200, "amount": {"minor": 240_000, "currency": "USD"}}
_CUSTOMER = {"name": "Ada Buyer"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words with which a platform says what the story needs. `steps_in` is None if it never says so."""

    shipped: str
    delivered: str
    requested: str
    steps_in: str | None
    over: str


WORDS = {
    "alibaba": Words(
        "ANNOUNCE_SENDGOODS",
        "ORDER_COMFIRM_RECEIVEGOODS",
        "BUYER_APPLY_REFUND",
        "CRM_INTERVENE_TASK",
        "SELLER_CONFIRM_ORDER_CLOSE",
    ),
    "lazada": Words("shipped", "delivered", "RTM_INIT", None, "RTM_CANCELED"),
}


class PushStory:
    """The story of one return in one dialect."""

    def __init__(self, teller: Teller, stack: dict[str, Any], platform: PlatformSimulator, dialect: str) -> None:
        case_id = f"{dialect}.{ORDER}.{RETURN}"
        self._teller = teller
        self._platform = platform
        self._words = WORDS[dialect]
        self._voice = PushVoice(stack, dialect)
        self._seller = Seller(stack, case_id)
        self._desk = Seller(stack, case_id, role="desk")
        self._order_url = f"{stack['api_url']}/orders/{dialect}/{ORDER}"
        self._headers = {"authorization": f"Bearer {stack['api_keys']['demo']['seller']}"}

    def tell(self) -> None:
        """Tell it. Raises StepFailedError if a step does not hold."""
        self._arrivals()
        self._details()
        self._negotiation()
        evidence = self._evidence()
        self._mediation()
        self._appeal(evidence)
        self._end()

    def _arrivals(self) -> None:
        self._teller.step("The platform pushes what happens, in its own words")
        self._voice.push(self._words.shipped, at=_ago(days=12))
        self._voice.push(self._words.delivered, at=_ago(days=5))
        request = self._voice.push(self._words.requested, at=_ago(hours=3))
        self._holds(
            all((each.status, each.text) == (HTTPStatus.OK, "") for each in self._voice.posted),
            "shipped, received, asked back: each push is durable, and the answer is a plain 200",
        )
        again = self._voice.post(request)
        self._holds(again.status == HTTPStatus.OK, "the same push once more: a plain 200, without effect")
        forged = self._voice.forge(request)
        self._holds(forged.status == HTTPStatus.UNAUTHORIZED, f"a forged one: 401, and {forged.aws_calls} AWS calls")
        case = self._seller.case()
        self._holds(case["status"] == "requested", f"the case is open, and the platform says {case['platform_status']}")
        self._holds(case["lines"] == [], "the push does not say who, why and what: people complete it")

    def _details(self) -> None:
        self._teller.step("The seller records the order, and what the customer wrote")
        record: dict[str, Any] = {"customer": _CUSTOMER, "lines": [_LINE]}
        put = requests.put(self._order_url, json=record, headers=self._headers, timeout=30)
        self._holds(put.status_code == HTTPStatus.CREATED, "the seller's own record of the order")
        reason = {"code": "colour_difference", "text": "ordered navy, got black"}
        completed = self._ask(
            "complete_details", customer=_CUSTOMER, reason=reason, wants="return_and_refund", lines=[_LINE]
        )
        self._holds(completed["order_check"]["result"] == "confirmed", "the order confirms the return")
        self._holds(completed["eligibility"]["eligible"], "the window runs from the platform's own word of receipt")
        self._teller.show(completed)

    def _negotiation(self) -> None:
        self._teller.step("The customer answers in the platform's chat, and the seller records it")
        self._ask("make_offer", resolution="partial_refund", amount=_usd(60_000), text="Keep them, 600 back?")
        declined = self._ask(
            "record_customer_answer", offer_id=f"{RETURN}-s1", answer="declined", text="They are all black."
        )
        self._holds(declined["offers"][0]["status"] == "declined", "the customer's no, recorded by the seller")
        self._ask("record_customer_offer", resolution="return_and_refund", amount=_usd(240_000), freight_payer="seller")
        case = self._ask("decline_offer", offer_id=f"{RETURN}-c1", text="The sample you approved was black.")
        self._holds(case["offers"][-1]["status"] == "declined", "the customer wants all of it, and the seller declines")
        self._teller.show(case)

    def _evidence(self) -> list[str]:
        self._teller.step("Evidence goes up by presigned URL")
        files = [
            self._seller.upload(
                "mugs.png", small_picture(), content_type="image/png", kind="photo", description="As packed"
            ),
            self._seller.upload(
                "waybill.pdf", small_document(), content_type="application/pdf", kind="logistics", description="Waybill"
            ),
        ]
        self._teller.await_case(
            self._seller.case,
            lambda case: all(file["status"] == "stored" for file in case["evidence"]),
            "the photo and the waybill are what they say",
        )
        return files

    def _mediation(self) -> None:
        self._teller.step("Without agreement the platform has to mediate")
        self._ask("escalate", reason="No agreement on 200 mugs")
        self._await_filing("the mediation desk has filed it with the platform")
        self._holds(len(self._platform.filings) == 1, "the platform counts one filing")
        mediation = f"{RETURN}-mediation"
        if self._words.steps_in:
            self._voice.push(self._words.steps_in, at=datetime.now(UTC))
            (opened,) = self._seller.case()["rounds"]
            self._holds(
                opened["id"] == mediation, f"{self._words.steps_in}: the platform mediates, and tells no number"
            )
        self._rule("mediation", mediation, in_favour_of="customer", refund=_usd(240_000))
        self._holds(self._seller.case()["status"] == "decided", "no push names a winner: the desk records the ruling")

    def _appeal(self, evidence: list[str]) -> None:
        self._teller.step("The seller appeals")
        self._ask("file_appeal", grounds="The approved sample was black", evidence=evidence)
        self._await_filing("and the appeal is filed with the platform")
        self._rule("appeal", "P-1", in_favour_of="seller")
        case = self._seller.case()
        self._holds(
            case["rounds"][-1]["in_favour_of"] == "seller", "the appeal is won; the first ruling stays on record"
        )
        self._teller.show(case)

    def _end(self) -> None:
        self._teller.step("The platform closes its side, and the case is closed with what it taught")
        self._voice.push(self._words.over, at=datetime.now(UTC))
        case = self._seller.case()
        flagged = [review["detail"] for review in case["needs_review"] if self._words.over in review["detail"]]
        self._holds(
            bool(flagged) or case["status"] == "closed", f"{self._words.over}: the platform's word is on record"
        )
        closed = self._ask(
            "close_case", root_cause="colour not named on the order", lesson="confirm colours in writing"
        )
        self._holds(closed["outcome"] == "ruled_seller", "closed, ruled for the seller")
        self._teller.say(f"{closed['timeline_total']} entries in its timeline")
        self._teller.show(closed)

    def _ask(self, command: str, **fields: Any) -> dict[str, Any]:
        answer = self._seller.ask(command, **fields)
        self._holds(answer.status_code == HTTPStatus.CREATED, f"{command.replace('_', ' ')}: done")
        case: dict[str, Any] = answer.json()
        return case

    def _rule(self, kind: str, name: str, **ruling: Any) -> None:
        answer = self._desk.ask("record_ruling", kind=kind, id=name, **ruling)
        self._holds(answer.status_code == HTTPStatus.CREATED, f"the desk records the ruling on the {kind}")

    def _await_filing(self, what: str) -> None:
        self._teller.await_case(self._seller.case, lambda case: case["rounds"][-1]["status"] == "filed", what)

    def _holds(self, holds: bool, what: str) -> None:  # noqa: FBT001 -- as the teller's
        self._teller.hold(holds, what)


def _usd(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "USD"}


def _ago(**by: float) -> datetime:
    return datetime.now(UTC) - timedelta(**by)
