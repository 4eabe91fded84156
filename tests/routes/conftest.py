"""Routes ask the Recourse that stands in the process's place: here, one on an account of the test's own."""

import pytest

from chalicelib import wiring


@pytest.fixture
def installed(cloud):
    recourse = cloud.recourse()
    wiring.install(recourse)
    yield recourse
    wiring.install(None)
