"""The seller records the customer's word if no webhook reports it."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.effects import effects
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Party, Resolution, Status
from tests.domain.histories import Story, offer, on, opened, rules_flagged, told_of, usd

HALF: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(1200)}
YES: dict[str, Any] = {"offer_id": "R-1-s1", "answer": "accepted"}
NO: dict[str, Any] = {"offer_id": "R-1-s1", "answer": "declined"}


def offered(**terms: Any) -> Story:
    """Both mugs are asked back on day 2, and we offer half of the money on day 4."""
    return opened().give(4, "make_offer", **(HALF | terms))


def statuses(told: Story, day: float) -> dict[str, str]:
    return {found.offer_id: found.status.value for found in told.case(day).offers}


@pytest.mark.parametrize("resolution", Resolution)
def test_an_offer_made_by_phone_is_the_customers_and_is_marked(resolution):
    """G2.3a: offers and counter-offers of either side."""
    terms = {"resolution": resolution, "amount": usd(900), "freight_payer": "seller", "expires_at": on(9)}
    told = opened().give(4, "record_customer_offer", **terms, text="on the phone")
    (found,) = told.case(4).offers
    assert (found.offer_id, found.by, found.recorded_by) == ("R-1-c1", Party.CUSTOMER, Party.SELLER)
    assert (found.resolution, found.freight_payer, found.expires_at, found.text) == (
        resolution,
        Party.SELLER,
        on(9),
        "on the phone",
    )
    entry = told.entry(4, "offer.made")
    assert (entry.by, entry.text) == (Party.CUSTOMER, "recorded by the seller: on the phone")


def test_what_a_marketplace_tells_or_we_offer_is_not_marked():
    """G2.3a: the mark says who told it."""
    told = offered().then(offer(4.5))
    assert [found.recorded_by for found in told.case(5).offers] == [None, None]
    assert told.entry(5, "offer.made").text == "partial refund: 12.00 USD"


def test_a_marketplace_cannot_say_that_the_seller_recorded_something():
    """G2.3a: only a row of our own carries the mark."""
    told = opened().then(offer(4, recorded_by="seller"))
    assert told.case(4).offers[0].recorded_by is None


def test_a_recorded_offer_is_accepted_and_declined_like_any_other():
    """G2.3a: acceptance names the offer."""
    told = opened().give(4, "record_customer_offer", **HALF)
    agreed = told.give(5, "accept_offer", offer_id="R-1-c1").case(5)
    assert agreed.due is not None
    assert (agreed.status, agreed.due.minor) == (Status.SETTLING, 1200)
    assert statuses(told.give(5, "decline_offer", offer_id="R-1-c1"), 5) == {"R-1-c1": "declined"}


def test_a_recorded_offer_replaces_the_customers_older_one_and_not_ours():
    """G2.3a: a new offer by a side replaces its older one."""
    told = offered().then(offer(4.5)).give(5, "record_customer_offer", **HALF)
    assert statuses(told, 5) == {"R-1-s1": "open", "C-1": "replaced", "R-1-c2": "open"}


@pytest.mark.parametrize("taken", ["R-1-c1", "R-1-c2"])
def test_a_recorded_offer_gets_an_id_that_nobody_has_used(taken):
    """G2.3a: immutable once made."""
    told = opened().then(offer(3, taken), offer(3.5, taken, amount=usd(1)))
    told = told.give(4, "record_customer_offer", **HALF).give(5, "record_customer_offer", **HALF)
    case = told.case(5)
    assert len({found.offer_id for found in case.offers}) == len(case.offers) == 3
    assert all(found.offer_id.startswith("R-1-c") for found in case.offers)
    assert "told-otherwise" in rules_flagged(case)


def test_offers_of_a_return_with_the_longest_id_are_made_and_answered():
    """G2.3a: the id of an offer is made of the return's, so it is longer than the ids that are told."""
    name = "R" * 64
    told = opened(return_id=name).give(4, "record_customer_offer", return_id=name, **HALF)
    told = told.give(5, "make_offer", return_id=name, **HALF)
    told = told.then(told_of("offer.accepted", 6, return_id=name, offer_id=f"{name}-s1"))
    assert [found.status.value for found in told.case(6, name).offers] == ["replaced", "accepted"]
    assert told.case(6, name).status is Status.SETTLING


