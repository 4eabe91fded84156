"""`stack.json` stands for a run that is up: for no other, and never longer than it."""

import json
import os
import subprocess
import sys

import pytest

from local.stack_file import announce, clear_away
from tests.local.watching import run


def ended():
    """The id of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("left", ["{}", "", '{"pid": null}', "[]"])
def test_what_nobody_can_own_is_cleared_away(tmp_path, left):
    path = tmp_path / "stack.json"
    path.write_text(left)
    clear_away(path)
    assert not path.exists()
    clear_away(path)


def test_what_a_run_that_goes_on_wrote_is_left_to_it(tmp_path):
    path = tmp_path / "stack.json"
    path.write_text(json.dumps({"pid": os.getpid()}))
    clear_away(path)
    assert path.exists()


@pytest.mark.stack
def test_what_a_killed_run_left_is_gone_before_the_next_one_is_ready(tmp_path):
    path = tmp_path / "deep" / "stack.json"
    path.parent.mkdir()
    path.write_text(json.dumps({"pid": ended(), "api_url": "http://127.0.0.1:9"}))
    process = run(tmp_path, AWS_ENDPOINT_URL="http://127.0.0.1:9", AWS_MAX_ATTEMPTS="1")
    process.communicate(timeout=20)
    assert process.returncode == 1
    assert not path.exists()


def test_a_run_that_ends_takes_its_own_file_with_it_and_no_others(tmp_path):
    path = tmp_path / "stack.json"
    with announce(path, {"pid": os.getpid()}):
        assert json.loads(path.read_text()) == {"pid": os.getpid()}
    assert not path.exists()
    with announce(path, {"pid": os.getpid()}):
        path.write_text(json.dumps({"pid": os.getppid()}))
    assert json.loads(path.read_text()) == {"pid": os.getppid()}
