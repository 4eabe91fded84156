"""Ctrl-C on the program of `make run`: nothing of it is left."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ops.template import PROJECT
from tests.end_to_end.outside import eventually

pytestmark = pytest.mark.stack


def children(pid):
    """The processes that a process started, as the system lists them."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def listens(url):
    host, port = url.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def test_ctrl_c_leaves_no_child_and_no_stack_json(tmp_path):
    state = tmp_path / "stack.json"
    own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    program = subprocess.Popen(
        [sys.executable, "-m", "local.run", f"--state={state}"],
        cwd=PROJECT,
        env=own | {"PORT": "0", "AWS_PORT": "0", "DESK": "on"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        told = json.loads(eventually(lambda: state.exists() and state.read_text(), seconds=60))
        started = children(program.pid)
        assert started
        os.killpg(program.pid, signal.SIGINT)  # as a terminal does: everybody in the foreground hears it
        out, errors = program.communicate(timeout=30)
    finally:
        program.kill()

    assert (program.returncode, errors) == (0, "")
    assert told["api_url"] in out
    assert not state.exists()
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
    assert not listens(told["api_url"])
    assert not listens(told["aws_endpoint_url"])
