"""A fact told otherwise under its own id: the telling that was received first stays valid, whatever its date."""

from dataclasses import replace

import pytest

from chalicelib.domain.events import Event
from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import on, opened, placed, requested, rules_flagged, story, told_of, usd


def received(event: Event, day: float) -> Event:
    """The event as it was received that day."""
    return replace(event, received_at=on(day))


def test_a_ruling_told_again_with_an_earlier_date_does_not_replace_the_first():
    """Number 99 of docs/reliability.md: the first received stands."""
    ruled = told_of("mediation.decided", 5, mediation_id="M-1", in_favour_of="seller")
    again = told_of("mediation.decided", 4, mediation_id="M-1", in_favour_of="customer", refund=usd(2400))
    case = opened().then(received(ruled, 5), received(again, 6)).case(7)
    assert case.ruling is not None
    assert (case.ruling.in_favour_of, case.ruling.decided_at) == ("seller", on(5))
    assert "told-otherwise" in rules_flagged(case)


def test_a_settled_refund_told_as_nothing_does_not_reopen_the_case():
    """Number 99 of docs/reliability.md: the case stays closed and is not paid twice."""
    paid = told_of("refund.settled", 5, amount=usd(2400), reference="P-1")
    nothing = told_of("refund.settled", 4.5, amount=usd(0), reference="P-1")
    case = opened().give(4, "accept_return").then(received(paid, 5), received(nothing, 6)).case(7)
    assert (case.status, case.outcome, case.unsettled) == (Status.CLOSED, Outcome.REFUNDED, None)
    assert "told-otherwise" in rules_flagged(case)


def test_an_offer_told_again_with_an_earlier_date_and_more_money_keeps_its_first_terms():
    """Number 99 of docs/reliability.md: an offer is immutable once made."""
    first = told_of("offer.made", 4, offer_id="C-1", resolution="partial_refund", amount=usd(500))
    more = told_of("offer.made", 3, offer_id="C-1", resolution="partial_refund", amount=usd(900))
    case = opened().then(received(first, 4), received(more, 5)).case(6)
    assert [str(found.amount) for found in case.offers] == ["5.00 USD"]


def test_a_telling_that_does_not_count_opens_and_dates_nothing():
    """Number 99 of docs/reliability.md: the case is opened by the telling that counts."""
    first = received(requested(3), 3)
    earlier = replace(requested(1, wants="exchange"), received_at=on(4))
    case = story(placed(), first, earlier).case(5)
    assert (case.opened_at, case.wants) == (on(3), "return_and_refund")


def test_a_telling_out_of_quarantine_counts_as_received_when_it_was_replayed():
    """Number 99 of docs/reliability.md: also when a quarantined telling is replayed."""
    first = received(told_of("mediation.decided", 5, mediation_id="M-1", in_favour_of="seller"), 5)
    replayed = received(told_of("mediation.decided", 4, mediation_id="M-1", in_favour_of="split"), 9)
    case = opened().then(replayed, first).case(10)
    assert case.ruling is not None
    assert case.ruling.in_favour_of == "seller"


@pytest.mark.parametrize("day", [1, 3])
def test_of_two_tellings_received_at_once_the_smaller_id_stays_valid_in_any_order(day):
    """Number 99 of docs/reliability.md: receipt, then id."""
    one = replace(told_of("offer.made", 4, offer_id="C-1", resolution="exchange"), id="a", received_at=on(5))
    other = replace(told_of("offer.made", day, offer_id="C-1", resolution="partial_refund", amount=usd(1)), id="b")
    other = replace(other, received_at=on(5))
    for events in ((one, other), (other, one)):
        assert [found.resolution for found in opened().then(*events).case(6).offers] == ["exchange"]
