"""A real browser before a running stack.

The tests skip, and say so, if no Chromium is installed. With `BROWSER_TESTS=required`, as in CI, they fail instead.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from local import stack
from local.stack import Stack
from tests.browser.desk import Desk
from tests.browser.market import Market
from tests.world.documented import answers_are_judged  # noqa: F401 - pytest finds the fixture by its name

CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        said = "no chromium on the PATH: the console was not tested in a browser"
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(said)
        pytest.skip(said)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


@pytest.fixture(scope="package")
def running(browser: Browser) -> Iterator[Stack]:
    with stack.start(desk=False) as started:
        yield started


@pytest.fixture(scope="package")
def market(running: Stack) -> Market:
    return Market(running)


@pytest.fixture
def open_desk(browser: Browser, market: Market) -> Iterator[Callable[..., Desk]]:
    """Open a browser of its own, signed in unless a test says otherwise."""
    desks: list[Desk] = []

    def opened(*, signed_in: bool = True, role: str = "seller", **options: Any) -> Desk:
        desk = Desk(browser, market, **options)
        desks.append(desk)
        if signed_in:
            desk.enter(role)
        return desk

    yield opened
    for desk in desks:
        desk.close()
    assert [answer for desk in desks for answer in desk.undocumented] == []


@pytest.fixture
def desk(open_desk: Callable[..., Desk]) -> Iterator[Desk]:
    """A desk on which nothing unexpected is said on the console, and no policy of content is broken."""
    opened = open_desk()
    yield opened
    assert opened.complaints == []
