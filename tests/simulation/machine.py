"""The play: everything that can happen to the system, in any order, as often as it likes.

After each step nothing that was accepted is missing; at rest the system is what the log alone would make of it.
"""

import itertools
import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

import app
from chalicelib.aws.freshness import STALE
from chalicelib.domain.instants import format_instant
from local.stream_record import sequence_number
from tests.cloud import SECRET
from tests.faults.kinds import FAULTS
from tests.routes.api import Answered, call
from tests.signing import standard_headers
from tests.simulation import told
from tests.simulation.at_rest import come_to_rest, compare_with_the_log
from tests.simulation.ledger import Delivery, Ledger
from tests.simulation.stage import Stage
from tests.stories.shop import CUSTOMER, REQUEST, line

COUNTS: Counter[str] = Counter()
Luck = tuple[str, int] | None
FILE = b"Handed over at gate 4."
pick = st.integers(0, 999)
depth = st.sampled_from([0, 2, 5, 5, 6, 7, 8])
bad_luck = st.none() | st.tuples(st.sampled_from(sorted(FAULTS)), st.integers(0, 8))
cases = st.tuples(st.sampled_from(told.ORDERS), st.sampled_from(told.RETURNS))


class Play(RuleBasedStateMachine):
    """One history; every rule is a step that outsiders, AWS or bad luck can take at any time."""

    def __init__(self) -> None:
        super().__init__()
        COUNTS["histories"] += 1
        self.secret, self.rotated_at = SECRET, datetime.min.replace(tzinfo=UTC)
        self.ledger = Ledger()
        self.stage: Stage | None = None

    @initialize(has_endpoint=st.sampled_from([True, True, False]), depths=st.lists(depth, min_size=4, max_size=4))
    def begin(self, has_endpoint: bool, depths: list[int]) -> None:  # noqa: FBT001 -- Hypothesis hands them by name
        """Most histories begin in the middle of things, where chance alone seldom comes."""
        self.stage = Stage(COUNTS, has_endpoint=has_endpoint)
        for case, depth in zip(itertools.product(told.ORDERS, told.RETURNS), depths, strict=True):
            for act in self.prologue(case)[:depth]:
                act()

    def prologue(self, case: tuple[str, str]) -> list[Callable[[], object]]:
        """How a return comes before the platform, and is then settled without it."""
        order, about = case[0], {"order_number": case[0], "return_id": case[1]}
        nothing: dict[str, Any] = {"offers": [], "evidence": []}
        lines = [line(quantity=4, minor=4800)]
        return [
            lambda: self.tell("order.placed", {"order_number": order, "customer": CUSTOMER, "lines": lines}),
            lambda: self.tell("return.requested", about | REQUEST),
            lambda: self.tell("offer.made", about | {"offer_id": "c1", "resolution": "exchange"}),
            lambda: self.give(told.command("decline_offer", nothing, {}), case),
            lambda: self.give(told.command("escalate", nothing, {}), case),
            lambda: self.carry_stream(0, 99, twice=False, backwards=False, luck=None),
            self.on.mediate,
            lambda: self.tell("return.withdrawn", about),
        ]

    @property
    def on(self) -> Stage:
        assert self.stage is not None
        return self.stage

    # The marketplace.

    @rule(fact=told.facts(), ago=st.sampled_from([0, 0, 0, 1, 3600, 86_400 * 8]), luck=bad_luck)
    def deliver(self, fact: tuple[str, dict[str, Any]], ago: int, luck: Luck) -> None:
        self.risk(luck)
        self.tell(*fact, ago=ago)

    @rule(which=pick, times=st.integers(1, 3), luck=bad_luck)
    def deliver_again(self, which: int, times: int, luck: Luck) -> None:
        self.risk(luck)
        if self.ledger.sent:
            for _ in range(times):
                self.send(self.ledger.sent[which % len(self.ledger.sent)])
                COUNTS["duplicates"] += 1

    @rule(which=pick, at=pick)
    def tamper(self, which: int, at: int) -> None:
        if not self.ledger.sent:
            return
        body = self.ledger.sent[which % len(self.ledger.sent)].body
        place = at % len(body)
        forged = body[:place] + ("x" if body[place] != "x" else "y") + body[place + 1 :]
        answered = self.post(forged, delivery_id="forged", signed=body)
        assert answered is None or answered.status in (401, 503)
        COUNTS["forged"] += 1

    @rule(which=pick)
    def contradict(self, which: int) -> None:
        accepted = list(self.ledger.accepted.values())
        if accepted:
            delivery = accepted[which % len(accepted)]
            answered = self.post(delivery.body.replace(": ", ":  "), delivery_id=delivery.id)
            assert answered is None or answered.status in {409} | self.refusals

    @rule()
    def rotate_secret(self) -> None:
        """As it is done: the new one is there a minute before anybody signs with it, the old one ends a day later."""
        end = format_instant(self.on.clock.now + timedelta(days=1))
        new = "whsec_" + sha256(self.secret.encode()).hexdigest()[:44]
        secrets = [{"secret": self.secret, "until": end}, {"secret": new, "until": None}]
        self.on.cloud.keep_secrets("demo", json.dumps({"app_key": None, "secrets": secrets}))
        self.on.platform.secrets = (self.secret, new)
        self.on.clock.forward(seconds=61)
        self.secret, self.rotated_at = new, self.on.clock.now

    # The seller.

    @rule(case=cases, which=pick, amount=told.amounts, luck=bad_luck)
    def command(self, case: tuple[str, str], which: int, amount: dict[str, object], luck: Luck) -> None:
        self.risk(luck)
        found = self.look_at(case)
        actions = found["available_actions"] if found else ["accept_return"]
        name = actions[which % len(actions)] if actions else "post_message"
        asked = told.command(name, found or {"offers": [], "evidence": []}, amount)
        self.give(asked, case)

    @rule(case=cases, arrives=st.sampled_from([FILE, FILE, FILE[:-1], b"<script>"]), again=st.booleans())
    def upload(self, case: tuple[str, str], arrives: bytes, again: bool) -> None:  # noqa: FBT001
        asked = {"filename": "way/bill.txt", "content_type": "text/plain", "size": len(FILE)}
        asked |= {"sha256": sha256(FILE).hexdigest(), "kind": "logistics", "description": "The waybill"}
        answered = self.ask("/cases/{case_id}/evidence", asked, case)
        if answered is None or answered.status != 201:
            return
        place = answered.json["upload"]["url"].partition(".com/")[2].partition("?")[0]
        bucket = self.on.cloud.settings.bucket
        self.on.arrived.add(place)
        for body in [arrives, FILE] if again else [arrives]:
            self.on.cloud.clients.s3.put_object(Bucket=bucket, Key=place, Body=body, ContentType="text/plain")
            self.on.uploads.append({"bucket": {"name": bucket}, "object": {"key": place}})

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
        self.on.fetch()
        if self.on.stream:
            self.on.stream.pop(which % len(self.on.stream))
            COUNTS["lost on the stream"] += 1

    @rule(
        source=st.sampled_from(["queue", "queue", "dead letters", "redrive"]), at_once=st.integers(1, 2), luck=bad_luck
    )
    def hand_out(self, source: str, at_once: int, luck: Luck) -> None:
        self.risk(luck)
        {"queue": lambda: self.on.mediate(at_once=at_once), "dead letters": self.on.bury, "redrive": self.on.redrive}[
            source
        ]()

    @rule(which=pick, times=st.integers(0, 2), luck=bad_luck)
    def tell_of_an_upload(self, which: int, times: int, luck: Luck) -> None:
        self.risk(luck)
        if self.on.uploads:
            detail = self.on.uploads.pop(which % len(self.on.uploads))
            for _ in range(times):  # not at all: EventBridge lost it
                self.on.inspect(detail)

    @rule(handler=st.sampled_from(["ring_deadlines", "reconcile"]), luck=bad_luck)
    def schedule(self, handler: str, luck: Luck) -> None:
        self.risk(luck)
        self.on.ring(getattr(app, handler))

    @rule(by=st.sampled_from([timedelta(minutes=1), timedelta(minutes=20), timedelta(days=1), timedelta(days=4)]))
    def time_passes(self, by: timedelta) -> None:
        self.on.clock.now += by

    # Bad luck.

    @rule(failures=st.integers(1, 6))
    def platform_breaks(self, failures: int) -> None:
        self.on.platform.failures = failures

    @rule()
    def restart(self) -> None:
        self.on.restart()

    # What holds.

    @invariant()
    def nothing_accepted_is_missing(self) -> None:
        COUNTS["steps"] += 1
        if self.stage is not None:
            assert self.ledger.lost() == []

    def teardown(self) -> None:
        if self.stage is None:
            return
        try:
            come_to_rest(self.on, self.ledger, self.send)
            compare_with_the_log(self.on, self.ledger)
            COUNTS["filings"] += len(self.on.platform.filings)
            COUNTS["withdrawals"] += len(self.on.platform.taken_back)
        finally:
            self.on.close()

    # How it is done.

    def risk(self, luck: Luck) -> None:
        """Let bad luck meet the next handler that makes as many calls; what was planned before is forgotten."""
        self.on.plan = FAULTS[luck[0]](luck[1]) if luck else None

    def tell(self, kind: str, data: dict[str, Any], *, ago: int = 0) -> None:
        at = format_instant(self.on.clock.now - timedelta(seconds=ago))
        body = json.dumps({"type": kind, "timestamp": at, "data": data})
        delivery = Delivery(f"msg_{len(self.ledger.sent)}", data["order_number"], body)
        self.ledger.sent.append(delivery)
        self.send(delivery)

    def send(self, delivery: Delivery) -> None:
        taken = {200} if delivery.key in self.ledger.accepted else {200, 202}
        answered = self.post(delivery.body, delivery_id=delivery.id)
        assert answered is None or answered.status in taken | self.refusals
        COUNTS["deliveries"] += 1
        if answered is not None and answered.status in (200, 202):
            self.ledger.accepted[delivery.key] = delivery

    @property
    def refusals(self) -> set[int]:
        """503; for a while after a rotation 401 too, where the store failed and the older secret was served on."""
        return {503, 401} if self.on.clock.now - self.rotated_at < STALE else {503}

    def post(self, body: str, *, delivery_id: str, signed: str | None = None) -> Answered | None:
        now = self.on.clock.now
        headers = standard_headers(signed or body, secret=self.secret, delivery_id=delivery_id, at=now)
        return self.on.api("/webhooks/{connection}", body=body, headers=list(headers.items()), connection="demo")

    def give(self, command: dict[str, Any], case: tuple[str, str]) -> Answered | None:
        return self.ask("/cases/{case_id}/commands", command, case)

    def ask(self, route: str, asked: dict[str, Any], case: tuple[str, str]) -> Answered | None:
        name = f"key-{len(self.ledger.tried)}"
        self.ledger.tried.add(name)
        headers = [("Authorization", f"Bearer {self.on.key}"), ("Idempotency-Key", name)]
        self.on.clock.forward(milliseconds=1)
        answered = self.on.api(route, body=json.dumps(asked), headers=headers, case_id=_case_id(case))
        assert answered is None or answered.status in (201, 404, 409, 422, 503), answered.text
        if answered is not None and answered.status == 201:
            self.ledger.commands[name] = case[0]
            COUNTS["commands"] += 1
        return answered

    def look_at(self, case: tuple[str, str]) -> dict[str, Any] | None:
        plan, self.on.plan = self.on.plan, None
        headers = [("Authorization", f"Bearer {self.on.key}")]
        answered = call("GET", "/cases/{case_id}", headers=headers, case_id=_case_id(case))
        self.on.plan = plan
        assert answered.status in (200, 404), answered.text
        return answered.json if answered.status == 200 else None


def _case_id(case: tuple[str, str]) -> str:
    return f"alibaba.{case[0]}.{case[1]}"
