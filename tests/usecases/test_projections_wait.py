"""A store that is down is tried again, and an order that breaks our code is set aside."""

import pytest

from chalicelib.usecases.projector import Projector
from tests.world.wire import Refusal

DOWN = [(6, 0.1), (20, 1), (50, 20), (50, 22.9)]


def break_on(monkeypatch, number):
    honest = Projector.project

    def project_or_break(self, order):
        if order.order_number == number:
            raise ZeroDivisionError
        honest(self, order)

    monkeypatch.setattr(Projector, "project", project_or_break)


def test_an_order_that_breaks_our_code_is_set_aside_and_the_rest_flows(shop, monkeypatch):
    """It holds number 70 of docs/reliability.md."""
    break_on(monkeypatch, "A-POISON")
    for number in ("A-1", "A-POISON", "A-2"):
        shop.order_number = number
        shop.request()
    shop.flow()

    assert [order.order_number for order in shop.recourse.broken_orders.all()] == ["A-POISON"]
    assert {case["order_number"] for case in shop.listed()} == {"A-1", "A-2"}
    assert [alarm["order"] for alarm in shop.cloud.alarms if alarm["what"] == "order_poisoned"] == ["A-POISON"]


def test_a_broken_order_is_projected_by_itself_when_the_code_is_correct_again(shop, monkeypatch):
    """It holds number 122 of docs/reliability.md."""
    break_on(monkeypatch, "A-POISON")
    shop.order_number = "A-POISON"
    shop.request()
    shop.flow()
    shop.world.run_schedule("redrive")
    assert [order.order_number for order in shop.recourse.broken_orders.all()] == ["A-POISON"]

    monkeypatch.undo()
    shop.world.run_schedule("redrive")

    assert list(shop.recourse.broken_orders.all()) == []
    assert "A-POISON" in {case["order_number"] for case in shop.listed()}


@pytest.mark.parametrize(("tries", "hours"), DOWN, ids=["6 tries", "an hour", "20 hours", "the age of the mapping"])
def test_projections_catch_up_by_themselves_after_the_store_was_down(shop, tries, hours):
    """It holds number 122 of docs/reliability.md."""
    shop.order_number = "A-DOWN"
    shop.request()
    shop.cloud.wire.cut("Query", Refusal("AccessDeniedException"), times=tries)
    for _ in range(tries):
        assert shop.world.stream.try_once() == 0
    shop.world.stream.hours_gone = hours

    assert "A-DOWN" not in {case["order_number"] for case in shop.listed()}
    shop.flow()

    assert "A-DOWN" in {case["order_number"] for case in shop.listed()}


def test_what_is_older_than_the_mapping_takes_is_given_up_and_restored_by_the_reconciler(shop):
    """It holds number 122 of docs/reliability.md."""
    shop.order_number = "A-DOWN"
    shop.request()
    shop.cloud.wire.cut("Query", Refusal("AccessDeniedException"), times=50)
    shop.world.stream.hours_gone = 23.1
    shop.world.flow()
    shop.cloud.wire.clear()
    assert shop.world.stream.given_up
    assert "A-DOWN" not in {case["order_number"] for case in shop.listed()}

    shop.cloud.clock.forward(hours=23)
    shop.world.run_schedule("reconcile")

    assert "A-DOWN" in {case["order_number"] for case in shop.listed()}
