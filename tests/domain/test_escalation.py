from typing import Any

import pytest

from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.effects import effects
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Outcome, Party, Status
from tests.domain.histories import Story, offer, on, opened, policies, told_of, usd

HALF: dict[str, Any] = {"resolution": "partial_refund", "amount": usd(1200)}


def standing(told: Story, day: float) -> list[str]:
    return [effect.id for effect in effects(told.file(day)) if effect.wanted]


def escalated() -> Story:
    """Offered on day 3, declined and escalated on day 4."""
    offered = opened().give(3, "make_offer", **HALF).then(told_of("offer.declined", 4, offer_id="R-1-s1"))
    return offered.give(4, "escalate", reason="no agreement")


def test_the_seller_negotiates_before_escalating():
    """G2.3b: once negotiation has visibly failed."""
    assert "negotiate first" in opened().refusal(3, "escalate", reason="no").why
    assert "negotiate first" in opened().then(offer(3)).refusal(3, "escalate", reason="no").why


@pytest.mark.parametrize("failure", ["theirs_declined", "ours_declined", "ours_expired", "contested"])
def test_the_seller_escalates_once_negotiation_has_visibly_failed(failure):
    """G2.3b: an offer declined or expired, a refusal contested."""
    failed = {
        "theirs_declined": opened().then(offer(2.5)).give(3, "decline_offer", offer_id="C-1"),
        "ours_declined": opened().give(2.5, "make_offer", **HALF).then(told_of("offer.declined", 3, offer_id="R-1-s1")),
        "ours_expired": opened().give(2.5, "make_offer", **HALF, expires_at=on(3)),
        "contested": opened().give(2.5, "refuse_return", reason="no").then(told_of("return.contested", 3)),
    }[failure]
    case = failed.give(3.5, "escalate", reason="we do not agree").case(3.5)
    assert case.status is Status.MEDIATION_REQUESTED
    (asked,) = case.rounds
    assert (asked.status, asked.opened_by, asked.why) == (RoundStatus.REQUESTED, Party.SELLER, "we do not agree")


def test_the_seller_escalates_once_the_time_to_respond_is_over():
    """G2.3b: or the time to respond is over."""
    assert opened().refusal(4.99, "escalate", reason="silence")
    assert opened().give(5, "escalate", reason="silence").case(5).status is Status.MEDIATION_REQUESTED


def test_an_escalation_is_one_request_for_the_outside():
    """G2.3b: puts a mediation request on the queue."""
    (effect,) = effects(escalated().file(4))
    assert (effect.wanted, effect.due_since, effect.round.kind) == (True, None, "mediation")
    assert effect.id == effect.round.effect_id


@pytest.mark.parametrize(("minutes", "status"), [(14.99, Status.REQUESTED), (15, Status.MEDIATION_REQUESTED)])
def test_the_clock_escalates_on_day_seven_and_waits_fifteen_minutes_for_a_late_word(minutes, status):
    """G2.3b: by the clock when the negotiation period ends; the automatic escalation waits 15 minutes more."""
    assert opened().case(on(9, minutes=minutes)).status is status


def test_the_clocks_escalation_is_dated_when_it_was_due_however_late_the_case_is_read():
    """G2.3b: passed deadlines act at their own instants, whenever they are noticed."""
    case = opened().case(on(300))
    (asked,) = case.rounds
    assert (asked.requested_at, asked.opened_by, asked.by_clock) == (on(9, minutes=15), Party.CLOCK, True)
    (effect,) = effects(opened().file(300))
    assert effect.due_since == on(9, minutes=15)


def test_an_agreement_within_the_grace_still_speaks():
    """G2.3b: so that a late delivery can still speak."""
    offered = opened().give(3, "make_offer", **HALF)
    in_time = offered.then(told_of("offer.accepted", on(9, minutes=14), offer_id="R-1-s1"))
    assert in_time.case(10).status is Status.SETTLING
    assert standing(in_time, 10) == []


def test_a_policy_can_leave_the_escalation_to_people():
    """G2.3b: whether the clock escalates by itself is policy."""
    told = opened().under(policies(escalation={"automatic": False}))
    assert told.case(300).status is Status.REQUESTED
    assert "nothing is filed by itself" in told.deadline(300, "negotiation").if_silent
    assert standing(told, 300) == []


@pytest.mark.parametrize("later", ["agreement", "acceptance", "withdrawal", "customers_mediation", "settlement"])
def test_an_agreement_a_withdrawal_or_a_mediation_afterwards_withdraws_the_request(later):
    """G2.3b: an agreement, a withdrawal, or the platform's own mediation.opened afterwards withdraws it."""
    told = escalated()
    assert len(standing(told, 4)) == 1
    after = {
        "agreement": told.give(5, "accept_return"),
        "acceptance": told.give(5, "make_offer", **HALF).then(told_of("offer.accepted", 5.5, offer_id="R-1-s2")),
        "withdrawal": told.then(told_of("return.withdrawn", 5)),
        "customers_mediation": told.then(told_of("mediation.opened", 5, mediation_id="M-1", opened_by="customer")),
        "settlement": told.then(told_of("refund.settled", 5, amount=usd(2400))),
    }[later]
    assert effects(after.file(6)) == ()
    assert after.case(6).rounds[0].status is RoundStatus.WITHDRAWN
    assert after.case(6).rounds[0].effect_id == told.case(4).rounds[0].effect_id


