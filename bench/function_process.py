"""The process of one function: it imports a packaged entry and calls its handler as Lambda would.

It runs beside the package only, so it imports nothing of this project. `load` imports the entry, and `call` hands it a
block of events. Each prints its CPU seconds, which are those of the whole process and nobody else's.
"""

import importlib
import json
import os
import sys
import time
import uuid

_ANSWERS = os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # an entry's own lines cost it what they cost


class Context:
    """The context of an invocation, as Lambda gives it to a handler."""

    function_name = "bench"
    function_version = "1"
    memory_limit_in_mb = 1024
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:bench"

    def __init__(self) -> None:
        self.aws_request_id = str(uuid.uuid4())

    def get_remaining_time_in_millis(self) -> int:
        """Return much time."""
        return 20_000


def main(name: str) -> None:
    """Import the entry, then take blocks of events until the benchmark ends."""
    started = time.process_time()
    module = importlib.import_module("app")
    _say({"cpu": time.process_time() - started})
    handler = getattr(module, name)
    for line in sys.stdin:
        events = json.loads(line)
        started = time.process_time()
        results = [handler(event, Context()) for event in events]
        spent = time.process_time() - started
        _say({"cpu": spent, "statuses": [result.get("statusCode", result) for result in results]})


def _say(result: object) -> None:
    print(json.dumps(result), file=_ANSWERS, flush=True)


main(sys.argv[1])
