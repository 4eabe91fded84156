"""A fact that arrives late counts at its own date, but undoes no ruling, settlement or promise."""

from typing import Any

import pytest

from chalicelib.domain.effects import effects
from chalicelib.domain.policy import PolicyVersion
from chalicelib.policies import policy_book, shipped
from chalicelib.values.states import OfferStatus
from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import offer, on, opened, placed, requested, rules_flagged, story, told_of, usd

HALF: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(1200)}


def withdrawn(day: float) -> Any:
    return told_of("return.withdrawn", day)


def test_a_late_withdrawal_does_not_unmake_an_acceptance():
    """G2.3a: a promise once made is not unmade by a late fact: the case is flagged for review instead."""
    late = opened().give(5, "accept_return").then(withdrawn(4)).case(6)
    assert (late.status, late.outcome) == (Status.AGREED, None)
    assert "G2.3a" in rules_flagged(late)


def test_a_late_withdrawal_does_not_unmake_the_acceptance_of_the_customers_offer():
    """G2.3a: a promise once made is not unmade by a late fact."""
    late = opened().then(offer(3)).give(5, "accept_offer", offer_id="C-1").then(withdrawn(4)).case(6)
    assert (late.status, "G2.3a" in rules_flagged(late)) == (Status.SETTLING, True)


@pytest.mark.parametrize("withdrawal", [3, 4.5], ids=["before the offer", "before the acceptance"])
def test_our_open_offer_ends_with_the_case_and_a_yes_after_that_is_flagged(withdrawal):
    """G2.3a: our open offers end when the case closes, in whatever order the facts arrive."""
    told = opened().give(4, "make_offer", **HALF).then(told_of("offer.accepted", 5, offer_id="R-1-s1"))
    late = told.then(withdrawn(withdrawal)).case(6)
    assert (late.status, late.outcome, late.due) == (Status.CLOSED, Outcome.WITHDRAWN, None)
    assert [offer.status for offer in late.offers] == [OfferStatus.WITHDRAWN]
    assert "after-the-end" in rules_flagged(late)


def test_a_withdrawal_after_the_customers_yes_leaves_the_offer_accepted():
    """G2.3b: the withdrawal comes after the agreement."""
    told = opened().give(4, "make_offer", **HALF).then(told_of("offer.accepted", 5, offer_id="R-1-s1"))
    late = told.then(withdrawn(5.5)).case(6)
    assert [offer.status for offer in late.offers] == [OfferStatus.ACCEPTED]


def test_an_offer_made_after_a_withdrawal_nobody_knew_of_is_kept_and_flagged():
    """G2.3a: the customer has withdrawn, and a person looks at what was offered."""
    late = opened().give(4, "make_offer", **HALF).then(withdrawn(3)).case(6)
    assert (late.status, late.outcome) == (Status.CLOSED, Outcome.WITHDRAWN)
    assert "G2.3a" in rules_flagged(late)


def test_an_offer_of_the_customers_after_the_withdrawal_has_no_effect_and_is_flagged():
    """G2.3a: dated after the end, kept without effect."""
    told = opened().then(withdrawn(3), offer(4))
    assert (told.case(5).offers, rules_flagged(told.case(5))) == ((), {"after-the-end"})


def test_a_withdrawal_after_the_agreement_withdraws():
    """G2.3b: the customer's withdrawal from anywhere before a ruling."""
    told = opened().give(3, "accept_return").then(withdrawn(4))
    assert told.case(5).outcome is Outcome.WITHDRAWN


def test_a_late_withdrawal_does_not_undo_a_ruling():
    """G2.3b: a ruling is never undone by something dated before it."""
    ruled = opened().then(told_of("mediation.decided", 6, mediation_id="M-1", in_favour_of="seller"))
    late = ruled.then(withdrawn(4)).case(7)
    assert (late.status, late.ruling) == (Status.DECIDED, ruled.case(7).ruling)
    assert "G2.3b" in rules_flagged(late)


def test_a_late_settlement_does_not_undo_a_ruling():
    """G2.3b: a ruling is never undone by something dated before it."""
    ruled = opened().then(
        told_of("mediation.decided", 6, mediation_id="M-1", in_favour_of="customer", refund=usd(2400))
    )
    late = ruled.then(told_of("refund.settled", 4, amount=usd(2400))).case(7)
    assert (late.status, late.unsettled) == (Status.DECIDED, None)
    assert ruled.then(told_of("refund.settled", 4, amount=usd(2400))).case(20).outcome is Outcome.RULED_CUSTOMER


def test_a_late_payment_of_a_first_ruling_does_not_undo_the_ruling_on_its_appeal():
    """G2.5a: a ruling is never undone by something dated before it."""
    ruled = opened().then(
        told_of("mediation.decided", 3, mediation_id="M-1", in_favour_of="customer", refund=usd(2400)),
        told_of("appeal.opened", 5, appeal_id="A-1", opened_by="customer"),
        told_of("appeal.decided", 6, appeal_id="A-1", in_favour_of="seller"),
    )
    late = ruled.then(told_of("refund.settled", 4, amount=usd(2400))).case(7)
    assert late.status is Status.DECIDED
    assert late.ruling is not None
    assert late.ruling.in_favour_of == "seller"


