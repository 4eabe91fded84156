"""`make run` as a process: its end, and its message if it cannot begin."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ops.template import PROJECT
from tests.local.watching import TINY, eventually, listens, run, runs

pytestmark = pytest.mark.stack


def test_ctrl_c_ends_all_of_it_without_a_trace(tmp_path):
    process = run(tmp_path)
    state = tmp_path / "deep" / "stack.json"
    told = json.loads(eventually(lambda: state.exists() and state.read_text()))
    assert told["pid"] == process.pid
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")
    assert told["api_url"] in out
    assert [path.name for path in state.parent.iterdir()] == ["stack.log"]  # to be read after the end
    assert not listens(told["api_url"])
    assert not listens(told["aws_endpoint_url"])


@pytest.mark.parametrize("name", ["PORT", "AWS_PORT"])
def test_a_port_in_use_is_one_clear_line(tmp_path, name):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = run(tmp_path, **{name: str(port)})
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert errors.count("\n") == 1
    assert f"port {port} on 127.0.0.1 is already in use" in errors
    assert not list(tmp_path.rglob("stack.json"))


def test_a_make_that_is_killed_leaves_nothing_running(tmp_path):
    state = tmp_path / "stack.json"
    program = "import subprocess, sys; subprocess.run([sys.executable, '-m', 'local.run', *sys.argv[1:]])"
    given = {"PORT": "0", "AWS_PORT": "0", "PYTHONPATH": str(PROJECT), "PATH": os.environ["PATH"]}
    make = subprocess.Popen([sys.executable, "-c", program, f"--state={state}"], cwd=TINY, env=given)
    told = json.loads(eventually(lambda: state.exists() and state.read_text()))
    make.kill()
    make.wait()
    assert eventually(lambda: not runs(told["pid"]))
    assert not state.exists()
    assert not listens(told["aws_endpoint_url"])


class Refusing(BaseHTTPRequestHandler):
    def do_PUT(self):
        self.send_error(403)


def test_an_endpoint_that_refuses_is_one_clear_line(tmp_path):
    with HTTPServer(("127.0.0.1", 0), Refusing) as endpoint:
        threading.Thread(target=endpoint.serve_forever, daemon=True).start()
        nobody = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y"}
        process = run(tmp_path, AWS_ENDPOINT_URL=f"http://127.0.0.1:{endpoint.server_port}", **nobody)
        _, errors = process.communicate(timeout=20)
        endpoint.shutdown()
    assert process.returncode == 1
    assert errors.startswith("local.run: An error occurred (403)")
    assert errors.count("\n") == 1


def test_an_endpoint_that_does_not_answer_is_one_clear_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    nobody = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y", "AWS_MAX_ATTEMPTS": "1"}
    process = run(tmp_path, AWS_ENDPOINT_URL=url, **nobody)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert errors.count("\n") == 1
    assert url in errors
