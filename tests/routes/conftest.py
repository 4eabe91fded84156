"""The process that routes ask, and who asks."""

from datetime import timedelta

import pytest

from tests.world.sellers import Sellers
from tests.world.shop import Shop


@pytest.fixture
def installed(world):
    return world.recourse


@pytest.fixture
def sellers(world) -> Sellers:
    return Sellers(world)


@pytest.fixture
def shop_at_once(world) -> Shop:
    """A shop whose acts take no time."""
    return Shop(world, pace=timedelta(0))
