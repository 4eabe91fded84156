"""A function as Lambda runs it: the unpacked zip under Lambda's own Python runtime.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Self

from werkzeug import Request, Response

from local.wsgi_server import serving_wsgi

# What Lambda puts beside the zip; all else that this environment has is out of the function's reach.
BESIDE = (
    *("awslambdaric", "runtime_client", "snapshot_restore_py", "simplejson"),
    *("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"),
)
_SECONDS = 60.0


class FunctionFailed(Exception):
    """The function raised, or never started.

    The text is what the runtime reported.
    """


def put_beside(folder: Path) -> None:
    """Make a folder of what Lambda's runtime brings along."""
    folder.mkdir()
    for name in BESIDE:
        spec = find_spec(name)
        assert spec, f"{name} is not installed"
        assert spec.origin
        found = Path(spec.origin)
        source = found.parent if found.name == "__init__.py" else found
        folder.joinpath(source.name).symlink_to(source)


class Function:
    """One function's process.

    Called as a handler is, it returns what the function returns or raises FunctionFailed.
    """

    def __init__(self, handler: str, *, task: Path, beside: Path, environment: Mapping[str, str], timeout: int) -> None:
        self._timeout = timeout  # seconds, as it deploys
        self._serving = ExitStack()
        self._events: SimpleQueue[bytes] = SimpleQueue()
        self._results: SimpleQueue[tuple[bool, bytes]] = SimpleQueue()
        self._idle = threading.Event()
        url = self._serving.enter_context(serving_wsgi(Request.application(self._answer)))
        own = {
            "AWS_LAMBDA_RUNTIME_API": url.removeprefix("http://"),
            "_HANDLER": handler,
            "AWS_LAMBDA_FUNCTION_NAME": handler.replace(".", "-"),
            "LAMBDA_TASK_ROOT": str(task),
            "PYTHONPATH": f"{task}:{beside}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        # -S: no site-packages, and so nothing but the zip and what Lambda has beside it.
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-m", "awslambdaric", handler],
            cwd=task,
            env=own | dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.told: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._serving.close()

    def wait_until_idle(self) -> None:
        """Wait until it has loaded and asks for work, or has failed to."""
        if not self._idle.wait(_SECONDS):
            raise FunctionFailed("".join(self.told))

    def __call__(self, event: Mapping[str, Any], _context: object = None) -> Any:
        """Hand it an event, as JSON like all that comes from Lambda."""
        self._events.put(json.dumps(event).encode())
        done, result = self._results.get(timeout=_SECONDS)
        if not done:
            raise FunctionFailed(f"{result.decode()}\n{''.join(self.told)}")
        return json.loads(result)

    def _listen(self) -> None:
        assert self._process.stdout
        self.told.extend(self._process.stdout)

    def _answer(self, request: Request) -> Response:
        self._idle.set()
        if request.method == "GET":
            return self._next()
        self._results.put((request.path.endswith("/response"), request.data))
        return Response(status=202)

    def _next(self) -> Response:
        event = self._events.get()
        deadline = int((time.time() + self._timeout) * 1000)
        headers = {
            "lambda-runtime-aws-request-id": str(uuid.uuid4()),
            "lambda-runtime-deadline-ms": str(deadline),
            "lambda-runtime-invoked-function-arn": "arn:aws:lambda:us-east-1:123456789012:function:recourse",
        }
        return Response(event, headers=headers, content_type="application/json")
