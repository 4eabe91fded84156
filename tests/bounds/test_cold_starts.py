"""A hundred processes start while the parameter store is down. Each looks once in a pause."""

from tests.usecases.sending import UNAVAILABLE, body, receive, signed
from tests.world.wire import Refusal


def test_a_hundred_cold_starts_look_once_each_and_again_after_the_pause(cloud):
    """It holds number 125 of docs/reliability.md. It is tried with 100 starts, and meant for 100."""
    cloud.wire.cut("GetParameters", Refusal("AccessDeniedException"), times=1_000)
    cloud.wire.cut("GetParameter", Refusal("AccessDeniedException"), times=1_000)
    processes = [cloud.recourse() for _ in range(100)]
    for process in processes:
        process.make_ready()
    assert looks(cloud) == 100

    request = signed(body(), "msg_1", cloud.clock.now)
    answers = {receive(process.front_door, "demo", request) for process in processes for _ in range(3)}
    assert answers == {UNAVAILABLE}
    assert looks(cloud) == 100

    cloud.clock.forward(seconds=5)
    for process in processes:
        receive(process.front_door, "demo", request)
    assert looks(cloud) == 200


def looks(cloud):
    calls = cloud.wire.calls()
    return calls["GetParameters"] + calls["GetParameter"]
