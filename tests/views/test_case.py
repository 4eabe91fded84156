"""The whole case as it is shown: how much of it, and in which order."""

from chalicelib.domain.fold import fold
from chalicelib.views.case import show_whole_case
from tests.domain.histories import GUIDE, ORDER, on, requested, told


def shown(*events):
    file = fold(ORDER, events, GUIDE, as_of=on(3))
    return show_whole_case(file, file.cases["R-1"], now=on(3))


def said(number):
    return told("message.posted", on(2, minutes=1 + number), return_id="R-1", text=f"message {number}")


def test_a_case_shows_the_newest_500_of_its_timeline_oldest_first():
    case = shown(requested(2), *map(said, range(502)))

    assert (len(case.timeline), case.timeline_total) == (500, 504)
    assert [entry.text for entry in case.timeline] == [f"message {number}" for number in range(2, 502)]


def test_the_orders_own_facts_stand_in_the_timeline_at_their_dates():
    delivered = told("order.delivered", on(2, minutes=5))

    case = shown(requested(2), said(0), delivered, said(9))

    assert [entry.type for entry in case.timeline][-3:] == ["message.posted", "order.delivered", "message.posted"]


def test_a_case_changed_when_something_last_had_an_effect():
    late_answer = told("offer.declined", on(2, minutes=9), return_id="R-1", offer_id="nobodys")

    assert shown(requested(2), said(0), late_answer).changed_at == on(2, minutes=1)
