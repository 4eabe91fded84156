"""Rules that could once be broken without a failing test. Each test here fails if its rule is broken."""

from typing import Any

import pytest

from chalicelib.domain.case_parts import Outbox
from chalicelib.domain.effects import effects
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import Story, evidence, line, on, opened, ours, requested, rules_flagged, told_of, usd

PLATE: dict[str, Any] = {"return_id": "R-2", "lines": [line("PLATE-02", 1, 1600)]}
WHOLE: dict[str, Any] = {
    "return_id": "R-2",
    "resolution": "refund_without_return",
    "amount": usd(4000),
    "goodwill": True,  # else the worth of the plate is the bound, and nothing is said of the ruling
}


def ruled(favour: str, **more: Any) -> Story:
    """A mediation of the mugs that is decided on day 5, beside a return of the plate."""
    ruling = {"mediation_id": "M-1", "in_favour_of": favour} | more
    return opened().then(requested(3, **PLATE), told_of("mediation.decided", 5, **ruling))


def test_an_unpaid_ruling_of_a_closed_case_still_reserves_its_money():
    """G2.3a: what is promised never exceeds the order, also after the window to appeal."""
    told = ruled("customer", refund=usd(2400))
    assert told.case(13).outcome is Outcome.RULED_CUSTOMER
    why = told.refusal(13, "make_offer", **WHOLE).why
    assert why == "no more than 16.00 USD is left of the order: the rest is promised by its other cases"


def test_the_goods_of_a_case_that_was_ruled_for_the_seller_can_be_asked_back_again():
    """G2.3a: the customer kept the goods, so another return may name them."""
    told = ruled("seller").then(requested(14, return_id="R-3"))
    assert told.case(15).outcome is Outcome.RULED_SELLER
    assert told.give(15, "accept_return", return_id="R-3").case(16, "R-3").status is Status.AGREED


def appealable(**more: Any) -> Story:
    ruling = {"mediation_id": "M-1", "in_favour_of": "customer", "refund": usd(2400)} | more
    told = opened().then(told_of("mediation.decided", 5, **ruling))
    return told.then(*evidence(5.5, "E-1", "logistics"), *evidence(5.5, "E-2", "photo"))


APPEAL: dict[str, Any] = {"grounds": "look at the photo", "evidence": ["E-1", "E-2"]}


@pytest.mark.parametrize("until", [None, 9.25], ids=["by the policy", "by the platform"])
def test_an_appeal_at_the_last_instant_of_its_window_counts_and_keeps_its_grounds(until):
    """G2.5a: the window is inclusive at its end."""
    told = appealable(**({} if until is None else {"appeal_until": on(until)}))
    last = on(12 if until is None else until)
    case = told.then(ours("appeal.filed", last, return_id="R-1", **APPEAL)).case(on(12.5))
    assert case.status is Status.APPEAL_REQUESTED
    assert "G2.5a" not in rules_flagged(case)


@pytest.mark.parametrize("until", [None, 9.25], ids=["by the policy", "by the platform"])
def test_an_appeal_after_the_last_instant_of_its_window_is_refused(until):
    """G2.5a: a moment later the case is closed."""
    told = appealable(**({} if until is None else {"appeal_until": on(until)}))
    after = on(12 if until is None else until, ms=1)
    assert told.refusal(after, "file_appeal", **APPEAL).rule == "G2.5a"


def test_an_appeal_that_was_withdrawn_does_not_spend_the_one_chance():
    """G2.5a: the customer's own appeal withdraws ours, and its ruling can be appealed by us."""
    told = appealable().give(6, "file_appeal", **APPEAL)
    told = told.then(
        told_of("appeal.opened", 7, appeal_id="A-9", opened_by="customer"),
        told_of("appeal.decided", 8, appeal_id="A-9", in_favour_of="customer", refund=usd(2400)),
    )
    assert [found.status for found in told.case(9).rounds][1:] == [RoundStatus.WITHDRAWN, RoundStatus.DECIDED]
    assert told.give(9, "file_appeal", **APPEAL).case(9.5).status is Status.APPEAL_REQUESTED


def filed(effect_id: str) -> Story:
    told = opened().give(5, "escalate", reason="silence")
    return told.then(
        ours("filing.recorded", 6, return_id="R-1", effect_id=effect_id, kind="mediation", reference="CASE-7")
    )


def test_a_filing_under_a_withdrawn_id_says_nothing_of_the_request_that_goes_out_now():
    """G2.3b: the desk handled the request that was withdrawn, so the new one waits."""
    (first,) = effects(opened().give(5, "escalate", reason="silence").file(5.5))
    told = filed(first.id).knowing(Outbox(sent=frozenset({first.id}), withdrawn=frozenset({first.id})))
    (waiting,) = effects(told.file(7))
    assert (waiting.wanted, waiting.round.status, waiting.round.reference) == (True, RoundStatus.REQUESTED, None)
    assert waiting.id != first.id


def test_a_filing_under_the_id_that_goes_out_files_the_request():
    """G2.3b: the same row without a withdrawal."""
    (first,) = effects(opened().give(5, "escalate", reason="silence").file(5.5))
    (found,) = effects(filed(first.id).file(7))
    assert (found.wanted, found.round.status, found.round.reference) == (False, RoundStatus.FILED, "CASE-7")
