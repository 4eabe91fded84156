"""A payment in another currency than is due.

It holds number 102 of docs/reliability.md.
"""

from typing import Any

import pytest

from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import Story, line, opened, requested, rules_flagged, story, told_of, usd

YUAN: dict[str, Any] = {"minor": 17000, "currency": "CNY"}


def ruled() -> Story:
    return opened().then(told_of("mediation.decided", 4, mediation_id="M-1", in_favour_of="customer", refund=usd(2400)))


def paid(day: float, amount: dict[str, Any], reference: str):
    return told_of("refund.settled", day, amount=amount, reference=reference)


@pytest.mark.parametrize("foreign", [5, 7], ids=["before", "after"])
def test_a_payment_in_the_due_currency_settles_as_if_the_foreign_one_were_not_there(foreign):
    """G3.1: an amount in another currency than is due settles nothing."""
    told = ruled().then(paid(foreign, YUAN, "P-1"), paid(6, usd(2400), "P-2"))
    case = told.case(8)
    assert (case.status, case.outcome, case.unsettled) == (Status.CLOSED, Outcome.RULED_CUSTOMER, None)
    assert (str(case.settled), [str(amount) for amount in case.other]) == ("24.00 USD", ["170.00 CNY"])
    assert "G3.1" in rules_flagged(case)


def test_a_foreign_payment_settles_nothing():
    """G3.1: an amount in another currency than is due settles nothing."""
    case = ruled().then(paid(5, YUAN, "P-1")).case(6)
    assert (case.status, case.settled, str(case.unsettled)) == (Status.DECIDED, None, "24.00 USD")


def test_the_seller_records_the_due_currency_after_a_foreign_payment():
    """G3.1: an amount in another currency than is due settles nothing."""
    told = ruled().then(paid(5, YUAN, "P-1")).give(6, "record_settlement", kind="refund", reference="P-2")
    assert (told.case(6).status, str(told.case(6).settled)) == (Status.CLOSED, "24.00 USD")


@pytest.mark.parametrize("state", ["ruled", "agreed", "in mediation"])
def test_the_seller_cannot_record_a_payment_that_would_settle_nothing(state):
    """G3.1: a command without effect is refused."""
    told = {
        "ruled": ruled(),
        "agreed": opened().give(3, "accept_return"),
        "in mediation": opened().then(told_of("mediation.opened", 3, mediation_id="M-1", opened_by="customer")),
    }[state]
    assert "settles nothing" in told.refusal(5, "record_settlement", kind="refund", amount=YUAN).why


def test_the_orders_other_returns_stay_possible_after_a_foreign_payment():
    """G3.1: an amount in another currency than is due settles nothing."""
    one = [line(quantity=1, minor=1200)]
    told = opened(lines=one).then(paid(3, YUAN, "P-1"), requested(4, return_id="R-2", lines=one))
    assert rules_flagged(told.case(4, "R-1")) == {"G3.1"}
    assert rules_flagged(told.case(4, "R-2")) == set()
    assert str(told.give(5, "accept_return", return_id="R-2").case(5, "R-2").due) == "12.00 USD"


def test_a_return_stated_in_another_currency_does_not_block_the_orders_other_returns():
    """G3.1: the order is flagged, and what is stated in its currency goes on."""
    euros = requested(3, return_id="R-2", lines=[line("PLATE-02", 1, 1600, "EUR")])
    told = opened().then(euros)
    assert str(told.give(4, "accept_return").case(4).due) == "24.00 USD"
    more: dict[str, Any] = {"resolution": "partial_refund", "goodwill": True}
    assert told.give(4, "make_offer", **more, amount=usd(4000)).case(4).offers
    assert "40.00 USD is left" in told.refusal(4, "make_offer", **more, amount=usd(4001)).why
    assert "never mixed" in told.refusal(4, "accept_return", return_id="R-2").why


def test_a_ruling_in_another_currency_does_not_block_the_orders_other_returns():
    """G3.1: an amount in another currency than is due settles nothing."""
    euros = told_of("mediation.decided", 4, mediation_id="M-1", in_favour_of="customer", refund=YUAN)
    told = opened().then(requested(3, return_id="R-2", lines=[line("PLATE-02", 1, 1600)]), euros)
    assert str(told.give(5, "accept_return", return_id="R-2").case(5, "R-2").due) == "16.00 USD"


def test_a_payment_before_a_ruling_in_its_currency_counts_towards_it():
    """G3.1: what is due says which currency counts."""
    told = opened().then(
        paid(3, YUAN, "P-1"), told_of("mediation.decided", 4, mediation_id="M-1", in_favour_of="customer", refund=YUAN)
    )
    assert (str(told.case(5).settled), told.case(5).other, told.case(5).unsettled) == ("170.00 CNY", (), None)


def test_where_nothing_is_known_but_the_order_its_currency_counts():
    """G3.1: a bare signal claims nothing."""
    signal = opened(lines=None).then(paid(3, YUAN, "P-1"), paid(4, usd(500), "P-2"))
    assert (str(signal.case(5).settled), [str(amount) for amount in signal.case(5).other]) == (
        "5.00 USD",
        ["170.00 CNY"],
    )


def test_where_nothing_is_known_at_all_the_first_payment_says_the_currency():
    """G3.1: an amount in another currency than is due settles nothing."""
    unknown = story(requested(lines=None)).then(paid(3, YUAN, "P-1"), paid(4, usd(500), "P-2"))
    assert str(unknown.case(5).settled) == "170.00 CNY"
