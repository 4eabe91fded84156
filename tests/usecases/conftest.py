"""Front doors, a desk that files over real sockets, and a case to upload to."""

from datetime import UTC, datetime

import pytest

from chalicelib.usecases.filing_endpoint import FilingEndpoint
from local.platform_simulator import PlatformSimulator
from tests.usecases.escalation import Escalation
from tests.usecases.sending import body, receive, signed
from tests.world.cloud import SECRET
from tests.world.uploads import Uploads


@pytest.fixture
def platform():
    with PlatformSimulator() as running:
        running.secret = SECRET
        yield running


@pytest.fixture
def open_office(world, platform):
    """Start a process whose connection files at a URL, and whose patience with it is short."""
    world.cloud.clock.now = datetime.now(UTC)  # the library that the platform verifies with knows only the real clock
    world.endpoint = FilingEndpoint(connect_within=0.5, patience=0.5)

    def opened(filing_url=platform.url):
        world.cloud.file_at(filing_url)
        world.restart()
        return world

    return opened


@pytest.fixture
def office(open_office):
    return open_office()


@pytest.fixture
def case(office):
    """A case whose request to mediate is on the queue."""
    return Escalation(office).begin()


@pytest.fixture
def process(cloud):
    return cloud.recourse()


@pytest.fixture
def door(process, cloud):
    """A door that has taken a delivery before: its caches are warm."""
    receive(process.front_door, "demo", signed(body(return_id="R-0"), "warm", cloud.clock()))
    cloud.wire.clear()
    cloud.lines.clear()
    return process.front_door


@pytest.fixture
def uploads(shop):
    return Uploads(shop)
