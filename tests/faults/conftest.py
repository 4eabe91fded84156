"""The SDK's pauses between its attempts are skipped: what counts is what it does then."""

import time
from types import SimpleNamespace

import botocore.endpoint
import pytest

from chalicelib.aws import quick_client


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    unhurried = SimpleNamespace(sleep=lambda _seconds: None, time=time.time)
    for module in (botocore.endpoint, quick_client):
        monkeypatch.setattr(module, "time", unhurried)
