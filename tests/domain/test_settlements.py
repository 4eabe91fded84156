import pytest

from chalicelib.values.vocabulary import Outcome, Status
from tests.domain.histories import Story, offer, on, opened, placed, requested, rules_flagged, story, told_of, usd


def agreed_on(resolution: str, minor: int | None = None) -> Story:
    """Agreed on day 4 to what the customer offered on day 3."""
    amount = usd(minor) if minor else None
    return opened().then(offer(3, resolution=resolution, amount=amount)).give(4, "accept_offer", offer_id="C-1")


def ended(told: Story, day: float) -> tuple[str, str | None]:
    case = told.case(day)
    return case.status, case.outcome


@pytest.mark.parametrize(
    ("resolution", "amount", "outcome"),
    [
        ("return_and_refund", 2400, Outcome.REFUNDED),
        ("return_and_refund", 2000, Outcome.PARTIALLY_REFUNDED),
        ("refund_without_return", 2400, Outcome.REFUNDED),
        ("partial_refund", 1200, Outcome.PARTIALLY_REFUNDED),
    ],
)
def test_a_case_closes_once_all_that_was_agreed_is_paid(resolution, amount, outcome):
    """G3.1: a closed case has an outcome."""
    told = agreed_on(resolution, amount).then(told_of("refund.settled", 5, amount=usd(amount)))
    assert ended(told, 5) == (Status.CLOSED, outcome)


def test_a_partial_settlement_does_not_close_the_case():
    """G3.1: a partial settlement does not close the case."""
    told = agreed_on("partial_refund", 1200)
    part = told.give(5, "record_settlement", kind="refund", amount=usd(500), reference="P-1")
    assert (part.case(5).status, str(part.case(5).unsettled)) == (Status.SETTLING, "7.00 USD")
    assert "7.00 USD is left" in part.refusal(6, "record_settlement", kind="refund", amount=usd(701)).why
    whole = part.give(6, "record_settlement", kind="refund")
    assert ended(whole, 6) == (Status.CLOSED, Outcome.PARTIALLY_REFUNDED)


def test_a_refund_in_full_without_any_agreement_closes_the_case():
    """G3.1: refund settlements are reported."""
    told = opened().then(told_of("refund.settled", 3, amount=usd(2399), reference="P-1"))
    assert ended(told, 3) == (Status.REQUESTED, None)
    assert ended(told.then(told_of("refund.settled", 4, amount=usd(1), reference="P-2")), 4)[1] is Outcome.REFUNDED


def test_an_exchange_closes_the_case_once_it_is_on_its_way():
    """G3.1: exchange settlements are reported."""
    told = agreed_on("exchange")
    assert ended(told.then(told_of("exchange.shipped", 5)), 5) == (Status.CLOSED, Outcome.EXCHANGED)
    assert ended(told.give(5, "record_settlement", kind="exchange"), 5) == (Status.CLOSED, Outcome.EXCHANGED)


@pytest.mark.parametrize("first", ["goods", "money"])
def test_an_exchange_with_a_price_difference_closes_with_both(first):
    """G3.1: a partial settlement does not close the case."""
    told = agreed_on("exchange", 300)
    goods, money = told_of("exchange.shipped", 5), told_of("refund.settled", 5.5, amount=usd(300))
    half = told.then(goods if first == "goods" else money)
    assert ended(half, 6) == (Status.AGREED, None)
    assert ended(told.then(goods, money), 6) == (Status.CLOSED, Outcome.EXCHANGED)


def test_no_exchange_is_recorded_where_none_is_agreed_or_it_is_sent_already():
    """G3.1: what was agreed is what is settled."""
    assert "no exchange" in agreed_on("partial_refund", 5).refusal(5, "record_settlement", kind="exchange").why
    sent = agreed_on("exchange", 300).then(told_of("exchange.shipped", 5))
    assert "no exchange" in sent.refusal(6, "record_settlement", kind="exchange").why


def test_an_exchange_nobody_agreed_to_changes_nothing():
    """G3.1: what does not apply stays in the timeline with the reason."""
    told = opened().then(told_of("exchange.shipped", 3))
    assert told.entry(3, "exchange.shipped").no_effect_because == "it does not apply while the case is requested"


def test_nothing_is_settled_before_anything_is_agreed():
    """G3.1: something agreed or ruled is left to settle."""
    assert "while the case is requested" in opened().refusal(3, "record_settlement", kind="refund", amount=usd(1)).why


def test_a_settlement_is_itself_by_its_reference():
    """G3.1: told again under a new delivery id it has no second effect."""
    told = agreed_on("partial_refund", 1200).then(told_of("refund.settled", 5, amount=usd(500), reference="P-1"))
    again = told.then(told_of("refund.settled", 6, amount=usd(500), reference="P-1"))
    assert (again.case(6).settled, rules_flagged(again.case(6))) == (told.case(5).settled, set())
    other = told.then(told_of("refund.settled", 6, amount=usd(600), reference="P-1"))
    assert (other.case(6).settled, rules_flagged(other.case(6))) == (told.case(5).settled, {"told-otherwise"})


