"""The story of `make demo`: navy was ordered, black came, and the platform has to be asked twice."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any

from local.outsiders import Marketplace, Seller
from local.platform_simulator import PlatformSimulator
from local.sample_files import small_document, small_picture
from local.teller import Teller

ORDER, RETURN = "A-1001", "R-1"
CASE = f"alibaba.{ORDER}.{RETURN}"
_LINE = {"sku": "MUG-01", "quantity": 200, "amount": {"minor": 240_000, "currency": "USD"}}
_CUSTOMER = {"name": "Ada Buyer"}


def tell(teller: Teller, stack: dict[str, Any], platform: PlatformSimulator) -> None:
    """Tell the whole story.

    Raises StepFailedError if a step does not hold.
    """
    marketplace, seller = platform.marketplace, Seller(stack, CASE)
    _arrivals(teller, marketplace, seller)
    _negotiation(teller, marketplace, seller)
    evidence = _evidence(teller, seller)
    _mediation(teller, seller, platform)
    _appeal(teller, seller, platform, evidence)
    _record(teller, seller)
    _calls(teller, marketplace)


def _arrivals(teller: Teller, marketplace: Marketplace, seller: Seller) -> None:
    teller.step("A return arrives before its order is known")
    request = marketplace.tell("return.requested", _request(), at=_ago(days=1))
    teller.hold(
        request.status == HTTPStatus.ACCEPTED, f"the signed webhook is durable: 202, event {request.answer['event']}"
    )
    again = marketplace.tell_again(request)
    teller.hold(
        again.status == HTTPStatus.OK, "the same delivery once more, signed anew: 200, a duplicate without effect"
    )
    forged = marketplace.forge(request)
    teller.hold(forged.status == HTTPStatus.UNAUTHORIZED, f"a forged one: 401, and {forged.aws_calls} AWS calls")
    case = seller.case()
    teller.hold(case["order_check"]["result"] == "unknown_order", "until the order checks out nothing can be promised")
    refused = seller.ask("accept_return")
    teller.hold(
        refused.status_code == HTTPStatus.CONFLICT, f"accepting now is refused by rule {refused.json().get('rule')}"
    )
    teller.show(case)

    teller.step("The order arrives late, delivered first and placed last")
    marketplace.tell("order.delivered", {"order_number": ORDER}, at=_ago(days=5))
    placed = {"order_number": ORDER, "customer": {"name": " ADA  buyer"}, "lines": [_LINE]}
    marketplace.tell("order.placed", placed, at=_ago(days=30))
    case = seller.case()
    teller.hold(case["order_check"]["result"] == "confirmed", "the order confirms the return that came before it")
    teller.hold(case["eligibility"]["eligible"], f"eligible: {case['eligibility']['rules'][1]['why']}")
    freight, other = case["freight"], case["freight"]["differs"]
    teller.say(f"freight: {freight['because']} ({freight['rule']}, policy {freight['policy']})")
    teller.say(f"the policy {other['policy']} would say: the {other['payer']} pays")
    teller.show(case)


def _negotiation(teller: Teller, marketplace: Marketplace, seller: Seller) -> None:
    teller.step("The two sides talk, and do not agree")
    offered = seller.ask("make_offer", resolution="partial_refund", amount=_usd(60_000), text="Keep them, 600 back?")
    teller.hold(offered.status_code == HTTPStatus.CREATED, "the seller offers 600.00 USD back")
    no = {"order_number": ORDER, "return_id": RETURN, "offer_id": f"{RETURN}-s1", "text": "They are all black."}
    marketplace.tell("offer.declined", no)
    counter = {"order_number": ORDER, "return_id": RETURN, "offer_id": "C-1", "resolution": "return_and_refund"}
    marketplace.tell("offer.made", counter | {"amount": _usd(240_000), "freight_payer": "seller"})
    declined = seller.ask("decline_offer", offer_id="C-1", text="The sample you approved was black.")
    teller.hold(
        declined.status_code == HTTPStatus.CREATED,
        "the customer declines and wants all of it; the seller declines that",
    )
    teller.show(seller.case())


def _evidence(teller: Teller, seller: Seller) -> list[str]:
    teller.step("Evidence goes up by presigned URL, and is looked at before it counts")
    photo = seller.upload("mugs.png", small_picture(), content_type="image/png", kind="photo", description="As packed")
    waybill = seller.upload(
        "waybill.pdf", small_document(), content_type="application/pdf", kind="logistics", description="Waybill"
    )
    page = b"<!DOCTYPE html><script>alert(1)</script>"
    lie = seller.upload("proof.jpg", page, content_type="image/jpeg", kind="photo", description="A page, not a photo")
    case = teller.await_case(
        seller.case,
        lambda case: not _with_status(case, "announced"),
        "all three uploads were looked at",
    )
    teller.hold(_with_status(case, "stored") == {photo, waybill}, "the photo and the waybill are what they say")
    rejected = next(file for file in case["evidence"] if file["evidence_id"] == lie)
    teller.hold(rejected["status"] == "rejected", f"the file that lies is rejected: {rejected['reason']}")
    teller.show(case)
    return [photo, waybill]


def _mediation(teller: Teller, seller: Seller, platform: PlatformSimulator) -> None:
    teller.step("Without agreement the platform has to mediate")
    escalated = seller.ask("escalate", reason="No agreement on 200 mugs")
    teller.hold(escalated.status_code == HTTPStatus.CREATED, "the escalation is on its way over the queue")
    teller.show(escalated.json())
    case = teller.await_case(
        seller.case,
        lambda case: case["rounds"][0]["status"] == "filed",
        "the mediation desk has filed it with the platform",
    )
    teller.say(f"the platform's reference: {case['rounds'][0]['reference']}")
    teller.hold(len(platform.filings) == 1, "the platform counts one filing")

    teller.step("The platform opens the mediation and rules for the customer")
    platform.open_mediation(CASE, mediation_id="M-1")
    platform.decide_mediation(CASE, mediation_id="M-1", in_favour_of="customer", refund=_usd(240_000))
    case = seller.case()
    teller.hold(case["status"] == "decided", "its signed ruling is in the case")
    teller.show(case)


def _appeal(teller: Teller, seller: Seller, platform: PlatformSimulator, evidence: list[str]) -> None:
    teller.step("The seller appeals: first with nothing in hand, then properly")
    refused = seller.ask("file_appeal", grounds="The approved sample was black", evidence=[])
    teller.hold(
        refused.status_code == HTTPStatus.CONFLICT, f"refused by {refused.json()['rule']}: {refused.json()['detail']}"
    )
    sample = seller.upload(
        "approved-sample.pdf",
        small_document(),
        content_type="application/pdf",
        kind="contract",
        description="Approved sample",
    )
    case = teller.await_case(
        seller.case, lambda case: not _with_status(case, "announced"), "the approved sample is in evidence"
    )
    teller.hold(case["readiness"]["new_since_ruling"] == [sample], "it counts as new since the ruling")
    filed = seller.ask("file_appeal", grounds="The approved sample was black", evidence=[*evidence, sample])
    teller.hold(filed.status_code == HTTPStatus.CREATED, "with waybill, photo and sample the appeal is taken")
    teller.await_case(seller.case, lambda case: case["rounds"][-1]["status"] == "filed", "and filed with the platform")
    platform.open_appeal(CASE, appeal_id="P-1")
    platform.decide_appeal(CASE, appeal_id="P-1", in_favour_of="seller")
    case = seller.case()
    teller.hold(case["rounds"][-1]["in_favour_of"] == "seller", "the appeal is won; the first ruling stays on record")
    teller.show(case)


def _record(teller: Teller, seller: Seller) -> None:
    teller.step("The case is closed with what it taught")
    closed = seller.ask("close_case", root_cause="colour not named on the order", lesson="confirm colours in writing")
    teller.hold(closed.json().get("outcome") == "ruled_seller", "closed, ruled for the seller")
    dossier = seller.dossier()
    entries = closed.json()["timeline_total"]
    teller.say(f"{entries} entries in its timeline, {len(dossier['evidence'])} files with their hashes in its dossier")
    teller.show(closed.json())


def _calls(teller: Teller, marketplace: Marketplace) -> None:
    teller.step("What each webhook cost, as counted on the wire")
    for delivery in marketplace.posted:
        teller.say(f"{delivery.type:18} {delivery.status}  {delivery.aws_calls} AWS call(s)")
    warm = [delivery for delivery in marketplace.posted[1:] if delivery.status in (HTTPStatus.OK, HTTPStatus.ACCEPTED)]
    more = sum(delivery.aws_calls - 1 for delivery in warm)
    # On a slow machine the story takes minutes, and the registry and the secrets are read again once a minute.
    counted = all(delivery.aws_calls for delivery in warm)
    teller.hold(counted and more <= 2 * teller.minutes, "one call each, once the process is warm")


def _request() -> dict[str, Any]:
    return {
        "order_number": ORDER,
        "return_id": RETURN,
        "customer": _CUSTOMER,
        "reason": {"code": "colour_difference", "text": "ordered navy, got black"},
        "wants": "return_and_refund",
        "lines": [_LINE],
    }


def _usd(minor: int) -> dict[str, Any]:
    return {"minor": minor, "currency": "USD"}


def _ago(**by: float) -> datetime:
    return datetime.now(UTC) - timedelta(**by)


def _with_status(case: dict[str, Any], status: str) -> set[str]:
    return {file["evidence_id"] for file in case["evidence"] if file["status"] == status}
