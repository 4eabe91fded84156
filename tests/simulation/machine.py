"""The play: everything that can happen to the system, in any order, as often as it likes.

After each step nothing that was accepted is missing; at rest the system is what the log alone would make of it.
"""

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from local.stream_record import sequence_number
from tests.faults.kinds import FAULTS
from tests.simulation import told
from tests.simulation.at_rest import come_to_rest, compare_with_the_log
from tests.simulation.outsiders import FILE, Case, Outsiders
from tests.simulation.stage import Stage
from tests.world.order import CUSTOMER, REQUEST, line
from tests.world.wire import Meanwhile, Plan

COUNTS: Counter[str] = Counter()
# What happens at the n-th call of the next handler that makes as many: a fault, or all that another process does.
Luck = tuple[str, int, Case] | None
OTHERS = (
    *("the projector", "the desk", "the clock", "the reconciler"),
    *("a repetition", "a withdrawal", "the platform", "an agreement"),
)
pick = st.integers(0, 999)
depth = st.sampled_from([0, 2, 5, 5, 6, 7, 8])
cases = st.tuples(st.sampled_from(told.ORDERS), st.sampled_from(told.RETURNS))
calls = st.integers(0, 3) | st.integers(0, 8)
bad_luck = st.none() | st.tuples(st.sampled_from(sorted(FAULTS)) | st.sampled_from(OTHERS), calls, cases)
passing = st.sampled_from([timedelta(minutes=1), timedelta(minutes=20), timedelta(days=1), timedelta(days=4)])


