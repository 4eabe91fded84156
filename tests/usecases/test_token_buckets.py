"""Token buckets: a burst passes, a flood waits, and nobody takes another one's share."""

import pytest

from chalicelib.usecases.token_buckets import Share, TokenBuckets, TooMany
from tests.world.cloud import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def buckets(clock):
    return TokenBuckets(Share(at_once=500, a_second=100), clock=clock)


def taken(buckets, name, wanted):
    """Count how many of so many requests pass."""
    passed = 0
    for _ in range(wanted):
        try:
            buckets.take(name)
        except TooMany:
            continue
        passed += 1
    return passed


def test_a_burst_passes_and_then_a_steady_rate(buckets, clock):
    """It holds number 126 of docs/reliability.md."""
    assert taken(buckets, "loud", 2_000) == 500
    clock.forward(seconds=2)
    assert taken(buckets, "loud", 2_000) == 200
    clock.forward(hours=1)
    assert taken(buckets, "loud", 2_000) == 500


def test_a_flood_takes_nothing_from_the_others(buckets):
    """It holds number 126 of docs/reliability.md."""
    taken(buckets, "loud", 10_000)

    assert taken(buckets, "quiet", 500) == 500


def test_the_refusal_says_when_to_come_again(clock):
    """It holds number 126 of docs/reliability.md."""
    buckets = TokenBuckets(Share(at_once=1, a_second=1), clock=clock)
    buckets.take("loud")

    with pytest.raises(TooMany) as refused:
        buckets.take("loud")
    clock.forward(seconds=refused.value.seconds)
    buckets.take("loud")


def test_a_clock_that_goes_back_gives_no_tokens_and_takes_none(buckets, clock):
    """It holds number 126 of docs/reliability.md."""
    assert taken(buckets, "loud", 100) == 100
    clock.forward(seconds=-3_600)
    assert taken(buckets, "loud", 1_000) == 400


def test_invented_names_need_bounded_memory(buckets):
    """It holds number 126 of docs/reliability.md."""
    for number in range(25_000):
        buckets.take(f"stranger-{number}")

    assert len(buckets._buckets) <= 10_000
