"""An order with 2,000 events is still folded well within a second or two (numbers 60 and 61 of docs/reliability.md)."""

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest

from chalicelib.domain.events import Event
from tests.domain.histories import (
    delivered,
    evidence,
    line,
    offer,
    on,
    opened,
    ours,
    placed,
    requested,
    story,
    told,
    told_of,
    usd,
)

MANY = 2_000
SLOW = 5.0  # seconds of CPU on a slow machine; what was quadratic here took 8 to 14


def of_cases(number: int) -> Event:
    return requested(2 + number / MANY, return_id=f"R-{number}")


KINDS: dict[str, Callable[[int], Event]] = {
    "cases": of_cases,
    "messages": lambda n: told_of("message.posted", 2 + n / MANY, text=f"message {n}"),
    "offers": lambda n: offer(2 + n / MANY, f"C-{n}", expires_at=on(3 + n / MANY)),
    "mediations": lambda n: told_of("mediation.opened", 2 + n / MANY, mediation_id=f"M-{n}", opened_by="customer"),
    "rulings": lambda n: told_of("mediation.decided", 2 + n / MANY, mediation_id=f"M-{n}", in_favour_of="seller"),
    "settlements": lambda n: told_of("refund.settled", 2 + n / MANY, amount=usd(1), reference=f"P-{n}"),
    "failed refunds": lambda n: told_of("refund.failed", 2 + n / MANY, reference=f"P-{n}"),
    "files": lambda n: evidence(2 + n / MANY, f"E-{n // 2}", "photo")[n % 2],
    "parcels": lambda n: told("order.shipped", n / MANY, tracking={"carrier": "DHL", "number": f"N-{n}"}),
    "arrivals": lambda n: told("order.delivered", n / MANY, tracking={"carrier": "DHL", "number": f"N-{n}"}),
    "changes": lambda n: told_of("return.updated", 2 + n / MANY, platform_status=f"status {n}"),
    "orders": lambda n: told("order.placed", n / MANY, customer={"name": f"{n}"}, lines=[line()]),
}


LINES = 1_000
PROMISES = 500


def promised(number: int) -> tuple[Event, Event]:
    """A return of one article, and our offer of half its price."""
    return_id, at = f"R-{number}", 3 + number / MANY
    asked = requested(at, return_id=return_id, lines=[line(f"A-{number}", 1, 100)])
    offered = on(at, ms=1)
    terms: dict[str, Any] = {"offer_id": f"{return_id}-s1", "resolution": "partial_refund", "amount": usd(50)}
    return asked, ours("offer.made", offered, return_id=return_id, **terms)


def test_an_order_of_1000_lines_that_changed_after_500_promises_folds_in_time():
    """Every case compares the two records of the order (number 115 of docs/reliability.md)."""
    bought = [line(f"A-{number}", 2, 200) for number in range(LINES)]
    fewer = [line(f"A-{number}", 1, 100) for number in range(LINES)]
    events = [event for number in range(PROMISES) for event in promised(number)]
    history = story(placed(lines=bought), delivered(), *events, placed(5, lines=fewer))
    began = process_time()
    file = history.file(6)
    assert process_time() - began < SLOW / 2
    assert all(case.reviews for case in file.cases.values())


@pytest.mark.parametrize("kind", KINDS)
def test_an_order_of_2000_events_folds_in_time(kind):
    history = opened().then(*[KINDS[kind](number) for number in range(MANY)])
    began = process_time()
    file = history.file(40)
    assert process_time() - began < SLOW
    lines = len(file.order.entries) + sum(len(case.timeline) for case in file.cases.values())
    assert lines >= MANY
