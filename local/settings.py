"""The settings of `make run`, read from the environment and the command line once."""

import argparse
import os
from dataclasses import dataclass, field
from pathlib import Path

from ops.template import PROJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The ports (0 takes any free one), the path of the stack file, and whether the desk works.

    `samples` is the number of sample cases to begin with.
    """

    port: int = 8000
    aws_port: int = 4566
    aws_endpoint_url: str | None = None
    desk: bool = True
    state: Path = PROJECT / ".local" / "stack.json"
    filing_urls: dict[str, str] = field(default_factory=dict)
    tethered: bool = False
    samples: int = 0

    @property
    def log(self) -> Path:
        """The file of the log, beside the stack file."""
        return self.state.with_suffix(".log")


def read_settings() -> Settings:
    """Read PORT, AWS_PORT, DESK, SAMPLES and AWS_ENDPOINT_URL, and the options that tests and the demo give."""
    parser = argparse.ArgumentParser(prog="local.run", description="The whole system on one machine.")
    parser.add_argument("--state", type=Path, default=Settings().state, help="where to write what runs")
    parser.add_argument("--filing", action="append", default=[], metavar="CONNECTION=URL")
    parser.add_argument("--tethered", action="store_true", help="end when standard input ends")
    options = parser.parse_args()
    return Settings(
        port=int(os.environ.get("PORT") or 8000),
        aws_port=int(os.environ.get("AWS_PORT") or 4566),
        aws_endpoint_url=os.environ.get("AWS_ENDPOINT_URL") or None,
        desk=os.environ.get("DESK", "on").lower() != "off",
        state=options.state,
        filing_urls=dict(each.split("=", 1) for each in options.filing),
        tethered=options.tethered,
        samples=int(os.environ.get("SAMPLES") or 0),
    )
