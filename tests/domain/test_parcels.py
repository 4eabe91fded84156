"""Parcels: each is on record, and the order is received when the last one has arrived."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from chalicelib.domain.cancellation import is_cancellation
from chalicelib.domain.eligibility import eligibility
from chalicelib.domain.events import Event
from chalicelib.domain.order import OrderRecord
from chalicelib.values.vocabulary import Party
from tests.domain.histories import Story, line, on, ours, placed, requested, rules_flagged, story, told

HEART = {"code": "change_of_heart"}


def shipped(day: float, number: str | None = None, carrier: str | None = "SF") -> Event:
    return told("order.shipped", day, tracking={"carrier": carrier, "number": number})


def arrived(day: float, number: str | None = None, carrier: str | None = "SF") -> Event:
    return told("order.delivered", day, tracking={"carrier": carrier, "number": number})


def record(day: float, **more: Any) -> Event:
    return ours("order.recorded", day, customer={"name": "Ada Buyer"}, lines=[line()], **more)


def order(*events: Event) -> OrderRecord:
    return story(placed(), *events).file(30).order


def parcels(found: OrderRecord) -> list[tuple[Any, ...]]:
    return [(parcel.carrier, parcel.number, parcel.shipped_at, parcel.delivered_at) for parcel in found.parcels]


def days_left(told_so: Story, day: float) -> int | None:
    file = told_so.file(day)
    return eligibility(file.cases["R-1"], file.order, now=on(day)).days_left


TWO = (shipped(1, "P1"), shipped(8, "P2", "YTO"), arrived(5, "P1"), arrived(17, "P2", "YTO"))


def test_the_order_is_received_with_its_last_parcel_and_each_is_on_record():
    """It holds number 108 of docs/reliability.md: the window begins with the last parcel, in any order of arrival."""
    for events in permutations(TWO):
        found = order(*events)
        assert (found.shipped_at, found.delivered_at) == (on(1), on(17))
        assert parcels(found) == [("SF", "P1", on(1), on(5)), ("YTO", "P2", on(8), on(17))]


def test_the_window_begins_with_the_last_parcel():
    """It holds number 108 of docs/reliability.md: asked for on day 19, two days after the last parcel."""
    asked = story(placed(), *TWO, requested(19, reason=HEART))
    file = asked.file(19)
    assert eligibility(file.cases["R-1"], file.order, now=on(19)).eligible
    assert days_left(asked, 19) == 5


def test_no_window_has_begun_while_a_parcel_that_was_shipped_has_not_arrived():
    """It holds number 108 of docs/reliability.md: nobody tells which lines are in it."""
    asked = story(placed(), *TWO[:3], requested(15, reason=HEART))
    file = asked.file(16)
    judged = eligibility(file.cases["R-1"], file.order, now=on(16))
    assert (file.order.delivered_at, judged.days_left, judged.eligible) == (None, None, True)
    assert "a parcel has not arrived yet" in judged.rules[1].why


@pytest.mark.parametrize(("events", "cancels"), [((), True), (TWO[:2], True), (TWO[:3], False), (TWO, False)])
def test_it_is_a_cancellation_only_while_no_parcel_has_arrived(events, cancels):
    """It holds number 108 of docs/reliability.md: by the opening of the case."""
    file = story(placed(), *events, requested(6, reason=HEART)).file(20)
    assert is_cancellation(file.cases["R-1"], file.order) is cancels


def test_a_parcel_that_arrives_after_the_request_leaves_it_a_cancellation():
    """It holds number 108 of docs/reliability.md: by the opening of the case."""
    file = story(placed(), *TWO, requested(4, reason=HEART)).file(20)
    assert is_cancellation(file.cases["R-1"], file.order)


def test_a_delivery_without_a_number_is_of_the_whole_order():
    """Without a tracking number it is the whole order's: number 108 of docs/reliability.md."""
    found = order(*TWO[:3], told("order.delivered", 12))
    assert found.delivered_at == on(12)
    assert [parcel.delivered_at for parcel in found.parcels] == [on(5), on(12)]


def test_a_parcel_shipped_after_the_whole_order_had_arrived_is_still_on_its_way():
    """It holds number 108 of docs/reliability.md: it was shipped and has not arrived."""
    found = order(told("order.delivered", 5), shipped(8, "P2"))
    assert (found.delivered_at, found.parcels[0].delivered_at) == (None, None)
    assert order(told("order.delivered", 5), shipped(8, "P2"), arrived(11, "P2")).delivered_at == on(11)


@pytest.mark.parametrize("events", [(shipped(1), arrived(5, "P1")), (arrived(5, "P1"),), (shipped(1), arrived(5))])
def test_one_arrival_is_the_receipt_if_no_other_parcel_is_named(events):
    """The first edition: a shipment without a number is of the whole order."""
    found = order(*events)
    assert (found.delivered_at, len(found.parcels)) == (on(5), 1)


