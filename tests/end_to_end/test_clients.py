"""A Python client that is made from the API document works against a stack, as `make clients` makes it."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from local import stack
from ops.template import PROJECT

DOCUMENT = PROJECT / "docs" / "openapi.json"
pytestmark = [
    pytest.mark.stack,
    pytest.mark.skipif(os.environ.get("HYPOTHESIS_PROFILE") != "long", reason="a client is made in the long run only"),
]


def test_a_generated_client_reads_a_case_and_gives_a_command(tmp_path, monkeypatch):
    made = tmp_path / "recourse_client"
    tools = Path(sys.executable).parent
    ran = subprocess.run(
        [tools / "openapi-python-client", "generate", "--meta=none", f"--path={DOCUMENT}", f"--output-path={made}"],
        env={"PATH": f"{tools}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "WARNING" not in ran.stdout, "a part of the document is not in the client"
    monkeypatch.syspath_prepend(str(tmp_path))
    client_of = importlib.import_module("recourse_client").AuthenticatedClient
    get_case, give = (
        importlib.import_module(f"recourse_client.api.default.{name}") for name in ("get_case", "give_command")
    )
    message = importlib.import_module("recourse_client.models").PostMessage

    with stack.start(env={"SAMPLES": "1"}) as running:
        key = running.description["api_keys"]["demo"]["seller"]
        with client_of(running.api_url, token=key) as client:
            case = get_case.sync("alibaba.S-1000.R-0", client=client)
            body = message.from_dict({"command": "post_message", "text": "We look into it."})
            after = give.sync("alibaba.S-1000.R-0", client=client, body=body)

    assert (case.order_number, case.status.value) == ("S-1000", "requested")
    assert after.timeline_total == case.timeline_total + 1
