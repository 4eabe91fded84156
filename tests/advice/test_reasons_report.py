"""G3.1: reports by reason, article, carrier and outcome."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.advice.case_record import CaseRecord, Goods, Sum
from chalicelib.advice.reasons_report import By, report
from chalicelib.advice.tally import Row
from tests.domain.histories import on


def usd(minor: int) -> Sum:
    return Sum(minor=minor, currency="USD")


def record(**changes) -> CaseRecord:
    told = {
        "opened_at": on(2),
        "outcome": "refunded",
        "reason": "defective",
        "fault": "seller",
        "reason_text": None,
        "wants": "return_and_refund",
        "goods": (Goods(sku="MUG-01", quantity=2, worth=2400),),
        "quantity": 2,
        "claim": usd(2400),
        "settled": usd(2400),
        "freight_payer": "customer",
        "carrier": "DHL",
        "condition": None,
        "rounds": 0,
        "root_cause": None,
        "lesson": None,
        "policy": "guide",
        "policy_version": 0,
    }
    return CaseRecord(**(told | changes))


def test_returns_are_counted_by_their_reason_the_most_frequent_first():
    """G3.1: learn from the reasons of returns."""
    found = report([record(reason="wrong_item"), record(), record(settled=None, quantity=3)], By.REASON)
    assert found == (
        Row("defective", 2, 5, (usd(2400),)),
        Row("wrong_item", 1, 2, (usd(2400),)),
    )


def test_what_runs_or_has_no_carrier_is_counted_under_nothing():
    assert report([record(outcome=None, settled=None)], By.OUTCOME) == (Row(None, 1, 2, ()),)
    assert [row.key for row in report([record(), record(carrier=None), record(carrier=None)], By.CARRIER)] == [
        None,
        "DHL",
    ]


def test_currencies_are_never_added_up():
    yen = Sum(minor=500, currency="JPY")
    (row,) = report([record(), record(settled=yen), record()], By.REASON)
    assert row.refunded == (yen, usd(4800))


def test_a_return_of_two_articles_counts_with_both_and_its_refund_is_shared_out():
    """G3.1: reports by product."""
    goods = (Goods(sku="MUG-01", quantity=2, worth=2000), Goods(sku="PLATE-02", quantity=1, worth=1000))
    found = report([record(goods=goods, quantity=3, claim=usd(3000), settled=usd(1000))], By.SKU)
    assert found == (Row("MUG-01", 1, 2, (usd(667),)), Row("PLATE-02", 1, 1, (usd(333),)))


def test_articles_that_had_no_room_in_the_record_are_counted_under_nothing():
    found = report([record(quantity=5, claim=usd(4800), settled=usd(1000))], By.SKU)
    assert found == (Row("MUG-01", 1, 2, (usd(500),)), Row(None, 1, 3, (usd(500),)))


def test_a_return_without_lines_is_counted_too():
    assert report([record(goods=(), quantity=0, claim=None)], By.SKU) == (Row(None, 1, 0, (usd(2400),)),)


GOODS = st.builds(Goods, sku=st.sampled_from("ABC"), quantity=st.integers(1, 9), worth=st.integers(0, 10**6))


@given(
    st.lists(
        st.tuples(st.lists(GOODS, max_size=3, unique_by=lambda goods: goods.sku), st.integers(0, 10**15)), max_size=5
    )
)
def test_every_way_of_counting_adds_up_to_the_same_money_and_goods(returns):
    records = [
        record(goods=tuple(goods), quantity=sum(each.quantity for each in goods), settled=usd(settled))
        for goods, settled in returns
    ]
    for by in By:
        sums = Counter()
        for row in report(records, by):
            sums["quantity"] += row.quantity
            sums["refunded"] += sum(amount.minor for amount in row.refunded)
        assert sums["refunded"] == sum(settled for _, settled in returns)
        assert sums["quantity"] == sum(each.quantity for each in records)
