"""`make demo`: a return with a mediation, on real sockets, step by step."""

import sys

import requests

from local import stack, story
from local.child import ChildFailedError
from local.platform_simulator import PlatformSimulator
from local.teller import StepFailedError, Teller


def main() -> int:
    """Tell the story.

    0 only when every step held.
    """
    teller = Teller()
    try:
        with PlatformSimulator() as platform, stack.start(filing_urls={"demo": platform.url}) as running:
            platform.connect(running.description)
            story.tell(teller, running.description, platform)
    except (StepFailedError, ChildFailedError, requests.RequestException) as error:
        print(f"\n✗ this step did not hold: {error}", file=sys.stderr)
        return 1
    teller.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