def test_the_seller_and_the_customer_are_counted_apart():
    """G2.3a: ours are s1, s2, theirs c1, c2."""
    told = offered().give(4.5, "record_customer_offer", **HALF).give(5, "make_offer", **HALF)
    assert set(statuses(told.give(6, "record_customer_offer", **HALF), 6)) == {"R-1-s1", "R-1-s2", "R-1-c1", "R-1-c2"}


def test_a_recorded_offer_counts_at_the_date_of_the_customers_act():
    """G2.3a: an offer told late comes before what was offered after it."""
    told = opened().then(offer(5)).give(6, "record_customer_offer", **HALF, at=on(4))
    assert statuses(told, 6) == {"R-1-c2": "replaced", "C-1": "open"}
    entry = told.entry(6, "offer.made")
    recorded = next(found for found in told.case(6).timeline if found.text and "recorded" in found.text)
    assert (recorded.at, recorded.received_at, entry.at) == (on(4), on(6), on(5))


def test_an_offer_dated_before_the_request_counts_right_after_it():
    """G2.3a: what comes before the request waits for it."""
    told = opened().give(4, "record_customer_offer", **HALF, at=on(0.5))
    assert (told.case(4).status, statuses(told, 4)) == (Status.NEGOTIATING, {"R-1-c1": "open"})


def test_an_offer_that_expired_before_it_was_recorded_is_on_record_as_expired():
    """G2.3a: passed deadlines act at their own instants."""
    told = opened().give(6, "record_customer_offer", **HALF, at=on(4), expires_at=on(5))
    assert statuses(told, 6) == {"R-1-c1": "expired"}


@pytest.mark.parametrize(
    ("terms", "why"),
    [
        ({"resolution": "partial_refund"}, "names its amount"),
        ({**HALF, "expires_at": on(4)}, "expires after it is made"),
        ({**HALF, "expires_at": on(3), "at": on(3)}, "expires after it is made"),
        ({**HALF, "at": on(4, minutes=5, ms=1)}, "lies in the future"),
        ({**HALF, "at": on(400)}, "lies in the future"),
    ],
)
def test_an_offer_that_nobody_can_have_made_is_refused(terms, why):
    """G2.3a: each with amount and expiry."""
    refused = opened().refusal(4, "record_customer_offer", **terms)
    assert (refused.rule, why in refused.why) == ("G2.3a", True)


def test_no_more_offers_are_recorded_than_count():
    """G2.3a: a case has to fit into one answer."""
    told = opened()
    for number in range(40):
        told = told.give(on(4, minutes=number), "record_customer_offer", **HALF)
    assert "40 offers are made already" in told.refusal(5, "record_customer_offer", **HALF).why


def test_the_customers_offer_after_a_refusal_opens_the_negotiation_again():
    """G2.2c: as if a marketplace had told it."""
    told = opened().give(3, "refuse_return", reason="worn").give(4, "record_customer_offer", **HALF)
    assert told.case(4).status is Status.NEGOTIATING


def test_a_recorded_yes_is_an_agreement():
    """G2.3a: both sides agree."""
    told = offered().give(5, "record_customer_answer", **YES, text="fine with me")
    case = told.case(5)
    assert case.agreement is not None
    assert case.due is not None
    assert (case.status, case.due.minor, case.agreement.at) == (Status.SETTLING, 1200, on(5))
    entry = told.entry(5, "offer.accepted")
    assert (entry.by, entry.text) == (Party.CUSTOMER, "recorded by the seller: fine with me")


def test_an_answer_without_a_text_is_marked_too():
    """G2.3a: the mark says who told it."""
    assert offered().give(5, "record_customer_answer", **NO).entry(5, "offer.declined").text == "recorded by the seller"


def test_a_recorded_yes_withdraws_the_pending_request_for_mediation():
    """G2.3b: an agreement afterwards withdraws it."""
    told = offered().give(5, "record_customer_answer", **NO).give(6, "make_offer", **HALF)
    told = told.give(6.5, "escalate", reason="no agreement")
    assert [effect.wanted for effect in effects(told.file(7))] == [True]
    told = told.give(7, "record_customer_answer", offer_id="R-1-s2", answer="accepted")
    assert told.case(7).status is Status.SETTLING
    assert [found.status for found in told.case(7).rounds] == [RoundStatus.WITHDRAWN]
    assert not [effect for effect in effects(told.file(7)) if effect.wanted]