@pytest.mark.parametrize(("opened_by", "joins"), [("seller", True), ("platform", False), ("customer", False)])
def test_a_request_not_yet_filed_is_taken_up_where_the_platform_says_it_was_ours(opened_by, joins):
    """G2.3b: the platform's own mediation.opened withdraws ours."""
    told = escalated().then(told_of("mediation.opened", 5, mediation_id="M-1", opened_by=opened_by))
    states = [(found.id, found.status.value) for found in told.case(5).rounds]
    assert states == ([("M-1", "open")] if joins else [(None, "withdrawn"), ("M-1", "open")])
    assert told.case(5).status is Status.IN_MEDIATION


@pytest.mark.parametrize(("opened_by", "joins"), [("seller", True), ("platform", True), ("customer", False)])
def test_a_filed_request_is_taken_up_unless_the_customer_opened_another(opened_by, joins):
    """G2.3b: a mediation opened by the customer withdraws ours."""
    asked = escalated()
    filed = asked.give(5, "record_filing", effect_id=asked.case(4).rounds[0].effect_id, reference="MED-77")
    told = filed.then(told_of("mediation.opened", 6, mediation_id="M-1", opened_by=opened_by))
    assert [found.status.value for found in told.case(6).rounds] == (["open"] if joins else ["withdrawn", "open"])
    assert told.case(6).rounds[0].reference == "MED-77"


def test_a_settlement_between_the_sides_stays_possible_after_escalation():
    """G2.3b: settlement stays possible after escalation."""
    told = escalated()
    assert told.give(5, "record_settlement", kind="refund", amount=usd(2400)).case(5).outcome is Outcome.REFUNDED
    mediating = told.then(told_of("mediation.opened", 5, mediation_id="M-1", opened_by="seller"))
    assert mediating.give(6, "accept_return").case(6).status is Status.AGREED


def test_what_is_paid_after_escalation_never_exceeds_the_order():
    """G2.3b: what we promise never exceeds the order, also bit by bit."""
    told = escalated().give(5, "record_settlement", kind="refund", amount=usd(2000), reference="P-1")
    assert told.case(5).status is Status.MEDIATION_REQUESTED
    assert "left of the order" in told.refusal(6, "record_settlement", kind="refund", amount=usd(2001)).why


def test_a_desk_records_a_filing_once_and_only_of_a_request_that_stands():
    """G2.3b: what was filed, with the platform's reference."""
    asked = escalated()
    effect_id = asked.case(4).rounds[0].effect_id
    filed = asked.give(5, "record_filing", effect_id=effect_id, reference="MED-77")
    (found,) = filed.case(5).rounds
    assert (found.status, found.reference, found.filed_at) == (RoundStatus.FILED, "MED-77", on(5))
    assert "filed already as MED-77" in filed.refusal(6, "record_filing", effect_id=effect_id, reference="X").why
    assert "no such request" in asked.refusal(5, "record_filing", effect_id="nonsense", reference="X").why
    taken_back = asked.give(5, "accept_return")
    assert "withdrawn" in taken_back.refusal(6, "record_filing", effect_id=effect_id, reference="X").why


def test_a_filed_request_that_is_withdrawn_keeps_its_reference():
    """G2.3b: the record of what lay before the platform, also once the outside knows of its withdrawal."""
    asked = escalated()
    effect_id = asked.case(4).rounds[0].effect_id or ""
    told = asked.give(5, "record_filing", effect_id=effect_id, reference="MED-77").give(6, "accept_return")
    for outbox in (Outbox(), Outbox(sent=frozenset({effect_id})), *[_taken_back(effect_id)]):
        (found,) = told.knowing(outbox).case(6).rounds
        assert (found.status, found.reference, found.effect_id) == (RoundStatus.WITHDRAWN, "MED-77", effect_id)
        assert told.knowing(outbox).entry(6, "filing.recorded").effect


def test_a_request_that_stands_again_goes_out_under_a_new_id_and_is_not_filed_by_the_old_one():
    """G2.3b: an effect id is of one generation: a withdrawn request is never meant again."""
    asked = escalated()
    effect_id = asked.case(4).rounds[0].effect_id or ""
    filed = asked.give(5, "record_filing", effect_id=effect_id, reference="MED-77").knowing(_taken_back(effect_id))
    (found,) = filed.case(5).rounds
    assert (found.status, found.reference) == (RoundStatus.REQUESTED, None)
    assert standing(filed, 5) == [found.effect_id]
    assert found.effect_id != effect_id


def _taken_back(effect_id: str) -> Outbox:
    return Outbox(sent=frozenset({effect_id}), withdrawn=frozenset({effect_id}))
