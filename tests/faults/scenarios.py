"""Every handler at work: what comes before it, and how its source delivers. A new handler is one entry."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from chalicelib.aws.evidence_keys import case_prefix
from chalicelib.aws.quarantine import QuarantineRow
from chalicelib.values.instants import format_instant
from tests.faults.acts import asks, dead_letter, deliver, flow, runs
from tests.faults.trial import Trial
from tests.world.order import CUSTOMER, REQUEST, line, usd
from tests.world.platform import FILING_URL


@dataclass(frozen=True)
class Scenario:
    """A scenario. `arrange` runs without faults, `act` lets the source deliver once."""

    name: str
    arrange: Callable[[Trial], Any]
    act: Callable[[Trial], bool]


# The front door.


def _delivery(trial: Trial, **changed: Any) -> tuple[str, str]:
    data = {"order_number": "A-1001", "return_id": "R-1", **REQUEST, **changed}
    told = {"type": "return.requested", "timestamp": format_instant(trial.cloud.clock.now), "data": data}
    return json.dumps(told), "msg_first"


def _first(trial: Trial) -> None:
    trial.inbox = _delivery(trial)


def _repeated(trial: Trial) -> None:
    _first(trial)
    trial.shop.deliver(*trial.inbox[:1], delivery_id=trial.inbox[1])


def _contradicted(trial: Trial) -> None:
    _repeated(trial)
    trial.inbox = _delivery(trial, wants="exchange")


def _not_understood(trial: Trial) -> None:
    trial.inbox = _delivery(trial, lines="none")


def _return_of_a_known_order(trial: Trial) -> None:
    trial.shop.sell()
    trial.shop.request()
    trial.world.flow()


def _understood_since(trial: Trial) -> None:
    """A delivery is in quarantine that can be read now."""
    body, delivery_id = _delivery(trial)
    row = QuarantineRow(
        connection="demo",
        delivery_id=delivery_id,
        dialect="standard",
        body=body.encode(),
        received_at=trial.cloud.clock.now,
        reason="not understood then",
    )
    trial.world.recourse.quarantine.put(row)
    trial.inbox = row.event_id


def _replay(trial: Trial) -> bool:
    route = "/deliveries/{delivery_id}/replay"
    answered = trial.shop.api("POST", route, role="operator", delivery_id=trial.inbox)
    assert answered.status in (200, 503), answered.text
    return answered.status == 200


# What follows from the log.


def _negotiated(trial: Trial) -> None:
    _return_of_a_known_order(trial)
    trial.shop.done("make_offer", resolution="partial_refund", amount=usd(600))
    trial.shop.tell("offer.declined", offer_id="R-1-s1")
    trial.world.flow()


def _escalated(trial: Trial) -> None:
    _negotiated(trial)
    trial.shop.done("escalate", reason="no agreement")


def _escalated_with_endpoint(trial: Trial) -> None:
    trial.cloud.file_at(FILING_URL)
    _escalated(trial)
    trial.world.flow()


def _taken_back(trial: Trial) -> None:
    _escalated(trial)
    trial.world.flow()
    trial.shop.done("accept_return")


def _filed_and_taken_back(trial: Trial) -> None:
    _escalated_with_endpoint(trial)
    assert not trial.world.mediate()
    trial.shop.done("accept_return")
    trial.world.flow()


def _escalated_and_left_to_the_desk(trial: Trial) -> None:
    _escalated(trial)
    trial.world.flow()


def _dead(trial: Trial) -> None:
    _escalated_with_endpoint(trial)
    trial.world.give_up()


def _withdrawal_dead(trial: Trial) -> None:
    _filed_and_taken_back(trial)
    trial.world.give_up()


def _two_deadlines_passed(trial: Trial) -> None:
    _return_of_a_known_order(trial)
    trial.shop.return_id = "R-2"
    trial.shop.request(lines=[line(quantity=1, minor=1200)])
    trial.world.flow()
    trial.cloud.clock.forward(days=7, hours=1)


# Evidence.

_FILE = b"Handed over at gate 4."


def _announced(trial: Trial) -> None:
    trial.cloud.clock.now = datetime.now(UTC)  # moto dates objects by the real clock
    trial.shop.request()
    trial.world.flow()


_ANNOUNCEMENT = {
    "filename": "waybill.txt",
    "content_type": "text/plain",
    "size": len(_FILE),
    "sha256": sha256(_FILE).hexdigest(),
    "kind": "logistics",
    "description": "The waybill",
}
_announce = asks("POST", "/cases/{case_id}/evidence", _ANNOUNCEMENT, case_id="alibaba.A-1001.R-1")


def _uploaded(trial: Trial) -> None:
    _announced(trial)
    assert _announce(trial)
    trial.world.flow()
    (file,) = trial.shop.case["evidence"]
    place = f"{case_prefix(trial.shop.key)}{file['evidence_id']}"
    bucket = trial.cloud.settings.bucket
    trial.cloud.clients.s3.put_object(Bucket=bucket, Key=place, Body=_FILE, ContentType="text/plain")
    trial.inbox = {"bucket": {"name": bucket}, "object": {"key": place}}


# The reconciler.


def _broken(trial: Trial) -> None:
    """An order was set aside, and the code is correct again."""
    _request_lost_on_the_stream(trial)
    trial.world.recourse.broken_orders.add(trial.shop.key.order, error="KeyError", at=trial.cloud.clock.now)


def _request_lost_on_the_stream(trial: Trial) -> None:
    _escalated(trial)
    trial.world.stream.lose()
    trial.cloud.clock.forward(days=1)


def _unfiled_for_two_hours(trial: Trial) -> None:
    _escalated_with_endpoint(trial)
    trial.cloud.clock.forward(hours=2)


def _unfiled_and_sent_again(trial: Trial) -> None:
    _unfiled_for_two_hours(trial)
    trial.world.run_schedule("reconcile")
    trial.cloud.clock.forward(hours=2)


SCENARIOS = (
    Scenario("door: first delivery", _first, deliver),
    Scenario("door: delivered again", _repeated, deliver),
    Scenario("door: same id, other body", _contradicted, deliver),
    Scenario("door: not understood", _not_understood, deliver),
    Scenario(
        "command",
        _return_of_a_known_order,
        asks("POST", "/cases/{case_id}/commands", {"command": "accept_return"}, case_id="alibaba.A-1001.R-1"),
    ),
    Scenario(
        "order record",
        lambda trial: trial.shop.request(),
        asks(
            "PUT",
            "/orders/{marketplace}/{order_number}",
            {"customer": CUSTOMER, "lines": [line()]},
            marketplace="alibaba",
            order_number="A-1001",
        ),
    ),
    Scenario("replay", _understood_since, _replay),
    Scenario("projector: a first row", lambda trial: trial.shop.request(), flow),
    Scenario("projector: a request to mediate", _escalated, flow),
    Scenario("projector: a request withdrawn", _taken_back, flow),
    Scenario("desk: files", _escalated_with_endpoint, lambda trial: trial.world.mediate()),
    Scenario("desk: withdraws", _filed_and_taken_back, lambda trial: trial.world.mediate()),
    Scenario("desk: leaves it to a person", _escalated_and_left_to_the_desk, lambda trial: trial.world.mediate()),
    Scenario("dead letters", _dead, dead_letter),
    Scenario("dead letters: a withdrawal", _withdrawal_dead, lambda trial: trial.world.hand_out_dead_letter()),
    Scenario("evidence: announced", _announced, _announce),
    Scenario("evidence clerk", _uploaded, lambda trial: trial.world.announce("inspect_upload", trial.inbox)),
    Scenario("deadline clerk", _two_deadlines_passed, runs("expire_deadlines")),
    Scenario("redrive", _broken, runs("redrive")),
    Scenario("reconciler: a lost record", _request_lost_on_the_stream, runs("reconcile")),
    Scenario("reconciler: sends again", _unfiled_for_two_hours, runs("reconcile")),
    Scenario("reconciler: leaves it to a person", _unfiled_and_sent_again, runs("reconcile")),
)
