"""Histories nobody thought of.

Numbers 49 to 59, 62 to 64, 69 to 74, 78, 80, 84 and 85 of docs/reliability.md, and whatever lies between them.
"""

import os
import secrets

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.simulation.machine import COUNTS, Play
from tests.world.pauses import skip_pauses

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PARTS = 24 if LONG else 1
SEED = int(os.environ.get("SIMULATION_SEED") or secrets.randbelow(2**32))
HOW_LONG = settings(
    max_examples=100 if LONG else 10,
    stateful_step_count=30,
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if LONG else [])],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("part", range(PARTS))
def test_any_history_loses_doubles_and_invents_nothing(monkeypatch, record_property, part):
    skip_pauses(monkeypatch)
    if part == 0:
        record_property("simulation: SIMULATION_SEED plays it again", SEED)
    COUNTS.clear()
    try:
        run_state_machine_as_test(hypothesis.seed(SEED + part)(Play), settings=HOW_LONG)
    finally:
        for name, count in COUNTS.items():
            record_property(f"simulation: {name}", count)
