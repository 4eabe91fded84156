"""The faults of one request to AWS or to the platform."""

from collections.abc import Callable

from botocore.exceptions import ConnectionClosedError

from tests.world.wire import Killed, Plan, Refusal


def lost() -> ConnectionClosedError:
    return ConnectionClosedError(endpoint_url="moto")


FAULTS: dict[str, Callable[[int], Plan]] = {
    "killed before": lambda call: Plan(call, Killed()),
    "killed after": lambda call: Plan(call, Killed(), answered=True),
    "response lost": lambda call: Plan(call, lost(), answered=True),
    "responses lost past retries": lambda call: Plan(call, lost(), answered=True, stubborn=True),
    "throttled past retries": lambda call: Plan(call, Refusal("ThrottlingException"), stubborn=True),
    "access denied": lambda call: Plan(call, Refusal("AccessDeniedException")),
}
