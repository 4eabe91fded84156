"""A front door that has just started, and one that is warm."""

import pytest

from tests.deliveries.sending import body, signed


@pytest.fixture
def process(cloud):
    return cloud.recourse()


@pytest.fixture
def door(process, cloud):
    """A door that has taken a delivery before: its caches are warm."""
    process.door.take("demo", signed(body(return_id="R-0"), "warm", cloud.clock()))
    cloud.wire.clear()
    cloud.lines.clear()
    return process.door
