"""The acts of a source or a caller, each with its answer whether it comes again."""

from collections.abc import Callable
from typing import Any

from chalicelib.aws.packing import unpack
from tests.faults.trial import Trial


def deliver(trial: Trial) -> bool:
    body, delivery_id = trial.inbox
    answered = trial.shop.deliver(body, delivery_id=delivery_id)
    assert answered.status in (200, 202, 409, 503), answered.text
    if answered.status in (200, 202):
        assert any(_stands_for(row, body) for row in trial.cloud.rows()), "accepted and not there"
    return answered.status != 503


def _stands_for(row: dict[str, Any], body: str) -> bool:
    return not row["SK"]["S"].startswith("CASE#") and unpack(row) == body.encode()


def asks(method: str, route: str, body: dict[str, Any], **path: str) -> Callable[[Trial], bool]:
    def act(trial: Trial) -> bool:
        headers = [("Idempotency-Key", "k-1")]
        answered = trial.shop.api(method, route, json=body, headers=headers, **path)
        assert answered.status in (201, 503), answered.text
        return answered.status == 201

    return act


def flow(trial: Trial) -> bool:
    stream = trial.world.stream
    while stream.try_once():
        pass
    return not stream.pending  # the next process tries again: this one may pause after a failure, and no time passes


def dead_letter(trial: Trial) -> bool:
    trial.world.hand_out_dead_letter()
    return trial.luck.rounds > 1  # it stays in the dead letter queue, and is handed out again


def runs(name: str) -> Callable[[Trial], bool]:
    def act(trial: Trial) -> bool:
        trial.world.run_schedule(name)
        return trial.luck.rounds > 1  # it does so again whatever came of it

    return act
