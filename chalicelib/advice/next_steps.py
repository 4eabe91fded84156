"""Next steps: what a seller does next, in words, most urgent first."""

from collections.abc import Iterator, Mapping

from chalicelib.domain.articles import unclear_lines
from chalicelib.domain.case import Case
from chalicelib.domain.guards import available_actions
from chalicelib.domain.order import OrderFile
from chalicelib.domain.order_check import CheckResult, check_order
from chalicelib.domain.readiness import readiness
from chalicelib.domain.situation import Situation
from chalicelib.values.english import KINDS, counted
from chalicelib.values.every import for_every
from chalicelib.values.money import Money
from chalicelib.values.reasons import Fault
from chalicelib.values.states import NEGOTIABLE
from chalicelib.values.vocabulary import Party, Status


def next_steps(file: OrderFile, case: Case) -> tuple[str, ...]:
    """Return what a seller does next, most urgent first. Every case has at least one step."""
    if case.status is Status.DECIDED:
        return (*_gaps(file, case), *_after_ruling(file, case))
    if not case.is_open:
        return tuple(_after_end(case))
    return (*_gaps(file, case), *_our_offers(case), _NEXT[case.status])


def _gaps(file: OrderFile, case: Case) -> Iterator[str]:
    check = check_order(case, file.order)
    if case.is_open and not check.passed:
        yield _ORDER_GAPS[check.result]
    if case.is_open and case.reason_code.fault is Fault.UNKNOWN:
        yield "Say what the reason is: before that, you cannot accept or refuse anything."
    if case.is_open and not (case.wants and case.lines):
        yield "Add what is missing: the articles, and what the customer wants."
    if case.is_open and unclear_lines(case, file.order):
        yield "Say which articles of the order the return is about: their numbers are not the order's."


def _our_offers(case: Case) -> Iterator[str]:
    for offer in case.open_offers() if case.status in NEGOTIABLE else ():
        if offer.by is Party.SELLER:
            yield (
                f"Your offer {offer.offer_id} waits for the customer. Record the answer if you get it elsewhere,"
                " or withdraw the offer."
            )


def _after_end(case: Case) -> Iterator[str]:
    if case.unsettled is not None:
        yield _to_pay(case.unsettled)
    if case.root_cause is None:
        yield _NEXT[Status.CLOSED]
    elif case.unsettled is None:
        yield "Nothing: the case is closed, with its root cause on record."


def _to_pay(amount: Money) -> str:
    return f"Pay {amount}, as the platform ruled."


def _after_ruling(file: OrderFile, case: Case) -> Iterator[str]:
    if case.unsettled is not None:
        yield _to_pay(case.unsettled)
    if "file_appeal" in available_actions(Situation.of(file, case, now=file.as_of)):
        yield f"{'Or appeal' if case.unsettled else 'Appeal'} in time, with evidence that is new."
        yield from _appeal_gaps(case)
    elif case.unsettled is None:
        open_root_cause = "Close the case with its root cause: the ruling is final, and everything is settled."
        yield (
            open_root_cause if case.root_cause is None else "Nothing: the case closes when the time to appeal is over."
        )


def _appeal_gaps(case: Case) -> Iterator[str]:
    for lacking in readiness(case).missing:
        needed = counted(lacking.needed, *KINDS[lacking.kind])
        yield f"An appeal needs {needed}, and you have {lacking.have}."


_ORDER_GAPS: Mapping[CheckResult, str] = for_every(
    CheckResult,
    {
        CheckResult.CONFIRMED: "Nothing: the order is confirmed.",
        CheckResult.UNKNOWN_ORDER: "Record the order, or confirm it yourself with a reason.",
        CheckResult.INCOMPLETE: "Add the customer's name, so that the order can be checked.",
        CheckResult.MISMATCH: "The order has another customer: find out why, or confirm it yourself with a reason.",
    },
)
_NEXT: Mapping[Status, str] = for_every(
    Status,
    {
        Status.DECIDED: "Do as the platform ruled, or appeal in time.",
        Status.REQUESTED: "Answer the request: accept it, make an offer, or refuse it with a reason.",
        Status.NEGOTIATING: "Come to an agreement: accept, offer or decline. Without one, the platform mediates.",
        Status.AGREED: "Wait for the customer to send the goods back.",
        Status.RETURNING: "Wait for the goods: the case goes on when they arrive.",
        Status.INSPECTING: "Inspect the goods against description and pictures, take photos, and record it.",
        Status.SETTLING: "Do as you agreed, and record it.",
        Status.REFUSED: "Keep your evidence together: the customer can still contest the refusal.",
        Status.MEDIATION_REQUESTED: "Collect evidence. An agreement is still possible, and withdraws the request.",
        Status.IN_MEDIATION: "Give the mediator your evidence in time. An agreement is still possible.",
        Status.APPEAL_REQUESTED: "Wait until the platform opens the appeal.",
        Status.IN_APPEAL: "Give the platform your evidence in time.",
        Status.CLOSED: "Tell the root cause, so that the next return does not happen.",
    },
)
