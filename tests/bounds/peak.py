"""The largest resident size of this process, in MB.

The kernel hands `ru_maxrss` on to a program that a process starts, so a small program that a large test starts would
seem large too. The figure in /proc is of the program's own memory.
"""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak() -> int:
    """Return it. Without /proc it is the figure of the kernel for the process."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) // 1024


if __name__ == "__main__":
    sys.stdout.write(str(peak()))