def test_a_parcel_is_known_by_its_number_as_people_read_it():
    """A parcel's delivery is itself by its tracking number."""
    found = order(shipped(1, "SF 12 ab"), arrived(5, "sf12AB"))
    assert (found.delivered_at, len(found.parcels)) == (on(5), 1)


@pytest.mark.parametrize("number", ["P1", None], ids=["a parcel", "the whole order"])
@pytest.mark.parametrize("first", [5, 7], ids=["the earlier date first", "the later date first"])
def test_the_first_telling_of_an_arrival_stays_valid(number, first):
    """Told otherwise under the same id, the first received stands and the case is flagged."""
    one = replace(arrived(first, number), received_at=on(8))
    other = replace(arrived(12 - first, number), received_at=on(9))
    for events in ((one, other), (other, one)):
        told_twice = story(placed(), shipped(1, number), *events, requested(10))
        assert told_twice.file(11).order.delivered_at == on(first)
        assert rules_flagged(told_twice.case(11)) == {"told-otherwise"}
        entries = [entry for entry in told_twice.file(11).order.entries if entry.type == "order.delivered"]
        assert {entry.id: entry.effect is not None for entry in entries} == {one.id: True, other.id: False}


def test_an_arrival_of_two_parcels_is_no_contradiction():
    """A parcel's delivery is itself by its tracking number."""
    assert rules_flagged(story(placed(), *TWO, requested(18)).case(19)) == set()


def test_an_arrival_told_again_with_the_same_date_is_no_contradiction():
    """Told again it has no second effect."""
    again = replace(arrived(5, "P1"), id="delivery#again", received_at=on(6))
    asked = story(placed(), *TWO, again, requested(18))
    assert rules_flagged(asked.case(19)) == set()
    assert next(entry.no_effect_because for entry in asked.file(19).order.entries if entry.id == again.id)


def test_two_arrivals_of_one_receipt_are_ordered_by_id():
    """By received_at, then by id."""
    tellings = [replace(arrived(day, "P1"), id=name, received_at=on(9)) for name, day in (("b", 5), ("a", 7))]
    assert order(*tellings).delivered_at == order(*tellings[::-1]).delivered_at == on(7)


def test_the_seller_records_parcels_that_no_webhook_tells():
    """PUT /orders takes parcels; a delivery of one is a fact like a marketplace's."""
    sent = [{"carrier": "SF", "number": "P1", "shipped_at": on(1), "delivered_at": on(5)}]
    waiting = [*sent, {"carrier": "YTO", "number": "P2"}]
    assert order(record(6, parcels=sent)).delivered_at == on(5)
    found = order(record(6, parcels=waiting))
    assert (found.delivered_at, parcels(found)[1]) == (None, ("YTO", "P2", None, None))
    assert [parcel.recorded_by for parcel in found.parcels] == [Party.SELLER, Party.SELLER]
    assert [parcel.recorded_by for parcel in order(*TWO).parcels] == [None, None]
    assert order(record(6, parcels=waiting), arrived(9, "P2")).delivered_at == on(9)


def test_the_seller_and_the_marketplace_tell_one_arrival_once():
    """The first received stands, whoever tells it."""
    mine = record(6, parcels=[{"carrier": "SF", "number": "P1", "delivered_at": on(4)}])
    asked = story(placed(), shipped(1, "P1"), mine, replace(arrived(5, "P1"), received_at=on(7)), requested(8))
    assert (asked.file(9).order.delivered_at, rules_flagged(asked.case(9))) == (on(4), {"told-otherwise"})


def test_the_sellers_date_of_receipt_is_the_whole_orders():
    """Delivered_at of the seller's record."""
    assert order(*TWO[:3], record(20, delivered_at=on(12))).delivered_at == on(12)


def test_a_disclosure_that_the_seller_records_says_so():
    """PUT /orders takes disclosures; G3.2: recorded by the seller where no webhook tells it."""
    shown = {"policy": "guide", "version": "3", "channel": "chat", "at": on(0)}
    found = order(record(3, disclosures=[shown]), told("policy.disclosed", 1, policy="guide", version=3, channel="web"))
    assert [(seen.channel, seen.at, seen.recorded_by) for seen in found.disclosures] == [
        ("chat", on(0), Party.SELLER),
        ("web", on(1), None),
    ]
    assert any(entry.text == "recorded by the seller: 1 disclosure" for entry in found.entries)


def test_a_disclosure_that_both_tell_is_one():
    """Told again it has no second effect."""
    shown = {"policy": "guide", "version": "3", "channel": "web"}
    found = order(told("policy.disclosed", 1, **shown), record(3, disclosures=[{**shown, "at": on(1)}]))
    assert [seen.recorded_by for seen in found.disclosures] == [None]


def test_parcels_of_an_older_record_stay_on_record():
    """No parcel is forgotten, although the newest record counts for customer, lines and total."""
    older = record(3, parcels=[{"carrier": "SF", "number": "P1", "shipped_at": on(1)}])
    found = order(older, record(4))
    assert (found.delivered_at, len(found.parcels)) == (None, 1)
    assert next(entry.effect for entry in found.entries if entry.id == older.id)
