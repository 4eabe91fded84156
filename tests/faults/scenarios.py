"""Every handler at work: how the world comes to it, and how its source delivers. A new handler is one entry."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from chalicelib.aws.evidence_keys import case_prefix
from chalicelib.aws.packing import unpack
from chalicelib.values.identifiers import CaseKey, OrderKey
from chalicelib.values.instants import format_instant
from tests.faults.world import World
from tests.world.shop import CUSTOMER, REQUEST, line, usd


@dataclass(frozen=True)
class Scenario:
    """`arrange` without faults; `act` lets the source deliver once, and tells whether the source is content."""

    name: str
    arrange: Callable[[World], Any]
    act: Callable[[World], bool]


# The front door.


def _delivery(world: World, **changed: Any) -> tuple[str, str]:
    data = {"order_number": "A-1001", "return_id": "R-1", **REQUEST, **changed}
    told = {"type": "return.requested", "timestamp": format_instant(world.cloud.clock.now), "data": data}
    return json.dumps(told), "msg_first"


def _deliver(world: World) -> bool:
    body, delivery_id = world.inbox
    answered = world.under_fault(lambda: world.shop.deliver(body, delivery_id=delivery_id))
    assert answered.status in (200, 202, 409, 503), answered.text
    if answered.status in (200, 202):
        assert any(_stands_for(row, body) for row in world.cloud.rows()), "accepted and not there"
    return answered.status != 503


def _stands_for(row: dict[str, Any], body: str) -> bool:
    return not row["SK"]["S"].startswith("CASE#") and unpack(row) == body.encode()


def _first(world: World) -> None:
    world.inbox = _delivery(world)


def _repeated(world: World) -> None:
    _first(world)
    world.shop.deliver(*world.inbox[:1], delivery_id=world.inbox[1])


def _contradicted(world: World) -> None:
    _repeated(world)
    world.inbox = _delivery(world, wants="exchange")


def _not_understood(world: World) -> None:
    world.inbox = _delivery(world, lines="none")


# The seller.


def _asks(method: str, route: str, body: dict[str, Any], **path: str) -> Callable[[World], bool]:
    def act(world: World) -> bool:
        headers = [("Idempotency-Key", "k-1")]
        answered = world.under_fault(lambda: world.shop.api(method, route, json=body, headers=headers, **path))
        assert answered.status in (201, 503), answered.text
        return answered.status == 201

    return act


def _return_of_a_known_order(world: World) -> None:
    world.shop.sell()
    world.shop.request()
    world.flow()


# What follows from the log.


def _negotiated(world: World) -> None:
    _return_of_a_known_order(world)
    world.shop.done("make_offer", resolution="partial_refund", amount=usd(600))
    world.shop.tell("offer.declined", offer_id="R-1-s1")
    world.flow()


def _escalated(world: World) -> None:
    _negotiated(world)
    world.shop.done("escalate", reason="no agreement")


def _escalated_with_endpoint(world: World) -> None:
    world.has_endpoint()
    _escalated(world)
    world.flow()


def _taken_back(world: World) -> None:
    _escalated(world)
    world.flow()
    world.shop.done("accept_return")


def _filed_and_taken_back(world: World) -> None:
    _escalated_with_endpoint(world)
    assert not _mediate(world)
    world.shop.done("accept_return")
    world.flow()


def _escalated_and_left_to_the_desk(world: World) -> None:
    _escalated(world)
    world.flow()


def _mediate(world: World) -> bool:
    return world.hand_out("mediate", world.cloud.settings.mediation_queue_url)


def _dead(world: World) -> None:
    _escalated_with_endpoint(world)
    world.give_up()


def _withdrawal_dead(world: World) -> None:
    _filed_and_taken_back(world)
    world.give_up()


def _dead_withdrawal(world: World) -> bool:
    return world.hand_out("dead_letters", world.cloud.settings.mediation_dlq_url)


def _dead_letters(world: World) -> bool:
    world.hand_out("dead_letters", world.cloud.settings.mediation_dlq_url)
    return world.rounds > 1  # it stays in the dead letter queue, and is handed out again


def _two_deadlines_passed(world: World) -> None:
    _return_of_a_known_order(world)
    world.shop.return_id = "R-2"
    world.shop.request(lines=[line(quantity=1, minor=1200)])
    world.flow()
    world.cloud.clock.forward(days=7, hours=1)


# Evidence.

_FILE = b"Handed over at gate 4."


def _announced(world: World) -> None:
    world.cloud.clock.now = datetime.now(UTC)  # moto dates objects by the real clock
    world.cloud.clients.s3.put_bucket_versioning(
        Bucket=world.cloud.settings.bucket, VersioningConfiguration={"Status": "Enabled"}
    )
    world.shop.request()
    world.flow()


_ANNOUNCEMENT = {
    "filename": "waybill.txt",
    "content_type": "text/plain",
    "size": len(_FILE),
    "sha256": sha256(_FILE).hexdigest(),
    "kind": "logistics",
    "description": "The waybill",
}
_announce = _asks("POST", "/cases/{case_id}/evidence", _ANNOUNCEMENT, case_id="alibaba.A-1001.R-1")


def _uploaded(world: World) -> None:
    _announced(world)
    assert _announce(world)
    world.flow()
    (file,) = world.shop.case["evidence"]
    place = f"{case_prefix(CaseKey(OrderKey('demo', 'alibaba', 'A-1001'), 'R-1'))}{file['evidence_id']}"
    bucket = world.cloud.settings.bucket
    world.cloud.clients.s3.put_object(Bucket=bucket, Key=place, Body=_FILE, ContentType="text/plain")
    world.inbox = {"bucket": {"name": bucket}, "object": {"key": place}}


# The reconciler.


def _request_lost_on_the_stream(world: World) -> None:
    _escalated(world)
    world.lose()
    world.cloud.clock.forward(days=1)


def _unfiled_for_two_hours(world: World) -> None:
    _escalated_with_endpoint(world)
    world.cloud.clock.forward(hours=2)


def _unfiled_and_sent_again(world: World) -> None:
    _unfiled_for_two_hours(world)
    world.ring("reconcile")
    world.cloud.clock.forward(hours=2)


SCENARIOS = (
    Scenario("door: first delivery", _first, _deliver),
    Scenario("door: delivered again", _repeated, _deliver),
    Scenario("door: same id, other body", _contradicted, _deliver),
    Scenario("door: not understood", _not_understood, _deliver),
    Scenario(
        "command",
        _return_of_a_known_order,
        _asks("POST", "/cases/{case_id}/commands", {"command": "accept_return"}, case_id="alibaba.A-1001.R-1"),
    ),
    Scenario(
        "order record",
        lambda world: world.shop.request(),
        _asks(
            "PUT",
            "/orders/{marketplace}/{order_number}",
            {"customer": CUSTOMER, "lines": [line()]},
            marketplace="alibaba",
            order_number="A-1001",
        ),
    ),
    Scenario("projector: a first row", lambda world: world.shop.request(), World.flow),
    Scenario("projector: a request to mediate", _escalated, World.flow),
    Scenario("projector: a request taken back", _taken_back, World.flow),
    Scenario("desk: files", _escalated_with_endpoint, _mediate),
    Scenario("desk: takes back", _filed_and_taken_back, _mediate),
    Scenario("desk: leaves it to a person", _escalated_and_left_to_the_desk, _mediate),
    Scenario("dead letters", _dead, _dead_letters),
    Scenario("dead letters: a withdrawal", _withdrawal_dead, _dead_withdrawal),
    Scenario("evidence: announced", _announced, _announce),
    Scenario("evidence clerk", _uploaded, lambda world: world.tell("inspect_upload", world.inbox)),
    Scenario("deadline clerk", _two_deadlines_passed, lambda world: world.ring("expire_deadlines")),
    Scenario("reconciler: a lost record", _request_lost_on_the_stream, lambda world: world.ring("reconcile")),
    Scenario("reconciler: sends again", _unfiled_for_two_hours, lambda world: world.ring("reconcile")),
    Scenario("reconciler: leaves it to a person", _unfiled_and_sent_again, lambda world: world.ring("reconcile")),
)
