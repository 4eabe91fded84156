"""A shop with one case, and a seller who uploads to it."""

import pytest

from tests.evidence.uploads import Uploads


@pytest.fixture
def uploads(shop):
    return Uploads(shop)
