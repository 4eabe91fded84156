"""`python -m local.run`: the whole system in the foreground, until Ctrl-C."""

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from urllib.error import URLError

from botocore.exceptions import BotoCoreError, ClientError

from local import system
from local.child import ChildFailedError
from local.greeting import greeting
from local.platforms import CONNECTIONS, Platforms, connect, platforms_beside
from local.port import PortTakenError
from local.samples import SamplesFailedError, tell_samples
from local.settings import Settings, read_settings
from local.stack_file import announce, clear_away
from local.tether import Tether

_WATCH_SECONDS = 0.5
_EXPECTED = (PortTakenError, ChildFailedError, SamplesFailedError, BotoCoreError, ClientError, URLError)


def main() -> int:
    """Run until a signal stops it.

    Return the exit code.
    """
    settings = read_settings()
    tether = Tether() if settings.tethered else None
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    if tether:
        tether.when_parent_ends(lambda: os.kill(os.getpid(), signal.SIGTERM))
    try:
        _run(settings, tether)
    except _EXPECTED as error:
        print(f"local.run: {error}", file=sys.stderr)
        if tether:
            tether.say({"error": str(error)})
        return 1
    return 0


def _run(settings: Settings, tether: Tether | None) -> None:
    parent = os.getppid()
    clear_away(settings.state)
    if tether is None:
        print("Starting, some seconds ...", flush=True)
    names = CONNECTIONS if tether is None and not settings.filing_urls else ()
    with platforms_beside(names) as platforms, system.running(_filing(settings, platforms)) as it:
        connect(platforms, it.description)
        tell_samples(it.description, settings.samples)
        with announce(settings.state, it.description):
            if tether:
                tether.say(it.description)
                _watch(it, parent)
            else:
                _greet(greeting(it.description, settings, platforms), settings, lambda: _watch(it, parent))


def _greet(lines: str, settings: Settings, watch: Callable[[], None]) -> None:
    """Say how to go on, and watch. A line of the log for each request would push what is said off the screen."""
    terminal = sys.stdout
    with settings.log.open("w") as log, redirect_stdout(log):
        print(lines, file=terminal, flush=True)
        watch()


def _filing(settings: Settings, platforms: Platforms) -> Settings:
    urls = {name: platform.url for name, platform in platforms.items()}
    return replace(settings, filing_urls={**settings.filing_urls, **urls})


def _watch(it: system.System, parent: int) -> None:
    """Wait until make was killed, because nobody is left then whose Ctrl-C could end this."""
    while os.getppid() == parent:
        if not it.whole:
            raise ChildFailedError("moto ended by itself")
        time.sleep(_WATCH_SECONDS)


def _end(_number: int, _frame: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
