"""The properties of every decision, whatever seller, desk, customer and platform did before."""

from datetime import datetime
from typing import Any

from hypothesis import given

from chalicelib.domain.commands import Refused
from chalicelib.domain.offer_facts import OfferMade, OfferTaken, ReturnAccepted
from chalicelib.domain.order import OrderFile
from chalicelib.domain.reservations import exceeds_order
from chalicelib.domain.stock import excess_goods, stock
from chalicelib.domain.worth import worth
from chalicelib.values.vocabulary import Outcome
from tests.domain.generated import walks
from tests.domain.histories import Story


@given(walks())
def test_what_is_decided_applies_and_is_decided_the_same_again(walk):
    for before, command, fields, name, now in walk:
        after = _attempt(before, command, fields, name, now)
        assert repr(after) == repr(_attempt(before, command, fields, name, now))
        if isinstance(after, Refused):
            continue
        decided = after.events[-1]
        entry = next(e for e in after.case(decided.received_at, name).timeline if e.id == decided.id)
        # An earlier word of the customer may find a state in which it does not apply: CaseCommands refuses it then.
        assert entry.effect or decided.at < now, (command, entry.no_effect_because)
        assert all(decided.received_at > event.at for event in before.events if event.at >= now)


@given(walks())
def test_what_is_promised_never_exceeds_the_order(walk):
    for before, command, fields, name, now in walk:
        if command == "record_ruling":  # the platform's word, kept and flagged
            continue
        after = _attempt(before, command, fields, name, now)
        if isinstance(after, Refused):
            continue
        was, now_is = before.file(now), after.file(after.events[-1].received_at)
        assert exceeds_order(was.order, was.cases.values()) or not exceeds_order(now_is.order, now_is.cases.values())
        if command in ("accept_return", "make_offer", "accept_offer"):
            assert _goods_kept(now_is, name)


@given(walks())
def test_nothing_above_the_worth_of_a_return_is_promised_but_as_goodwill(walk):
    for before, command, fields, name, now in walk:
        after = _attempt(before, command, fields, name, now)
        if isinstance(after, Refused) or command not in ("accept_return", "make_offer", "accept_offer"):
            continue
        was, promise = before.file(now), after.events[-1].fact
        most = worth(was.cases[name], was.order, tuple(was.cases.values()))
        if fields.get("goodwill") or most is None:
            continue
        assert isinstance(promise, ReturnAccepted | OfferMade | OfferTaken)
        assert promise.amount is None or promise.amount.minor <= most.minor


def _attempt(told: Story, command: str, fields: dict[str, Any], name: str, now: datetime) -> Story | Refused:
    try:
        return told.give(now, command, return_id=name, **fields)
    except Refused as refused:
        return refused


def _goods_kept(file: OrderFile, name: str) -> bool:
    return not excess_goods(file.cases[name], stock(file.order, file.cases.values()))


@given(walks())
def test_a_ruling_or_a_payment_decides_how_a_case_ends(walk):
    for before, _, _, name, now in walk:
        case = before.case(now, name)
        if case.is_open:
            continue
        if case.outcome in (Outcome.REFUNDED, Outcome.PARTIALLY_REFUNDED, Outcome.CANCELLED):
            assert case.settled is not None
        if case.ruling is not None and case.outcome is not None:
            assert case.outcome.startswith("ruled_")
