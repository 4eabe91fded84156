"""Commands that meet: the order's next number is a lock, and a key stands for one request.

Numbers 59 and 96 of docs/reliability.md.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.aws.log import OrderLog
from chalicelib.domain.commands import Refused
from chalicelib.domain.decide import read_command
from chalicelib.usecases.case_commands import CaseCommands, Once
from chalicelib.usecases.case_errors import KeyReused, Stale
from chalicelib.values.identifiers import CaseKey, OrderKey
from tests.world.order import usd

ORDER = OrderKey("demo", "alibaba", "A-1001")
CASE = CaseKey(ORDER, "R-1")
ACCEPT = {"command": "accept_return"}
REFUSE = {"command": "refuse_return", "reason": "no"}
HELLO = {"command": "post_message", "text": "hello"}


class Meeting(OrderLog):
    """A log at which so many writers wait for each other: all have read before one writes."""

    def __init__(self, cloud, writers):
        super().__init__(cloud.dynamodb, cloud.settings.table)
        self.barrier = threading.Barrier(writers)

    def append(self, order, row):
        self.barrier.wait(timeout=10)
        return super().append(order, row)


def give(shop, log, asked, *, key=None, case=CASE):
    """Give a command.

    The status of the case after it, or what said no.
    """
    commanding = CaseCommands(histories=shop.recourse.order_histories, log=log, clock=shop.cloud.clock)
    try:
        history = commanding.execute(case, read_command(asked), Once.of(key, repr(asked).encode()))
    except (Stale, KeyReused, Refused) as refusal:
        return type(refusal)
    return history.file.cases[case.return_id].status


def at_once(shop, *given, key=None):
    log = Meeting(shop.cloud, len(given))
    with ThreadPoolExecutor(len(given)) as threads:
        waiting = [threads.submit(give, shop, log, asked, key=key, case=case) for case, asked in given]
        return [each.result() for each in waiting]


def commands(shop):
    return [row.id for row in shop.recourse.log.read(ORDER).events if row.id.startswith("command#")]


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    return shop


def test_of_opposite_commands_at_once_one_wins_and_the_other_looks_again(shop):
    """It holds number 59 of docs/reliability.md."""
    came_out = at_once(shop, (CASE, ACCEPT), (CASE, REFUSE))

    (won,) = [status for status in came_out if status is not Stale]
    assert won == shop.case["status"] in ("agreed", "refused")
    assert commands(shop) == ["command#000001"]


def test_looking_again_the_loser_is_refused_by_the_rule(shop):
    """It holds number 59 of docs/reliability.md."""
    at_once(shop, (CASE, ACCEPT), (CASE, ACCEPT))

    assert give(shop, shop.recourse.log, REFUSE) is Refused


def test_the_same_command_under_the_same_key_at_once_is_given_once(shop):
    """It holds number 59 of docs/reliability.md."""
    came_out = at_once(shop, *[(CASE, HELLO)] * 4, key="once")

    assert came_out == ["requested"] * 4
    assert commands(shop) == ["command#000001"]


def test_another_command_under_the_same_key_at_once_is_refused_as_a_reused_key(shop):
    """It holds number 59 of docs/reliability.md."""
    came_out = at_once(shop, (CASE, HELLO), (CASE, ACCEPT), key="once")

    assert came_out.count(KeyReused) == 1
    assert commands(shop) == ["command#000001"]


def test_two_cases_never_promise_the_same_money(shop):
    """It holds number 59 of docs/reliability.md."""
    shop.return_id = "R-2"
    shop.request()
    offer = {"command": "make_offer", "resolution": "partial_refund", "amount": usd(2000)}
    other = CaseKey(ORDER, "R-2")

    came_out = at_once(shop, (CASE, offer), (other, offer))

    assert came_out.count(Stale) == 1
    assert give(shop, shop.recourse.log, offer, case=other if came_out[1] is Stale else CASE) is Refused


def test_a_delivery_in_between_does_not_stop_a_command(shop):
    """It holds number 59 of docs/reliability.md."""

    class Interrupted(OrderLog):
        def append(self, order, row):
            shop.tell("message.posted", text="hurry up")
            return super().append(order, row)

    log = Interrupted(shop.cloud.dynamodb, shop.cloud.settings.table)

    assert give(shop, log, ACCEPT) == "agreed"
    assert shop.stands == ("agreed", None)


def test_a_command_is_dated_after_everything_it_answers(shop):
    ahead = shop.cloud.clock.now.replace(second=59)
    shop.tell("message.posted", text="from a clock that is fast", at=ahead)

    shop.done("accept_return")

    accepted, said = shop.case["timeline"][-1], shop.case["timeline"][-2]
    assert (said["type"], accepted["type"]) == ("message.posted", "return.accepted")
    assert accepted["at"] > said["at"]


def test_a_command_costs_one_query_and_one_put(shop):
    shop.recourse.order_histories.of(ORDER, as_of=shop.cloud.clock.now)
    shop.cloud.wire.clear()

    give(shop, shop.recourse.log, HELLO)

    assert shop.cloud.wire.calls() == {"Query": 1, "PutItem": 1}
