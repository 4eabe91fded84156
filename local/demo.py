"""`make demo [DIALECT=alibaba|lazada]`: a return with a mediation, on real sockets, step by step."""

import os
import sys

import requests

from local import stack, story
from local.child import ChildFailedError
from local.platform_simulator import PlatformSimulator
from local.push_story import WORDS, PushStory
from local.teller import StepFailedError, Teller

_STANDARD = "standard"


def main() -> int:
    """Tell the story.

    0 only when every step held.
    """
    teller, dialect = Teller(), os.environ.get("DIALECT") or _STANDARD
    if dialect not in (_STANDARD, *WORDS):
        print(f"DIALECT is one of {', '.join((_STANDARD, *WORDS))}", file=sys.stderr)
        return 2
    connection = "demo" if dialect == _STANDARD else f"demo-{dialect}"
    try:
        with PlatformSimulator() as platform, stack.start(filing_urls={connection: platform.url}) as running:
            platform.connect(running.description, connection)
            if dialect == _STANDARD:
                story.tell(teller, running.description, platform)
            else:
                PushStory(teller, running.description, platform, dialect).tell()
    except (StepFailedError, ChildFailedError, requests.RequestException) as error:
        print(f"\n✗ this step did not hold: {error}", file=sys.stderr)
        return 1
    teller.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
