"""`POST /policy/simulations`: what another policy would have changed in a merchant's past cases."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.values.roles import Role
from tests.domain.proposals import proposed
from tests.world.api import JSON, call


@pytest.fixture
def april(shop_at_once, cloud) -> None:
    """Four returns, one a day from 1 March on, and a month that has passed since."""
    for day in range(1, 5):
        code = "defective" if day % 2 else "damaged_in_transit"
        shop_at_once.order_and_return(f"A-{day}", reason={"code": code})
        cloud.clock.forward(days=1)
    shop_at_once.order_and_return("A-1", connection="other")
    cloud.clock.forward(days=30)
    cloud.wire.clear()


def simulated(sellers, policy: object, **asked):
    return sellers.api("POST", "/policy/simulations", json={"policy": policy, **asked})


def guide(days: int) -> dict[str, Any]:
    return proposed(deadlines__negotiation__days=days)


def test_a_seller_sees_which_cases_another_policy_would_have_changed_and_why(sellers, april):
    """It is the call of docs/policies.md, Simulation."""
    answered = simulated(sellers, "party-at-fault")
    assert answered.status == 200
    assert {name: answered.json[name] for name in ("policy", "simulated", "truncated", "from", "to")} == {
        "policy": "party-at-fault",
        "simulated": 4,
        "truncated": False,
        "from": None,
        "to": None,
    }
    found = {case["case_id"]: case for case in answered.json["cases"]}
    assert found.keys() == {"alibaba.A-1.R-1", "alibaba.A-3.R-1"}
    assert found["alibaba.A-1.R-1"]["policy"] == {"name": "guide", "version": 0}
    assert found["alibaba.A-1.R-1"]["differences"] == [
        {
            "field": "freight.payer",
            "was": "customer",
            "would_be": "seller",
            "rule": "G2.4",
            "why": "the seller's fault: the seller pays",
        }
    ]


def test_a_policy_of_ones_own_is_simulated_before_it_is_put(sellers, april):
    answered = simulated(sellers, guide(90))
    fields = {found["field"]: found for found in answered.json["cases"][0]["differences"]}
    assert len(answered.json["cases"]) == 4
    assert (fields["status"]["was"], fields["status"]["would_be"]) == ("mediation_requested", "requested")
    assert sellers.api("GET", "/policy").json["version"] == 0


@pytest.mark.parametrize("policy", ["guide", guide(7)])
def test_the_policy_in_force_changes_nothing(sellers, april, policy):
    assert simulated(sellers, policy).json["cases"] == []


def test_nothing_is_written(sellers, april, cloud):
    simulated(sellers, guide(90))
    assert cloud.wire.calls().keys() <= {"Query", "GetItem"}


@pytest.mark.parametrize(
    ("period", "count"),
    [
        ({"from": "2026-03-02"}, 3),
        ({"to": "2026-03-01"}, 1),
        ({"from": "2026-03-02", "to": "2026-03-03"}, 2),
        ({"from": "1970-01-01", "to": "9999-12-30"}, 4),
        ({"to": "0001-01-01"}, 0),
    ],
)
def test_only_cases_opened_in_the_period_are_folded(sellers, april, period, count):
    assert simulated(sellers, guide(90), **period).json["simulated"] == count


def test_more_cases_than_can_be_folded_are_reported_as_truncated(sellers, april, monkeypatch):
    monkeypatch.setattr("chalicelib.usecases.simulations.MOST_CASES", 3)
    answered = simulated(sellers, guide(90)).json
    assert (answered["simulated"], answered["truncated"]) == (3, True)


def test_a_simulation_that_runs_out_of_time_reports_what_it_folded(sellers, april, cloud, installed, monkeypatch):
    read = installed.order_histories.of

    def slowly(*args, **kwargs):
        cloud.clock.forward(seconds=6)
        return read(*args, **kwargs)

    monkeypatch.setattr(installed.order_histories, "of", slowly)
    answered = simulated(sellers, guide(90)).json
    assert (answered["simulated"], answered["truncated"]) == (2, True)


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"policy": "ours"}, {"policy"}),
        ({"policy": None}, {"policy"}),
        ({"policy": {**guide(1), "surprise": 1}}, {"policy.surprise", "policy.deadlines.negotiation.days"}),
        ({"policy": {"policy": {**guide(7), "surprise": 1}}}, {"policy.policy.surprise"}),
        ({}, {"policy"}),
        ({"policy": "guide", "since": "2026-03-01"}, {"since"}),
        ({"policy": "guide", "from": 7}, {"from"}),
    ],
)
def test_what_cannot_be_simulated_is_422_with_every_error(sellers, body, fields):
    answered = sellers.api("POST", "/policy/simulations", json=body)
    assert (answered.status, answered.is_problem) == (422, True)
    assert {error["field"] for error in answered.json["errors"]} == fields


@pytest.mark.parametrize("period", [{"from": "x"}, {"to": "2026-02-30"}, {"from": "2026-03-02", "to": "2026-03-01"}])
def test_what_is_no_period_is_400(sellers, period):
    assert simulated(sellers, "guide", **period).status == 400


def test_a_policy_as_it_was_read_is_simulated_too(sellers, april):
    told = sellers.api("GET", "/policy").json
    assert simulated(sellers, told).json["cases"] == []


def test_a_merchant_simulates_only_its_own_cases(sellers, april):
    """It holds number 91 of docs/reliability.md."""
    assert simulated(sellers, guide(90)).json["simulated"] == 4
    foreign = sellers.api("POST", "/policy/simulations", merchant="other", role=Role.DESK, json={"policy": guide(90)})
    assert foreign.json["simulated"] == 1
    keyless = call("POST", "/policy/simulations", headers=[JSON], body="{}")
    assert keyless.status == 401


def test_a_simulation_with_a_version_of_ones_own_folds_all_under_it(sellers, shop_at_once, cloud):
    """A version came into force between two cases: simulated, it is in force for both."""
    shop_at_once.order_and_return("A-1")
    sellers.api("PUT", "/policy", json=guide(5))
    cloud.clock.forward(days=1)
    shop_at_once.order_and_return("A-2", at=cloud.clock() - timedelta(minutes=1))

    answered = simulated(sellers, guide(5)).json
    assert [case["case_id"] for case in answered["cases"]] == ["alibaba.A-1.R-1"]
    assert [found["field"] for found in answered["cases"][0]["differences"]] == ["deadline.negotiation"]
