"""`make run` as another process, of which what happens can only be polled."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from ops.template import PROJECT

TINY = Path(__file__).parent / "tiny_app"


def eventually(found, seconds=30.0):
    """Return the result of `found` as soon as it is true."""
    end = time.monotonic() + seconds
    while not (value := found()) and time.monotonic() < end:
        time.sleep(0.05)
    assert value, f"not within {seconds} s"
    return value


def listens(url):
    host, port = url.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def run(tmp_path, **env):
    given = {"PORT": "0", "AWS_PORT": "0", "PYTHONPATH": str(PROJECT), "PATH": os.environ["PATH"]}
    return subprocess.Popen(
        [sys.executable, "-m", "local.run", f"--state={tmp_path / 'deep' / 'stack.json'}"],
        cwd=TINY,
        env=given | env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
