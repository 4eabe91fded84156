"""Requests that schemathesis makes: none breaks the API, and each answer is as the document says."""

import os
import subprocess
import sys

import pytest

from local import stack
from ops.template import PROJECT

pytestmark = pytest.mark.stack
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
_SETTINGS = PROJECT / "tests" / "end_to_end" / "schemathesis.toml"
# The short run makes some requests of each call. The long one also tries the bounds of every field, and follows links.
_SHORT = ("--phases=fuzzing", "--max-examples=3")
_THOROUGH = ("--phases=coverage,fuzzing,stateful", "--max-examples=200")
_DOCUMENTS = "^/(webhooks|openapi|asyncapi|message)"  # signed, or the same for every request


def test_no_request_of_the_document_gets_an_answer_that_it_does_not_promise(tmp_path):
    with stack.start(desk=False, env={"SAMPLES": "1"}) as running:
        key = running.description["api_keys"]["demo"]["operator"]
        command = [sys.executable, "-m", "schemathesis.cli", f"--config-file={_SETTINGS}", "run"]
        asked = [str(PROJECT / "docs" / "openapi.json"), f"--url={running.api_url}", f"-HAuthorization: Bearer {key}"]
        options = ["--seed=1", "--no-color", f"--exclude-path-regex={_DOCUMENTS}", *(_THOROUGH if LONG else _SHORT)]
        hooks = {**os.environ, "PYTHONPATH": str(PROJECT)}
        ran = subprocess.run(
            [*command, *asked, *options], cwd=tmp_path, env=hooks, capture_output=True, text=True, check=False
        )

    said = "\n".join(line[:500] for line in ran.stdout.splitlines())  # a request that it repeats can be very long
    assert ran.returncode == 0, said[-6000:] + ran.stderr[-2000:]
    assert "passed" in ran.stdout
