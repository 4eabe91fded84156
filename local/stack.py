"""The whole stack for a test or a story: as child processes on free ports, gone when the block ends."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.child import Child, ChildFailedError
from ops.template import PROJECT

_LOG_TAIL = 4000


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack: what its `stack.json` tells, that file, and what its processes wrote."""

    description: dict[str, Any]
    state: Path
    log: Path
    child: Child

    @property
    def api_url(self) -> str:
        """The address of the API."""
        url: str = self.description["api_url"]
        return url

    def boto_arguments(self) -> dict[str, str]:
        """Return what `boto3.client(service, **…)` needs to see the same AWS."""
        return {
            "endpoint_url": self.description["aws_endpoint_url"],
            "region_name": self.description["region"],
            "aws_access_key_id": "local",
            "aws_secret_access_key": "local",
        }


@contextmanager
def start(
    *,
    desk: bool = True,
    filing_urls: Mapping[str, str] | None = None,
    env: Mapping[str, str] | None = None,
    app_dir: Path = PROJECT,
) -> Iterator[Stack]:
    """Start a stack of its own and wait until it answers.

    `ChildFailedError` tells why it did not.

    `filing_urls` has filing endpoints by connection name, `env` is added to its environment, `app_dir` has the
    `app.py`.
    """
    with tempfile.TemporaryDirectory(prefix="recourse-") as folder:
        state, log = Path(folder, "stack.json"), Path(folder, "log")
        options = [f"--filing={name}={url}" for name, url in (filing_urls or {}).items()]
        with (
            log.open("wb") as errors,
            Child(
                "local.run",
                "--tethered",
                f"--state={state}",
                *options,
                env=_environment(env or {}, desk=desk),
                cwd=str(app_dir),
                errors=errors,
            ) as child,
        ):
            yield Stack(_ready(child, log), state, log, child)


def _ready(child: Child, log: Path) -> dict[str, Any]:
    try:
        return child.wait_ready()
    except ChildFailedError as error:
        raise ChildFailedError(f"{error}\n{log.read_text(errors='replace')[-_LOG_TAIL:]}") from None


def _environment(added: Mapping[str, str], *, desk: bool) -> dict[str, str]:
    own = {"PORT": "0", "AWS_PORT": "0", "SAMPLES": "0", "DESK": "on" if desk else "off", "PYTHONPATH": str(PROJECT)}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "RECOURSE_"))}
    return inherited | own | dict(added)
