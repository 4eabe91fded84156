"""The settings of every test: the length of the simulations, and no way to a real account."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

    from tests.world.cloud import Cloud
    from tests.world.shop import Shop
    from tests.world.world import World

settings.register_profile("default", deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", deadline=None, max_examples=1_000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

_NOBODY = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",  # moto in process sees streams only so
}


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Use one process more than there are cores, because one of them waits for a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Keep a file's tests in one process, and all those in a browser too, because they share a running stack."""
    if config.getvalue("dist") != "loadfile":
        return None
    scheduling = LoadFileScheduling(config, log)
    file_of = scheduling._split_scope
    scheduling._split_scope = lambda nodeid: "browser" if nodeid.startswith("tests/browser/") else file_of(nodeid)
    return scheduling


@pytest.fixture(autouse=True, scope="session")
def _nobodys_account() -> None:
    os.environ.update(_NOBODY)
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL"):
        os.environ.pop(name, None)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> "Iterator[Cloud]":
    """An AWS account of its own (moto in process), with everything that is deployed and nothing in it."""
    from moto import mock_aws  # noqa: PLC0415 - a second of imports that the domain's tests do without

    from tests.world.cloud import furnish  # noqa: PLC0415
    from tests.world.pauses import skip_pauses  # noqa: PLC0415
    from tests.world.planted import quoted  # noqa: PLC0415

    skip_pauses(monkeypatch)
    with mock_aws():
        found = furnish()
        yield found
    assert quoted(found.lines) == []


@pytest.fixture
def world(cloud: "Cloud") -> "Iterator[World]":
    """The whole application in one process on that account.

    Only clock and AWS are not real.
    """
    from chalicelib import wiring  # noqa: PLC0415 - as above
    from tests.world.world import World  # noqa: PLC0415

    yield World(cloud)
    wiring.install(None)


@pytest.fixture
def shop(world: "World") -> "Shop":
    """One return in it, with its seller and its marketplace."""
    from tests.world.shop import Shop  # noqa: PLC0415 - as above

    return Shop(world)


def pytest_terminal_summary(terminalreporter: "TerminalReporter") -> None:
    """Tell what the runs under faults and the simulations counted, added up.

    Docs/reliability.md quotes it.
    """
    reports = [report for told in terminalreporter.stats.values() for report in told if hasattr(report, "when")]
    found: Counter[str] = Counter()
    for name, count in (each for report in reports if report.when == "call" for each in report.user_properties):
        found[name] += count
    for name, count in sorted(found.items()):
        terminalreporter.write_line(f"{name}: {count}")
