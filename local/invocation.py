"""An invocation of a handler as Lambda does it. An exception makes it a failed invocation."""

import functools
import json
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ops.template import PROJECT

Handler = Callable[[dict[str, Any], Any], Any]

_LOG = logging.getLogger(__name__)
_DEPLOYED = PROJECT / ".chalice" / "config.json"
_USUAL_SECONDS = 60  # Chalice's own


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """The context that a handler may ask about its own run."""

    function_name: str
    aws_request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    memory_limit_in_mb: int = 512
    function_version: str = "$LATEST"
    started: float = field(default_factory=time.monotonic)

    @property
    def invoked_function_arn(self) -> str:
        """An ARN of the right shape."""
        return f"arn:aws:lambda:us-east-1:123456789012:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until Lambda would end this run."""
        seconds = _timeouts().get(self.function_name, _USUAL_SECONDS)
        return max(0, int((self.started + seconds - time.monotonic()) * 1000))


@functools.cache
def _timeouts() -> dict[str, int]:
    """Seconds that each function is deployed with."""
    functions = json.loads(_DEPLOYED.read_text())["stages"]["prod"]["lambda_functions"]
    return {name: function["lambda_timeout"] for name, function in functions.items()}


@dataclass(frozen=True, slots=True)
class Failed:
    """The handler raised."""

    error: Exception


def invoke(handler: Handler, event: dict[str, Any], *, name: str) -> Any:
    """Return what the handler returned, or `Failed`."""
    try:
        return handler(event, LambdaContext(name))
    except Exception as error:  # noqa: BLE001 as Lambda itself does: a handler's fault is the caller's to retry
        _LOG.exception("%s failed", name)
        return Failed(error)
