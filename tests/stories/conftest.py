"""Stories run on the whole application in one process; only the clock and AWS are not the real ones."""

import pytest

from chalicelib import wiring
from tests.stories.shop import Shop


@pytest.fixture
def shop(cloud):
    recourse = cloud.recourse()
    wiring.install(recourse)
    yield Shop(cloud, recourse)
    wiring.install(None)
