"""The SDK's pauses between its attempts are skipped: what counts is what it does then."""

import time
from types import SimpleNamespace

import botocore.endpoint
import pytest


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=lambda _seconds: None, time=time.time))
