"""Clocks that differ: an answer counts after what it answers, and nothing counts later than its receipt."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.events import Event
from chalicelib.values.states import OfferStatus
from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import Story, on, opened, placed, requested, story, told_of, usd

HALF: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(500)}


def received(event: Event, day: float, *, minutes: float = 0) -> Event:
    """The event as it was received then."""
    return replace(event, received_at=on(day, minutes=minutes))


def offered() -> Story:
    return opened().give(4, "make_offer", **HALF)


BEHIND = [0.4, 1, 20, 60, 300, 3600, 86_400]  # seconds


@pytest.mark.parametrize("seconds", BEHIND)
@pytest.mark.parametrize(("answer", "status"), [("accepted", OfferStatus.ACCEPTED), ("declined", OfferStatus.DECLINED)])
def test_an_answer_to_an_offer_counts_right_after_the_offer_however_early_it_is_dated(seconds, answer, status):
    """Number 97 of docs/reliability.md: an answer comes after what it names, whatever its clock says."""
    told = told_of(f"offer.{answer}", on(4) - timedelta(seconds=seconds), offer_id="R-1-s1")
    case = offered().then(received(told, 4, minutes=1)).case(5)
    assert [found.status for found in case.offers] == [status]
    assert case.timeline[-1].at == told.at


def test_an_answer_in_the_same_second_as_other_facts_dated_ahead_still_counts():
    """Number 97 of docs/reliability.md: beside other facts that are dated ahead."""
    ahead = received(told_of("message.posted", on(4, minutes=4), text="hello"), 4)
    told = told_of("offer.accepted", on(4) - timedelta(seconds=1), offer_id="R-1-s1")
    case = offered().then(ahead, received(told, 4, minutes=1)).case(5)
    assert case.status is Status.SETTLING


def test_an_acceptance_dated_before_a_late_expiry_of_its_offer_counts():
    """Number 97 of docs/reliability.md: an offer that was open when it was accepted."""
    story_ = opened().give(4, "make_offer", **HALF, expires_at="2026-03-06T12:00:00Z")
    told = received(told_of("offer.accepted", on(4) - timedelta(seconds=2), offer_id="R-1-s1"), 4, minutes=1)
    assert story_.then(told).case(7).status is Status.SETTLING


@pytest.mark.parametrize("seconds", [1, 20, 299, 300])
def test_a_contest_dated_up_to_5_minutes_before_our_refusal_contests_it(seconds):
    """Number 97 of docs/reliability.md: received after our act, and would answer nothing at its own date."""
    told = received(told_of("return.contested", on(4) - timedelta(seconds=seconds)), 4, minutes=6)
    case = opened().give(4, "refuse_return", reason="worn").then(told).case(5)
    assert case.status is Status.NEGOTIATING


def test_a_contest_dated_more_than_5_minutes_before_our_refusal_does_not_contest_it():
    """Number 97 of docs/reliability.md: an older contest answers nothing of ours."""
    told = received(told_of("return.contested", on(4) - timedelta(seconds=301)), 4, minutes=6)
    assert opened().give(4, "refuse_return", reason="worn").then(told).case(5).status is Status.REFUSED


def test_a_contest_received_before_our_refusal_does_not_contest_it():
    """Number 97 of docs/reliability.md: nobody answers what is not yet there."""
    told = told_of("return.contested", on(4) - timedelta(seconds=60))
    assert opened().then(told).give(4, "refuse_return", reason="worn").case(5).status is Status.REFUSED


def test_a_contest_of_our_first_refusal_does_not_contest_our_second_one():
    """Number 97 of docs/reliability.md: it answers the first refusal at its own date."""
    first = opened().give(4, "refuse_return", reason="worn")
    again = first.then(told_of("return.contested", on(4, minutes=1)))
    second = again.give(on(4, minutes=3), "refuse_return", reason="still worn")
    late = replace(received(told_of("return.contested", on(4, minutes=1)), 4, minutes=4), id="told twice")
    assert second.case(5).status is Status.REFUSED
    assert second.then(late).case(5).status is Status.REFUSED


def test_goods_sent_seconds_before_our_yes_are_on_their_way_after_it():
    """Number 97 of docs/reliability.md: shipped."""
    told = received(told_of("return.shipped", on(4) - timedelta(seconds=30)), 4, minutes=1)
    assert opened().give(4, "accept_return").then(told).case(5).status is Status.RETURNING


def test_a_settlement_dated_seconds_before_our_yes_settles_it():
    """Number 97 of docs/reliability.md: settled."""
    told = received(told_of("refund.settled", on(4) - timedelta(seconds=30), amount=usd(2400)), 4, minutes=1)
    case = opened().give(4, "accept_return").then(told).case(5)
    assert (case.outcome, case.unsettled) == (Outcome.REFUNDED, None)


def test_an_exchange_sent_seconds_before_our_yes_settles_it():
    """Number 97 of docs/reliability.md: exchange.shipped."""
    told = received(told_of("exchange.shipped", on(4) - timedelta(seconds=30)), 4, minutes=1)
    assert opened(wants="exchange").give(4, "accept_return").then(told).case(5).outcome is Outcome.EXCHANGED


@pytest.mark.parametrize("minutes", [0, 0.5, 5])
def test_a_ruling_dated_up_to_5_minutes_before_its_opening_counts_after_it(minutes):
    """Number 97 of docs/reliability.md: a decision right after its opening."""
    opening = told_of("mediation.opened", 5, mediation_id="M-1", opened_by="customer")
    ruling = told_of("mediation.decided", on(5, minutes=-minutes), mediation_id="M-1", in_favour_of="seller")
    case = opened().then(ruling, opening).case(6)
    assert [(found.status, found.opened_by) for found in case.rounds] == [("decided", "customer")]


def test_an_opening_told_days_after_its_ruling_moves_nothing():
    """Number 97 of docs/reliability.md: the ruling keeps its own date."""
    ruling = told_of("mediation.decided", 5, mediation_id="M-1", in_favour_of="seller", appeal_until=on(8))
    opening = told_of("mediation.opened", 8, mediation_id="M-1", opened_by="customer")
    case = opened().then(ruling, opening).case(8.5)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.RULED_SELLER)


def decided() -> Story:
    ruling = told_of("mediation.decided", 5, mediation_id="M-1", in_favour_of="customer", refund=usd(2400))
    return opened().then(ruling)


def test_a_fact_dated_ahead_does_not_end_an_appeal_window_early():
    """Number 98 of docs/reliability.md: no deadline acts past the present."""
    ahead = received(told_of("message.posted", on(12, minutes=3), text="hello"), 12, minutes=-1)
    case = decided().then(ahead).case(on(12, minutes=-1))
    assert case.status is Status.DECIDED


def test_a_command_after_a_fact_dated_ahead_has_its_effect():
    """Number 98 of docs/reliability.md: no command is decided that then has no effect."""
    ahead = received(told_of("message.posted", on(4, minutes=4.5), text="hello"), 4)
    case = opened().then(ahead).give(on(4, minutes=1), "accept_return").case(on(4, minutes=2))
    assert case.status is Status.AGREED
    assert case.agreement is not None
    assert case.agreement.at == on(4, minutes=1)


def test_a_message_dated_ahead_counts_once_when_it_is_told_twice():
    """Number 98 of docs/reliability.md: what a fact is itself by keeps its own date."""
    told = told_of("message.posted", on(4, minutes=4), text="hello")
    twice = replace(received(told, 4, minutes=2), id="again")
    entries = opened().then(received(told, 4), twice).case(5).timeline
    effects = [entry.effect for entry in entries if entry.type == "message.posted"]
    assert sorted(effect is None for effect in effects) == [False, True]


def test_an_offer_dated_ahead_does_not_expire_ours():
    """Number 98 of docs/reliability.md: no window ends early."""
    ours = opened().give(4, "make_offer", **HALF, expires_at=on(4, minutes=3).isoformat())
    ahead = received(told_of("message.posted", on(4, minutes=4.5), text="wait"), 4, minutes=1)
    accepted = received(told_of("offer.accepted", on(4, minutes=2), offer_id="R-1-s1"), 4, minutes=2)
    assert ours.then(ahead, accepted).case(5).status is Status.SETTLING


def test_an_order_of_which_everything_is_dated_ahead_is_opened_when_it_was_received():
    """Number 98 of docs/reliability.md: a request dated ahead opens its case at its receipt."""
    ahead = received(requested(2), 2, minutes=-4)
    assert story(placed(), ahead).case(3).opened_at == on(2, minutes=-4)
