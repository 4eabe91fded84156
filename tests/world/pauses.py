"""The pauses between an AWS client's attempts, which no test in one process waits for."""

import time
from types import SimpleNamespace

import botocore.endpoint
import pytest

from chalicelib.aws import quick_client


def skip_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let both clients try again at once: tests are about what they do then."""
    at_once = SimpleNamespace(**(vars(time) | {"sleep": lambda _seconds: None}))
    for module in (botocore.endpoint, quick_client):
        monkeypatch.setattr(module, "time", at_once)
