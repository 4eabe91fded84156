"""`python -m local.run`: the whole system in the foreground, until Ctrl-C."""

import logging
import os
import signal
import sys
import time
from typing import Any
from urllib.error import URLError

from botocore.exceptions import BotoCoreError, ClientError

from local import system
from local.child import ChildFailedError
from local.port import PortTakenError
from local.settings import Settings, read_settings
from local.stack_file import announce, clear_away
from local.tether import Tether

_WATCH_SECONDS = 0.5


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
    except (PortTakenError, ChildFailedError, BotoCoreError, ClientError, URLError) as error:
        print(f"local.run: {error}", file=sys.stderr)
        if tether:
            tether.say({"error": str(error)})
        return 1
    return 0


def _run(settings: Settings, tether: Tether | None) -> None:
    parent = os.getppid()
    clear_away(settings.state)
    with system.running(settings) as it, announce(settings.state, it.description):
        if tether:
            tether.say(it.description)
        else:
            print(_announcement(it.description, settings), flush=True)
        while it.whole:
            if os.getppid() != parent:
                return  # make was killed: nobody is left whose Ctrl-C could end this
            time.sleep(_WATCH_SECONDS)
    raise ChildFailedError("moto ended by itself")


def _end(_number: int, _frame: object) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(0)


def _announcement(description: dict[str, Any], settings: Settings) -> str:
    whose = "yours" if settings.aws_endpoint_url else "moto"
    desk = "files what is queued" if settings.desk else "off: messages stay on the queue"
    return "\n".join(
        [
            "Recourse is up. Ctrl-C ends it.",
            f"  API      {description['api_url']}  (try /health)",
            f"  AWS      {description['aws_endpoint_url']}  ({whose}, {description['region']})",
            f"  table    {description['table']}",
            f"  bucket   {description['bucket']}",
            f"  queue    {description['mediation_queue_url']}",
            f"  desk     {desk}",
            f"  secrets and API keys are in {os.path.relpath(settings.state)}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