def test_a_recorded_no_lets_the_seller_escalate():
    """G2.3b: once negotiation has visibly failed, an offer declined."""
    assert "negotiate first" in offered().refusal(4.5, "escalate", reason="no agreement").why
    told = offered().give(4.5, "record_customer_answer", **NO)
    assert statuses(told, 4.5) == {"R-1-s1": "declined"}
    escalated = told.give(4.6, "escalate", reason="no agreement")
    assert escalated.case(4.6).status is Status.MEDIATION_REQUESTED


def test_a_yes_given_before_the_clock_escalated_takes_the_request_back():
    """G2.3a: it counts when the customer gave it, not when it is recorded."""
    told = offered()
    assert told.case(9.5).status is Status.MEDIATION_REQUESTED
    case = told.give(9.5, "record_customer_answer", **YES, at=on(5)).case(9.5)
    assert (case.status, case.rounds) == (Status.SETTLING, ())


@pytest.mark.parametrize("back", [0.4, 1, 3600, 86_400])
def test_an_answer_dated_before_its_offer_counts_right_after_it(back):
    """Number 97 of docs/reliability.md: a clerk remembers the wrong hour, and the customer's yes still counts."""
    told = offered().give(5, "record_customer_answer", **YES, at=on(4) - timedelta(seconds=back))
    case = told.case(5)
    assert (case.status, case.since) == (Status.SETTLING, on(4))


@pytest.mark.parametrize("ahead", [1, 200, 300])
def test_an_answer_dated_a_little_ahead_counts_now(ahead):
    """Number 98 of docs/reliability.md: nothing counts later than its receipt."""
    told = offered().give(5, "record_customer_answer", **YES, at=on(5) + timedelta(seconds=ahead))
    case = told.case(5)
    assert case.agreement is not None
    assert (case.status, case.agreement.at) == (Status.SETTLING, on(5))


def test_an_answer_dated_further_ahead_is_refused():
    """Number 98 of docs/reliability.md: nobody has said it yet."""
    assert "lies in the future" in offered().refusal(5, "record_customer_answer", **YES, at=on(6)).why


def test_our_next_act_is_dated_after_a_word_that_was_recorded():
    """G2.3a: our own events are dated after everything they were decided on."""
    told = offered().give(5, "record_customer_offer", **HALF).give(5, "accept_offer", offer_id="R-1-c1")
    assert told.case(on(5, minutes=1)).status is Status.SETTLING


def test_the_webhook_that_comes_after_all_changes_nothing():
    """G2.3a: a yes is given once."""
    told = offered().give(5, "record_customer_answer", **YES)
    late = told.then(told_of("offer.accepted", 5.5, offer_id="R-1-s1"))
    assert (late.case(6).due, rules_flagged(late.case(6))) == (told.case(6).due, rules_flagged(told.case(6)))


def test_a_yes_that_a_marketplace_tells_after_a_recorded_no_is_flagged():
    """G2.3a: a person finds out what the customer said."""
    told = offered().give(5, "record_customer_answer", **NO)
    case = told.then(told_of("offer.accepted", 5.5, offer_id="R-1-s1")).case(6)
    assert (case.agreement, "G2.3a" in rules_flagged(case)) == (None, True)


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_only_an_open_offer_of_ours_is_answered_by_the_customer(answer):
    """G2.3a: nobody accepts their own."""

    def why(told: Story, day: float, offer_id: str) -> str:
        return told.refusal(day, "record_customer_answer", offer_id=offer_id, answer=answer).why

    assert "no offer of ours is open" in why(opened(), 4, "R-1-s1")
    assert "your own offers only" in why(offered().then(offer(4.5)), 5, "C-1")
    assert "no such offer" in why(offered(), 5, "R-1-s2")
    assert "is replaced" in why(offered().give(4.5, "make_offer", **HALF), 5, "R-1-s1")
    assert "is expired" in why(offered(expires_at=on(5)), 6, "R-1-s1")