class Play(RuleBasedStateMachine):
    """One history.

    Every rule is a step that outsiders, AWS or bad luck can take at any time.
    """

    def __init__(self) -> None:
        super().__init__()
        COUNTS["histories"] += 1
        self.outsiders: Outsiders | None = None

    @initialize(has_endpoint=st.sampled_from([True, True, False]), depths=st.lists(depth, min_size=4, max_size=4))
    def begin(self, has_endpoint: bool, depths: list[int]) -> None:  # noqa: FBT001 -- Hypothesis hands them by name
        """Most histories begin in the middle of a case, because chance alone seldom gets there."""
        self.outsiders = Outsiders(Stage(COUNTS, has_endpoint=has_endpoint), COUNTS)
        for case, depth in zip(itertools.product(told.ORDERS, told.RETURNS), depths, strict=True):
            for act in self.prologue(case)[:depth]:
                act()

    def prologue(self, case: Case) -> list[Callable[[], object]]:
        """Return the steps by which a return comes before the platform, and is then settled without it."""
        order, about = case[0], {"order_number": case[0], "return_id": case[1]}
        nothing: dict[str, Any] = {"offers": [], "evidence": []}
        placed = {"order_number": order, "customer": CUSTOMER, "lines": [line(quantity=4, minor=4800)]}
        return [
            lambda: self.they.tell("order.placed", placed),
            lambda: self.they.tell("return.requested", about | REQUEST),
            lambda: self.they.tell("offer.made", about | {"offer_id": "c1", "resolution": "exchange"}),
            lambda: self.they.give(told.command("decline_offer", nothing, {}), case),
            lambda: self.they.give(told.command("escalate", nothing, {}), case),
            self.on.flow,
            self.on.mediate,
            lambda: self.they.tell("return.withdrawn", about),
        ]

    @property
    def they(self) -> Outsiders:
        assert self.outsiders is not None
        return self.outsiders

    @property
    def on(self) -> Stage:
        return self.they.stage

    def risk(self, luck: Luck) -> None:
        """Let bad luck meet the next handler that makes as many calls.

        What was planned before is forgotten.
        """
        self.on.luck.plan = self.planned(*luck) if luck else None

    def planned(self, name: str, at_call: int, case: Case) -> Plan:
        if name in FAULTS:
            return FAULTS[name](at_call)
        about = {"order_number": case[0], "return_id": case[1]}
        others: dict[str, Callable[[], object]] = {
            "the projector": self.on.flow,
            "the desk": self.on.mediate,
            "the clock": lambda: self.on.run_schedule("expire_deadlines"),
            "the reconciler": lambda: self.on.run_schedule("reconcile"),
            "a repetition": lambda: self.they.repeat(-1),
            "a withdrawal": lambda: self.withdraw(about),
            "the platform": lambda: self.they.tell(
                "mediation.opened", about | {"mediation_id": "M-1", "opened_by": "seller"}
            ),
            "an agreement": lambda: self.they.give({"command": "accept_return"}, case),
        }
        return Plan(at_call, Meanwhile(lambda: self.on.luck.meanwhile(others[name])))

    def withdraw(self, about: dict[str, str]) -> None:
        """Let a return be withdrawn, and all that follows of it be done."""
        self.they.tell("return.withdrawn", about)
        self.on.flow()

    # The marketplace.

    @rule(fact=told.facts(), ago=told.drifts, whole=st.booleans(), luck=bad_luck)
    def deliver(self, fact: tuple[str, dict[str, Any]], ago: float, luck: Luck, *, whole: bool) -> None:
        self.risk(luck)
        self.they.tell(*fact, ago=ago, whole=whole)

    @rule(which=pick, times=st.integers(1, 3), luck=bad_luck)
    def deliver_again(self, which: int, times: int, luck: Luck) -> None:
        self.risk(luck)
        for _ in range(times):
            self.they.repeat(which)

    @rule(which=pick, at=pick)
    def tamper(self, which: int, at: int) -> None:
        if sent := self.they.ledger.sent:
            body = sent[which % len(sent)].body
            self.they.tamper(body, at % len(body))

    @rule(which=pick)
    def contradict(self, which: int) -> None:
        if accepted := list(self.they.ledger.accepted.values()):
            self.they.contradict(accepted[which % len(accepted)])

    @rule()
    def rotate_secret(self) -> None:
        self.they.rotate_secret()

    # The seller.

    @rule(case=cases, which=pick, amount=told.amounts, luck=bad_luck)
    def command(self, case: Case, which: int, amount: dict[str, object], luck: Luck) -> None:
        self.risk(luck)
        found = self.they.look_at(case)
        actions = found["available_actions"] if found else ["accept_return"]
        name = actions[which % len(actions)] if actions else "post_message"
        self.they.give(told.command(name, found or {"offers": [], "evidence": []}, amount), case)

    @rule(case=cases, arrives=st.sampled_from([FILE, FILE, FILE[:-1], b"<script>"]), again=st.booleans(), luck=bad_luck)
    def upload(self, case: Case, arrives: bytes, again: bool, luck: Luck) -> None:  # noqa: FBT001 -- as above
        self.risk(luck)
        self.they.upload(case, arrives, *([FILE] if again else []))

    # AWS.

    @rule(start=pick, count=st.integers(1, 20), twice=st.booleans(), backwards=st.booleans(), luck=bad_luck)
    def carry_stream(self, start: int, count: int, twice: bool, backwards: bool, luck: Luck) -> None:  # noqa: FBT001
        self.risk(luck)
        self.on.fetch()
        start = start % len(self.on.stream) if self.on.stream else 0
        records = self.on.stream[start : start + count] + (self.on.carried[-3:] if twice else [])
        ordered = sorted({sequence_number(each): each for each in records}.items(), reverse=backwards)
        if ordered:
            self.on.project([record for _, record in ordered])

    @rule(which=pick)
    def lose_a_stream_record(self, which: int) -> None:
        self.on.lose_a_record(which)

    @rule(source=st.sampled_from(["queue", "queue", "old", "dead", "redrive"]), which=pick, luck=bad_luck)
    def hand_out(self, source: str, which: int, luck: Luck) -> None:
        self.risk(luck)
        {
            "queue": lambda: self.on.mediate(at_once=1 + which % 2),
            "old": lambda: self.on.mediate_again(which),
            "dead": self.on.hand_out_dead_letter,
            "redrive": self.on.redrive,
        }[source]()

    @rule(which=pick, times=st.integers(0, 2), luck=bad_luck)
    def tell_of_an_upload(self, which: int, times: int, luck: Luck) -> None:
        self.risk(luck)
        if self.on.uploads:
            detail = self.on.uploads.pop(which % len(self.on.uploads))
            self.on.lost |= not times
            for _ in range(times):
                self.on.inspect(detail)

    @rule(name=st.sampled_from(["expire_deadlines", "reconcile"]), luck=bad_luck)
    def schedule(self, name: str, luck: Luck) -> None:
        self.risk(luck)
        self.on.run_schedule(name)

    @rule(by=passing)
    def time_passes(self, by: timedelta) -> None:
        self.on.clock.now += by

    # Bad luck.

    @rule(failures=st.integers(1, 6))
    def platform_breaks(self, failures: int) -> None:
        self.on.platform.failures = failures

    @rule()
    def restart(self) -> None:
        self.on.world.restart()

    # What holds.

    @invariant()
    def nothing_accepted_is_missing(self) -> None:
        COUNTS["steps"] += 1
        if self.outsiders is not None:
            assert self.they.ledger.lost() == []

    def teardown(self) -> None:
        if self.outsiders is None:
            return
        try:
            come_to_rest(self.on, self.they.ledger, self.they.send)
            compare_with_the_log(self.on, self.they.ledger)
            COUNTS["filings"] += len(self.on.platform.filings)
            COUNTS["withdrawals"] += len(self.on.platform.taken_back)
        finally:
            self.on.close()
