"""Every answer of a stack is one that the API document promises."""

from collections.abc import Iterator

import pytest

from tests.world import documented


@pytest.fixture(autouse=True, scope="session")
def _as_documented() -> Iterator[None]:
    with documented.every_answer():
        yield