def test_the_platforms_word_of_a_settlement_the_seller_recorded_is_the_same_settlement():
    """G3.1: a fact is itself by a settlement's reference, whoever tells it."""
    told = agreed_on("partial_refund", 1200).give(
        5, "record_settlement", kind="refund", amount=usd(500), reference="P-1"
    )
    again = told.then(told_of("refund.settled", 6, amount=usd(500), reference="P-1"))
    assert (str(again.case(6).settled), rules_flagged(again.case(6))) == ("5.00 USD", set())
    assert "told before" in told.refusal(7, "record_settlement", kind="refund", amount=usd(5), reference="P-1").why


def test_a_settlement_without_reference_is_itself_by_amount_and_time():
    """G3.1: a settlement's reference, else amount and time."""
    told = agreed_on("partial_refund", 1200)
    first, again, later = (
        told_of("refund.settled", day, amount=usd(400), delivery=name) for day, name in ((5, "a"), (5, "b"), (6, "c"))
    )
    assert str(told.then(first, again).case(6).settled) == "4.00 USD"
    assert str(told.then(first, again, later).case(6).settled) == "8.00 USD"


def test_a_zero_settlement_pays_nothing():
    """G3.1: money is integer minor units."""
    told = agreed_on("partial_refund", 1200).then(told_of("refund.settled", 5, amount=usd(0)))
    assert (told.case(5).status, str(told.case(5).unsettled)) == (Status.SETTLING, "12.00 USD")


def test_a_return_of_goods_that_cost_nothing_is_settled_by_nothing():
    """G3.1: zero amounts."""
    free = [{"sku": "GIFT", "quantity": 1, "amount": usd(0)}]
    told = story(placed(lines=free), requested(lines=free)).then(told_of("refund.settled", 3, amount=usd(0)))
    assert ended(told, 3) == (Status.CLOSED, Outcome.REFUNDED)


def test_what_was_paid_before_the_agreement_counts_towards_it():
    """G3.1: a case closes once all that is due is paid."""
    paid = opened().then(told_of("refund.settled", 3, amount=usd(1200)), offer(4))
    assert ended(paid.give(5, "accept_offer", offer_id="C-1"), 5) == (Status.CLOSED, Outcome.PARTIALLY_REFUNDED)


def test_more_than_was_due_is_kept_and_flagged():
    """G3.1: excess that a platform reports is kept and flagged."""
    told = agreed_on("partial_refund", 1200).then(told_of("refund.settled", 5, amount=usd(1300)))
    assert ended(told, 5) == (Status.CLOSED, Outcome.PARTIALLY_REFUNDED)
    assert told.case(5).reviews[0].detail == "13.00 USD went back to the customer where 12.00 USD was due"


def test_a_settlement_after_the_end_is_counted_and_changes_no_outcome():
    """G3.1: money that went back is never lost sight of."""
    told = agreed_on("partial_refund", 1200).then(told_of("refund.settled", 5, amount=usd(1200), reference="P-1"))
    more = told.then(told_of("refund.settled", 6, amount=usd(100), reference="P-2"))
    assert (ended(more, 6), str(more.case(6).settled)) == (ended(told, 5), "13.00 USD")
    assert rules_flagged(more.case(6)) == {"G3.1"}


def test_a_settlement_is_due_five_days_after_agreement_and_then_overdue():
    """G3.1: settle 5 days after agreement or ruling: overdue, on the list of what is overdue."""
    told = agreed_on("partial_refund", 1200)
    assert told.deadline(5, "settle").at == on(9)
    assert told.deadline(100, "settle").at == on(9)
    assert told.case(100).status is Status.SETTLING


@pytest.mark.parametrize("end", ["expired", "withdrawn"])
def test_an_agreement_that_ended_without_money_leaves_nothing_to_pay(end):
    """G3.1: something agreed is left to settle only while it is agreed."""
    told = agreed_on("return_and_refund", 2000)
    over = told if end == "expired" else told.then(told_of("return.withdrawn", 5))
    assert (over.case(20).outcome, over.case(20).due, over.case(20).unsettled) == (end, None, None)
    assert over.actions(20) == ("close_case",)
    assert "nothing is agreed" in over.refusal(20, "record_settlement", kind="refund").why


def test_an_exchange_after_a_withdrawal_ends_the_case_once_its_difference_is_paid_too():
    """G3.1: a settlement is not undone by an end that is dated before it."""
    told = agreed_on("exchange", 300).then(told_of("return.withdrawn", 5))
    goods, money = told_of("exchange.shipped", 6), told_of("refund.settled", 6, amount=usd(300))
    assert [ended(told.then(half), 7)[1] for half in (goods, money)] == [Outcome.WITHDRAWN] * 2
    assert ended(told.then(goods, money), 7)[1] is Outcome.EXCHANGED
