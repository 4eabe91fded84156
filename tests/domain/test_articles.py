"""Articles that a return spells otherwise than the order (G2.1).

It holds number 105 of docs/reliability.md.
"""

import pytest
from pydantic import ValidationError

from chalicelib.values.vocabulary import Status
from tests.domain.histories import Story, line, on, opened, ours, placed, requested, rules_flagged, story, told_of, usd

NUMBER = "8800123456"


def spelled(sku: str, quantity: int = 2, minor: int = 2400) -> Story:
    return opened(lines=[line(sku, quantity, minor)])


def matched(told: Story, sku: str, order_sku: str | None, day: float = 3) -> Story:
    return told.give(day, "match_lines", lines=[{"sku": sku, "order_sku": order_sku}])


@pytest.mark.parametrize("sku", ["mug-01", "MUG-01 ", "\uff2d\uff35\uff27-01", "MUG\u200b-01", " Mug-01"])
def test_an_article_is_the_same_as_people_read_it(sku):
    """G2.1: spelled otherwise."""
    told = spelled(sku)
    assert rules_flagged(told.case(3)) == set()
    assert "match_lines" not in told.actions(3)
    assert str(told.give(3, "accept_return").case(3).due) == "24.00 USD"


def test_a_return_of_an_article_spelled_otherwise_counts_its_pieces():
    """G2.1: nobody gets the goods twice by another spelling."""
    told = spelled("mug-01").give(3, "accept_return").then(requested(4, return_id="R-2", lines=[line(quantity=1)]))
    assert "0 are left" in told.refusal(5, "accept_return", return_id="R-2").why


def test_the_platforms_own_number_is_no_dead_end():
    """G2.1: the seller says which article it is, and both words stay."""
    told = spelled(NUMBER)
    assert f"written as {NUMBER}" in told.refusal(3, "accept_return").why
    assert "match_lines" in told.actions(3)
    after = matched(told, NUMBER, "MUG-01")
    assert rules_flagged(after.case(3)) == set()
    agreed = after.give(4, "accept_return")
    assert (agreed.case(4).status, str(agreed.case(4).due), agreed.case(4).lines[0].sku) == (
        Status.AGREED,
        "24.00 USD",
        NUMBER,
    )


def test_a_matched_line_is_worth_and_counts_as_its_article():
    """G2.1: as any line of that article."""
    told = matched(spelled(NUMBER, 1, 9999), NUMBER, "mug-01").give(4, "accept_return")
    assert str(told.case(4).due) == "12.00 USD"
    other = told.then(requested(5, return_id="R-2"))
    assert "2 of MUG-01 where 1 are left" in other.refusal(6, "accept_return", return_id="R-2").why


def test_freight_as_a_line_counts_no_piece_and_its_money_is_bounded_by_the_order():
    """G2.1: no article of the order."""
    lines = [line(), line("SHIPPING", 1, 500)]
    told = story(placed(total=usd(4500)), requested(lines=lines))
    assert "written as SHIPPING" in told.refusal(3, "accept_return").why
    after = matched(told, "SHIPPING", None)
    assert str(after.give(4, "accept_return").case(4).due) == "29.00 USD"
    high = matched(story(placed(), requested(lines=[line(), line("SHIPPING", 1, 9900)])), "SHIPPING", None)
    assert str(high.give(4, "accept_return").case(4).due) == "40.00 USD"


@pytest.mark.parametrize(
    ("sku", "order_sku", "why"),
    [
        ("PLATE-02", None, "no article of this return"),
        (NUMBER, "BOWL", "BOWL is no article of the order"),
        ("MUG-01", None, "MUG-01 is an article of the order by its own number"),
        ("mug-01", "PLATE-02", "mug-01 is an article of the order by its own number"),
    ],
)
def test_a_match_that_cannot_be_is_refused(sku, order_sku, why):
    """G2.1: both articles exist."""
    told = opened(lines=[line(NUMBER, 1, 1200), line()])
    assert why in told.refusal(3, "match_lines", lines=[{"sku": sku, "order_sku": order_sku}]).why


def test_all_lines_can_be_named_in_one_match():
    """G2.1: those that the order has anyway, too."""
    told = story(placed(total=usd(4500)), requested(lines=[line(), line("SHIPPING", 1, 500)]))
    both = [{"sku": "MUG-01", "order_sku": "mug-01"}, {"sku": "SHIPPING", "order_sku": None}]
    assert str(told.give(3, "match_lines", lines=both).give(4, "accept_return").case(4).due) == "29.00 USD"


def test_a_match_says_so_if_a_line_is_no_article_of_the_order():
    """G2.1: a forgotten article is not taken for none."""
    with pytest.raises(ValidationError):
        spelled(NUMBER).give(3, "match_lines", lines=[{"sku": NUMBER}])


def test_a_matched_line_without_an_amount_is_what_the_order_says_of_its_article():
    """G2.1: as any line of that article."""
    told = opened(lines=[{"sku": NUMBER, "quantity": 1}])
    assert told.case(3).claim is None
    agreed = matched(told, NUMBER, "MUG-01").give(4, "accept_return")
    assert str(agreed.case(4).due) == "12.00 USD"
    freight = matched(told, NUMBER, None)
    assert "name the amount" in freight.refusal(4, "accept_return").why


def test_an_article_cannot_be_two():
    """G2.1: one line, one article."""
    both = [{"sku": NUMBER, "order_sku": "MUG-01"}, {"sku": NUMBER, "order_sku": None}]
    assert "one article" in spelled(NUMBER).refusal(3, "match_lines", lines=both).why


def test_a_match_that_changes_nothing_is_refused_and_a_new_one_replaces_it():
    """A command without effect is refused."""
    told = matched(spelled(NUMBER, 1, 1600), NUMBER, "MUG-01")
    again = [{"sku": NUMBER, "order_sku": "MUG-01"}]
    assert "matched so already" in told.refusal(4, "match_lines", lines=again).why
    corrected = matched(told, NUMBER, "PLATE-02", 4)
    assert str(corrected.give(5, "accept_return").case(5).due) == "16.00 USD"


@pytest.mark.parametrize(
    "told",
    [story(requested()), opened(), story(placed(), requested(lines=None))],
    ids=["no order", "known", "no lines"],
)
def test_there_is_nothing_to_match_where_every_line_is_known(told):
    """G2.1: the command is offered only when it helps."""
    assert "match_lines" not in told.actions(3)
    assert told.refusal(3, "match_lines", lines=[{"sku": "MUG-01", "order_sku": None}]).rule == "G2.1"


def test_a_match_does_not_change_what_was_agreed():
    """G2.3a: what was agreed is not reckoned anew."""
    told = matched(spelled(NUMBER), NUMBER, None).give(4, "accept_return")
    assert matched(told, NUMBER, "PLATE-02", 5).case(5).due == told.case(4).due


def test_a_match_with_an_article_that_a_later_order_record_does_not_have_is_open_again():
    """G2.1: the record of the order counts."""
    row = ours("lines.matched", 3, return_id="R-1", lines=[{"sku": NUMBER, "order_sku": "GONE"}])
    told = spelled(NUMBER).then(row)
    assert f"written as {NUMBER}" in told.refusal(4, "accept_return").why


def test_a_closed_case_can_still_be_matched():
    """G2.1: its pieces count against the order's other cases."""
    told = spelled(NUMBER).then(told_of("return.delivered", 3), told_of("refund.settled", 4, amount=usd(2400)))
    assert "asked back where 0 are left" in " ".join(review.detail for review in told.case(5).reviews)
    assert rules_flagged(matched(told, NUMBER, "MUG-01", 6).case(on(7))) == set()
