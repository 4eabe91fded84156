"""A child process that ends with its parent, because a pipe to its standard input connects them."""

import json
import subprocess
import sys
from collections.abc import Mapping
from types import TracebackType
from typing import IO, Any, Self

_STOP_SECONDS = 20


class ChildFailedError(Exception):
    """The child ended before it was ready.

    The text is its own.
    """


class Child:
    """A running `python -m <module>`. It ends with its `with` block."""

    def __init__(
        self,
        module: str,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
        errors: IO[bytes] | None = None,
    ) -> None:
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=env,
            cwd=cwd,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """True while it runs."""
        return self._process.poll() is None

    def wait_ready(self) -> dict[str, Any]:
        """Return what it said when ready.

        `ChildFailedError` when it ended instead.
        """
        assert self._process.stdout
        line = self._process.stdout.readline()
        said: dict[str, Any] = json.loads(line) if line else {"error": f"{self._module} ended before it was ready"}
        if "error" in said:
            raise ChildFailedError(said["error"])
        return said

    def stop(self) -> int:
        """Let go of it, wait for its end, and return its exit code."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            return self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()
