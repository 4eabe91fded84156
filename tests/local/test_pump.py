import threading

import pytest
from botocore.exceptions import EndpointConnectionError

from local.event_pattern import matches
from local.pump import PumpThread, drain
from local.schedule_pump import SchedulePump


class Source:
    name = "source"
    pending = 0

    def __init__(self, *answers):
        self.answers = list(answers)
        self.empty = threading.Event()

    def pump_once(self):
        if not self.answers:
            self.empty.set()
            return 0
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_draining_goes_on_while_any_source_gives():
    assert drain([Source(1, 1), Source(0, 0, 5)]) == 7


def test_draining_goes_on_while_anything_is_pending():
    class Retrying(Source):
        @property
        def pending(self):
            return len(self.answers)

    assert drain([Retrying(0, 0, 3)]) == 3


def test_draining_what_never_ends_is_an_error():
    class Endless(Source):
        pending = 1

    with pytest.raises(RuntimeError, match="not quiet"):
        drain([Endless()], steps=10)


def test_a_pumps_thread_outlives_a_source_that_does_not_answer():
    source, stop = Source(EndpointConnectionError(endpoint_url="x"), 1), threading.Event()
    thread = PumpThread(source, stop)
    thread.start()
    assert source.empty.wait(5)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


@pytest.mark.parametrize(("at_once", "calls_at"), [(True, [0, 7, 12]), (False, [5, 10])])
def test_a_schedule_calls_whenever_its_time_has_come(at_once, calls_at):
    now, calls = [0.0], []
    pump = SchedulePump(
        lambda event, _context: calls.append((now[0], event["detail-type"])),
        name="expire_deadlines",
        every=5,
        at_once=at_once,
        clock=lambda: now[0],
    )
    for now[0] in (0, 1, 5, 7, 10, 12) if not at_once else (0, 1, 4, 7, 8, 12):
        pump.pump_once()
    assert calls == [(moment, "Scheduled Event") for moment in calls_at]


def test_a_slow_handler_takes_no_more_than_a_tenth_of_the_time():
    now, calls = [0.0], []

    def slow(_event, _context):
        calls.append(now[0])
        now[0] += 10

    pump = SchedulePump(slow, name="expire_deadlines", every=2, clock=lambda: now[0])
    for _ in range(300):
        pump.pump_once()
        now[0] += 1
    assert calls == [0, 100, 200, 300]


def test_a_schedule_goes_on_after_its_handler_failed():
    calls = []

    def handler(_event, _context):
        calls.append(True)
        raise ValueError

    pump = SchedulePump(handler, name="reconcile", every=0, clock=lambda: 0.0)
    assert [pump.pump_once(), pump.pump_once()] == [1, 1]
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("pattern", "event", "fits"),
    [
        ({"a": ["x", "y"]}, {"a": "y", "b": 1}, True),
        ({"a": ["x"]}, {"a": "z"}, False),
        ({"a": ["x"]}, {}, False),
        ({"a": {"b": [{"prefix": "EV"}]}}, {"a": {"b": "EVENT"}}, True),
        ({"a": {"b": [{"prefix": "EV"}]}}, {"a": {"b": "CASE"}}, False),
        ({"a": {"b": [{"prefix": "EV"}]}}, {"a": {"b": 7}}, False),
        ({"a": {"b": ["x"]}}, {"a": "x"}, False),
    ],
)
def test_patterns_let_through_what_they_name(pattern, event, fits):
    assert matches(pattern, event) is fits


def test_a_pattern_that_is_not_understood_is_an_error():
    with pytest.raises(ValueError, match="anything-but"):
        matches({"a": [{"anything-but": "x"}]}, {"a": "y"})
