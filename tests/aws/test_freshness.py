"""Kept values: one question a minute, stale answers while a store fails, never older than 10 minutes."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from chalicelib.aws.failures import Absent, StoreUnavailable
from chalicelib.aws.freshness import Kept
from chalicelib.logbook import Logbook
from tests.world.cloud import Clock


class Store:
    """Answers with the number of times it was asked, unless it is down."""

    def __init__(self) -> None:
        self.asked = 0
        self.down: StoreUnavailable | None = None

    def __call__(self) -> int:
        self.asked += 1
        if self.down is not None:
            raise self.down
        return self.asked


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def kept(store, clock, lines) -> Kept[int]:
    return Kept(store, clock=clock, logbook=Logbook(lines.append))


def test_a_store_is_asked_once_a_minute(kept, store, clock):
    assert [kept.get(), kept.get()] == [1, 1]
    clock.forward(seconds=59)
    assert kept.get() == 1
    clock.forward(seconds=1)
    assert [kept.get(), kept.get()] == [2, 2]


def test_a_failing_store_is_covered_for_ten_minutes_with_an_alarm(kept, store, clock, lines):
    kept.get()
    store.down = StoreUnavailable("ThrottlingException")
    clock.forward(minutes=9, seconds=59)
    assert kept.get() == 1
    assert '"serving_stale"' in lines[0]

    clock.forward(seconds=1)
    with pytest.raises(StoreUnavailable):
        kept.get()


@pytest.mark.parametrize("failure", [StoreUnavailable("ThrottlingException"), Absent("SecretMissing")], ids=str)
def test_a_cold_process_asks_a_failing_store_once_in_a_pause(kept, store, clock, failure):
    """It holds number 125 of docs/reliability.md."""
    store.down = failure
    for _ in range(100):
        with pytest.raises(StoreUnavailable, match=failure.code):
            kept.get()
    assert store.asked == 1

    clock.forward(seconds=5)
    with pytest.raises(StoreUnavailable):
        kept.get()
    assert store.asked == 2

    store.down = None
    clock.forward(seconds=5)
    assert kept.get() == 3


def test_a_process_that_had_no_time_to_ask_makes_no_pause(kept, store):
    """It holds number 125 of docs/reliability.md."""
    store.down = StoreUnavailable("OutOfTime")
    with pytest.raises(StoreUnavailable):
        kept.get()

    store.down = None
    assert kept.get() == 2


def test_a_failing_store_is_not_asked_for_each_request(kept, store, clock):
    kept.get()
    store.down = StoreUnavailable("ThrottlingException")
    clock.forward(minutes=2)
    for _ in range(50):
        kept.get()
    assert store.asked == 2


def test_a_store_that_recovers_is_believed_at_once(kept, store, clock):
    kept.get()
    store.down = StoreUnavailable("ThrottlingException")
    clock.forward(minutes=2)
    kept.get()
    store.down = None
    clock.forward(seconds=5)
    assert kept.get() == 3


def test_what_was_taken_away_is_not_served_on(kept, store, clock):
    kept.get()
    store.down = Absent("SecretMissing")
    clock.forward(minutes=1)
    for _ in range(2):
        with pytest.raises(Absent):
            kept.get()


class SlowStore:
    """Answers when it is let, and fails when told to."""

    def __init__(self, failure: StoreUnavailable | None = None) -> None:
        self.failure = failure
        self.asked = 0
        self.reached = threading.Event()
        self.let = threading.Event()

    def __call__(self) -> str:
        self.asked += 1
        self.reached.set()
        assert self.let.wait(10)
        if self.failure is not None:
            raise self.failure
        return "value"


class TollingClock(Clock):
    """Tells how many have asked it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Semaphore(0)

    def __call__(self) -> datetime:
        self.asked.release()
        return super().__call__()


@pytest.mark.parametrize("failure", [None, StoreUnavailable("ThrottlingException")], ids=["answers", "fails"])
def test_threads_that_wait_together_share_one_question(failure):
    store, clock = SlowStore(failure), TollingClock()
    kept = Kept(store, clock=clock, logbook=Logbook(print))

    def ask():
        try:
            return kept.get()
        except StoreUnavailable as failed:
            return failed.code

    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(ask) for _ in range(8)]
        assert all(clock.asked.acquire(timeout=10) for _ in range(8))
        store.let.set()
        assert {answer.result() for answer in answers} == {"value" if failure is None else failure.code}
    assert store.asked == 1


def test_while_one_thread_asks_the_others_serve_what_is_kept(clock):
    store = SlowStore()
    store.let.set()
    kept = Kept(store, clock=clock, logbook=Logbook(print))
    kept.get()
    clock.forward(minutes=2)
    store.let.clear()
    store.reached.clear()

    with ThreadPoolExecutor(1) as thread:
        asking = thread.submit(kept.get)
        assert store.reached.wait(10)
        assert kept.get() == "value"
        assert not asking.done()
        store.let.set()
        assert asking.result(10) == "value"
    assert store.asked == 2
