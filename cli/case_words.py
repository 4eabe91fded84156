"""A case in a seller's words: whose turn it is, by when, and what happens if nobody acts."""

from collections.abc import Iterator
from typing import Any

from . import amounts, talk
from .instants import shown

Case = dict[str, Any]
_LONGEST = 80  # letters of a next step in a list
_BURNING = {"over": "red", "nearly": "red", "half": "yellow"}
_WHO = {
    "us": "Your turn",
    "customer": "The customer's turn",
    "platform": "The platform's turn",
    "carrier": "On its way",
}


def rows(summaries: list[Case]) -> list[str]:
    """Write a list of cases, one a line."""
    table = [
        (each["case_id"], each["status"], each["turn"]["who"], _until(each["deadline"]), _short(each["next"]["text"]))
        for each in summaries
    ]
    return talk.columns([("CASE", "STATUS", "TURN", "BY", "NEXT"), *table]) if table else []


def lines(case: Case) -> Iterator[str]:
    """Write one case."""
    outcome = f" ({case['outcome']})" if case["outcome"] else ""
    yield f"{case['case_id']}: {talk.paint(case['status'] + outcome, 'cyan')}"
    yield f"  {_WHO.get(case['turn']['who'], 'Nobody has to act')}: {case['turn']['text']}"
    yield from _deadline(case["deadline"])
    yield from _about(case)
    yield from _needs(case)
    yield from (f"  Next: {text}" for text in case["next_steps"])
    yield f"  Possible now: {', '.join(case['available_actions']) or 'nothing'}"


def _deadline(deadline: Case | None) -> Iterator[str]:
    if deadline is None:
        yield "  No deadline runs."
        return
    when = talk.paint(shown(deadline["at"]), _BURNING.get(deadline["burning"], "green"))
    yield f"  By {when}, the {deadline['who']}"
    yield f"  If nobody acts: {deadline['if_silent']}"


def _about(case: Case) -> Iterator[str]:
    customer, reason = case["customer"], case["reason"]
    yield f"  Customer: {customer['name'] if customer else 'not known'}. Wants: {case['wants'] or 'not known'}"
    said = reason["text"]
    yield f"  Reason: {reason['code']}" + (f", “{said}”" if said else "")
    yield from (f"    {each['quantity']} x {each['title'] or each['sku']}{_amount(each)}" for each in case["lines"])
    yield from map(_offer, case["offers"])
    yield from map(_round, case["rounds"])
    yield from _files_and_money(case)


def _files_and_money(case: Case) -> Iterator[str]:
    if case["evidence"]:
        stored = sum(each["status"] == "stored" for each in case["evidence"])
        yield f"  Evidence: {stored} of {len(case['evidence'])} files are stored"
    for name, said in (("due", "To pay"), ("settled", "Paid")):
        if case["refund"][name]:
            yield f"  {said}: {amounts.shown(case['refund'][name])}"


def _offer(offer: Case) -> str:
    return f"  Offer {offer['offer_id']} by the {offer['by']}: {offer['resolution']}{_amount(offer)}, {offer['status']}"


def _round(each: Case) -> str:
    ruling = f", for the {each['in_favour_of']}" if each["in_favour_of"] else ""
    return f"  {each['kind'].capitalize()} {each['number']}: {each['status']}{ruling}"


def _amount(priced: Case) -> str:
    return f", {amounts.shown(priced['amount'])}" if priced["amount"] else ""


def _needs(case: Case) -> Iterator[str]:
    if case["order_check"]["result"] != "confirmed":
        yield f"  The order is not confirmed: {case['order_check']['result'].replace('_', ' ')}"
    for review in case["needs_review"]:
        if review["acknowledged"] is None:
            yield talk.paint(f"  Look: {review['detail']}", "yellow")
    for task in case["tasks"]:
        yield talk.paint(f"  Task: {task['text']}", "yellow")


def _until(deadline: Case | None) -> str:
    return shown(deadline["at"]) if deadline else "-"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
