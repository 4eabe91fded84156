"""G3.1: what is kept of every return, to learn from it."""

import pytest

from chalicelib.advice.case_record import Goods, Sum, case_record
from tests.domain.histories import line, on, opened, placed, requested, story, told, told_of


def record(found, day=9, return_id="R-1"):
    file = found.file(day)
    return case_record(file, file.cases[return_id])


def test_every_return_keeps_its_reason_in_our_words_and_the_customers():
    """G3.1: keep detailed records of each return's reason."""
    kept = record(opened(), 3)
    assert (kept.reason, kept.fault, kept.reason_text) == ("colour_difference", "seller", "ordered navy, got black")
    assert (kept.opened_at, kept.outcome, kept.quantity) == (on(2), None, 2)
    assert kept.goods == (Goods(sku="MUG-01", quantity=2, worth=2400),)
    assert (kept.policy, kept.policy_version) == ("guide", 0)


def test_a_closed_return_keeps_what_it_cost_and_what_was_learnt():
    """G3.1: closing a case asks for the root cause."""
    found = opened(wants="refund_without_return").give(3, "accept_return").give(4, "record_settlement", kind="refund")
    kept = record(found.give(5, "close_case", root_cause="wrong label on the shelf", lesson="scan before packing"))
    assert (kept.outcome, kept.settled) == ("refunded", Sum(minor=2400, currency="USD"))
    assert (kept.root_cause, kept.lesson) == ("wrong label on the shelf", "scan before packing")


@pytest.mark.parametrize(
    ("events", "carrier"),
    [
        ((), None),
        ((told("order.shipped", 0.5, tracking={"carrier": "DHL", "number": "1"}),), "DHL"),
        ((told_of("return.shipped", 3, tracking={"carrier": "SF", "number": "2"}),), "SF"),
        (
            (
                told("order.shipped", 0.5, tracking={"carrier": "DHL", "number": "1"}),
                told_of("return.shipped", 3, tracking={"carrier": "SF", "number": "2"}),
            ),
            "DHL",
        ),
    ],
)
def test_the_carrier_is_who_brought_the_goods_else_who_carried_them_back(events, carrier):
    assert record(opened().then(*events)).carrier == carrier


def test_several_carriers_stand_together_because_nobody_says_in_which_parcel_the_goods_were():
    parcels = [{"carrier": name, "number": number} for name, number in (("SF", "1"), ("DHL", "2"), ("sf", "3"))]
    shipped = (told("order.shipped", 0.1 * place, tracking=parcel) for place, parcel in enumerate(parcels, 1))
    backwards = (told("order.shipped", 0.1 * place, tracking=parcel) for place, parcel in enumerate(parcels[::-1], 1))
    assert record(opened().then(*shipped)).carrier == "DHL, SF"
    assert record(opened().then(*backwards)).carrier == "DHL, sf"


def test_lines_of_one_article_are_one_and_what_has_no_room_is_counted_still():
    lines = [line(f"ARTICLE-{number:03d}", number, 100) for number in range(1, 90)]
    kept = record(story(placed(lines=lines), requested(lines=[*lines, line("ARTICLE-089", 11, 50)])))
    assert kept.goods[0] == Goods(sku="ARTICLE-089", quantity=100, worth=150)
    assert kept.quantity == sum(range(1, 90)) + 11
    assert 1 < len(kept.goods) < 89