def test_a_late_withdrawal_does_not_undo_a_settlement():
    """G3.1: a settlement is never undone by something dated before it."""
    paid = opened().then(told_of("refund.settled", 6, amount=usd(2400)))
    late = paid.then(withdrawn(4)).case(7)
    assert (late.outcome, late.settled) == (Outcome.REFUNDED, paid.case(7).settled)
    assert "G3.1" in rules_flagged(late)


def test_a_late_withdrawal_does_not_undo_an_exchange():
    """G3.1: refund and exchange settlements are reported."""
    sent = opened(wants="exchange").give(3, "accept_return").then(told_of("exchange.shipped", 6))
    late = sent.then(withdrawn(4)).case(7)
    assert (late.outcome, "G3.1" in rules_flagged(late)) == (Outcome.EXCHANGED, True)


def test_a_partial_refund_after_a_withdrawal_neither_opens_the_case_nor_escalates_it():
    """G2.3b: a withdrawn case is not escalated by a goodwill payment."""
    told = opened().then(withdrawn(3), told_of("refund.settled", 20, amount=usd(100)))
    case = told.case(100)
    assert (case.status, case.outcome, str(case.settled)) == (Status.CLOSED, Outcome.WITHDRAWN, "1.00 USD")
    assert effects(told.file(100)) == ()
    assert rules_flagged(case) == {"G3.1"}


def test_an_agreement_that_expired_and_is_paid_all_the_same_ends_as_refunded():
    """G3.1: a settlement is not undone by an end without money."""
    told = opened().give(3, "accept_return").then(told_of("refund.settled", 20, amount=usd(2400)))
    assert (told.case(30).outcome, rules_flagged(told.case(30))) == (Outcome.REFUNDED, {"G3.1"})


def test_an_agreement_dated_before_an_escalation_withdraws_it():
    """G2.3b: dated before and arriving later takes its place."""
    escalated = opened().give(3, "make_offer", **HALF)
    assert len(effects(escalated.file(20))) == 1
    late = escalated.then(told_of("offer.accepted", 8, offer_id="R-1-s1"))
    assert (effects(late.file(20)), late.case(20).rounds) == ((), ())


def test_a_refusal_contested_in_time_is_contested_however_late_we_hear():
    """G2.2c: passed deadlines act at their own instants."""
    refused = opened().give(3, "refuse_return", reason="no")
    assert refused.case(20).outcome is Outcome.REFUSED
    late = refused.then(told_of("return.contested", 9))
    assert [late.case(day).status for day in (11.9, 12.5)] == [Status.NEGOTIATING, Status.MEDIATION_REQUESTED]


def test_what_came_before_its_return_waits_and_counts_when_the_return_is_there():
    """G2.5a: offers, messages, mediation and appeals that come before wait in the log."""
    early = story(
        placed(),
        told_of("message.posted", 1, text="the box is dented"),
        offer(1.5),
        told_of("mediation.opened", 1.8, mediation_id="M-1", opened_by="customer"),
    )
    assert early.file(2).cases == {}
    case = early.then(requested(2)).case(2)
    assert case.status is Status.IN_MEDIATION
    assert [entry.type for entry in case.timeline][:2] == ["return.requested", "freight.decided"]
    assert all(entry.effect for entry in case.timeline)


def test_a_state_never_begins_before_its_case():
    """G2.3b: what waited in the log counts from the opening on."""
    told = story(placed(), requested(20), offer(1)).then(
        told_of("mediation.decided", 2, mediation_id="M-1", in_favour_of="seller")
    )
    assert told.case(20).since == told.case(20).opened_at
    assert told.case(27.5).outcome is Outcome.RULED_SELLER


def test_the_policy_of_a_case_is_the_one_in_force_at_its_earliest_opening_event():
    """G2.3b: versions are pinned by each case as in force at its earliest opening event."""
    version = PolicyVersion(version=1, in_force_from=on(3), policy=shipped("party-at-fault"))
    told = story(placed(), requested(4)).under(policy_book((version,)))
    assert told.case(5).policy.version == 1
    assert told.then(told_of("return.updated", 3)).case(5).policy.version == 1
    assert told.then(told_of("return.updated", 2.9)).case(5).policy.version == 0


def test_an_offer_that_counts_no_more_does_not_use_up_its_number():
    """G2.3a: the seller can go on offering."""
    told = opened().give(3, "make_offer", **HALF).give(5, "make_offer", **HALF)
    late = told.then(told_of("offer.accepted", 4, offer_id="R-1-s1"))
    assert [found.offer_id for found in late.case(5).offers] == ["R-1-s1"]
    disputed = late.then(told_of("mediation.opened", 6, mediation_id="M-1", opened_by="customer"))
    assert [found.offer_id for found in disputed.give(7, "make_offer", **HALF).case(7).offers] == ["R-1-s1", "R-1-s3"]
