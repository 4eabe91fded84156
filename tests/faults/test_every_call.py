"""A fault at every AWS call of every handler (and at the platform's endpoint): after redelivery nothing tells of it.

Numbers 62 to 65, 68, 69, 72 to 75 and 80 of docs/reliability.md, by construction: the calls are counted on the wire,
not listed.
"""

import os
from dataclasses import dataclass
from typing import Any

import pytest
from moto import mock_aws

import app
from chalicelib import wiring
from tests.faults.fork import in_a_fork
from tests.faults.kinds import FAULTS
from tests.faults.scenarios import SCENARIOS, Scenario
from tests.faults.trial import Trial
from tests.world.cloud import furnish
from tests.world.pauses import skip_pauses
from tests.world.wire import Killed, Meanwhile, Plan

# Whose calls a scenario is about, by its name; every other handler writes nothing, or one more version each time.
HANDLERS = {
    "door": "receive_delivery",
    "command": "give_command",
    "order record": "record_order",
    "replay": "replay_delivery",
    "projector": "project",
    "desk": "mediate",
    "dead letters": "dead_letters",
    "evidence": "announce_file",
    "evidence clerk": "inspect_upload",
    "deadline clerk": "expire_deadlines",
    "redrive": "redrive",
    "reconciler": "reconcile",
}
READING = {
    *(
        "list_cases",
        "show_case",
        "show_order",
        "show_timeline",
        "show_evidence",
        "hand_over",
        "export_records",
        "report_reasons",
    ),
    *("show_policy", "show_policy_version", "state_policy", "simulate_policy", "tell_health"),
    *("list_work", "list_quarantined", "preview_command", "open_console", "show_asset"),
    *(
        "show_front_page",
        "show_problem_type",
        "show_document",
        "show_events",
        "show_messages",
        "list_deliveries",
        "show_delivery",
    ),
    *("sign_in", "show_signed_in", "sign_out", "make_camera_pass"),  # a session has no row
}
VERSIONS = {"put_policy"}
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


@dataclass(frozen=True)
class Run:
    """The rows and messages after a run, and the calls of its first delivery."""

    state: dict[str, Any]
    calls: list[str]


@dataclass(frozen=True)
class Arranged:
    """A world before the handler's work.

    Each run is on a copy of its own.
    """

    scenario: Scenario
    trial: Trial

    def run(self, plan: Plan | None = None) -> Run:
        found: Run = in_a_fork(lambda: self._run(plan))
        return found

    def _run(self, plan: Plan | None) -> Run:
        luck = self.trial.luck
        luck.plan, luck.rounds = plan, 0
        for _ in range(6):
            self.trial.world.restart()
            if self._delivered():
                break
        else:
            pytest.fail("its source is never content")
        assert plan is None or plan.met
        self.trial.rest()
        return Run(self.trial.state(), luck.calls)

    def _delivered(self) -> bool:
        try:
            return self.scenario.act(self.trial)
        except Killed:
            return False


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    skip_pauses(monkeypatch)


@pytest.fixture(scope="module", params=SCENARIOS, ids=lambda scenario: scenario.name)
def arranged(request):
    with mock_aws():
        trial = Trial(furnish())
        request.param.arrange(trial)
        yield Arranged(request.param, trial)
    wiring.install(None)


@pytest.fixture(scope="module")
def without(arranged):
    """The run without a fault."""
    return arranged.run()


def is_told_apart(kind: str, call: int, calls: list[str]) -> bool:
    """Tell whether a fault there can show anything that another does not show.

    The long run tries them all.

    Killed before a call is killed after the one before it; a read whose answer was lost was not made; access denied is
    throttled, but for the alarm; and the SDK repeats each kind of write alike.
    """
    if kind in ("killed before", "access denied"):
        return call == 0
    if kind == "throttled past retries":
        return call in (0, len(calls) - 1)
    if calls[call].startswith(("Get", "Query", "Scan", "List", "Head")):
        return kind == "killed after"
    return kind != "response lost" or calls.index(calls[call]) == call


def test_every_handler_that_writes_is_in_a_scenario():
    tried = {HANDLERS[scenario.name.partition(":")[0]] for scenario in SCENARIOS}

    assert tried == set(app.app.handler_map) - READING - VERSIONS


@pytest.mark.parametrize("kind", FAULTS)
def test_after_redelivery_no_fault_at_any_call_leaves_a_trace(arranged, without, kind, record_property):
    assert without.calls
    met = [(n, name) for n, name in enumerate(without.calls) if LONG or is_told_apart(kind, n, without.calls)]
    for call, operation in met:
        assert arranged.run(FAULTS[kind](call)).state == without.state, f"call {call}: {operation}"
    record_property("faults: runs with a fault at one call", len(met))


def test_two_at_once_leave_what_one_leaves(arranged, without, record_property):
    for call, operation in enumerate(without.calls):
        twin = Plan(call, Meanwhile(arranged.trial.do_as_well))
        assert arranged.run(twin).state == without.state, f"in between, before call {call}: {operation}"
    record_property("faults: runs with another process in between", len(without.calls))
