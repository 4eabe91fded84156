"""`/policy` (docs/policies.md): versions are numbered, immutable, and in force a minute after."""

from typing import Any

import pytest

from chalicelib.aws.api_keys import Principal
from chalicelib.policies import shipped
from chalicelib.values.instants import format_instant
from chalicelib.values.roles import Role
from tests.domain.proposals import proposed
from tests.world.api import JSON, call


@pytest.fixture
def asks(sellers):
    """Ask for the policy in a role of a merchant."""

    def ask(method, resource="/policy", **parts):
        return sellers.api(method, resource, **parts)

    return ask


def policy(days=7, **changes) -> dict[str, Any]:
    return proposed(windows__no_reason__days=days, **changes)


def version(asks, number):
    return asks("GET", "/policy/versions/{number}", number=str(number))


def test_without_a_version_of_its_own_a_merchant_has_the_shipped_default(asks):
    assert asks("GET").json == {
        "name": "guide",
        "version": 0,
        "in_force_from": None,
        "policy": policy(),
        "pending": None,
    }
    assert version(asks, 0).json["policy"] == policy()


def test_a_version_is_numbered_at_once_and_in_force_after_a_minute(asks, cloud):
    put = asks("PUT", json=policy(14, name="ours"))
    in_force_from = format_instant(cloud.clock.forward(seconds=60))

    shown = {"name": "ours", "version": 1, "in_force_from": in_force_from, "policy": policy(14, name="ours")}
    assert (put.status, put.json) == (201, shown)
    cloud.clock.forward(seconds=-1)
    before = asks("GET").json
    assert (before["version"], before["pending"]) == (0, shown)
    cloud.clock.forward(seconds=1)
    assert asks("GET").json == {**shown, "pending": None}


def test_versions_stay_as_they_were(asks, cloud):
    for days in (8, 9, 10):
        asks("PUT", json=policy(days))
        cloud.clock.forward(minutes=2)

    found = [version(asks, number).json for number in range(4)]
    assert [each["version"] for each in found] == [0, 1, 2, 3]
    assert [each["policy"]["windows"]["no_reason"]["days"] for each in found] == [7, 8, 9, 10]


@pytest.mark.parametrize("number", ["4", "-1", "x", "1.0", "٣", "9" * 40, "+1"])
def test_a_version_that_is_not_there_is_404(asks, number):
    answered = version(asks, number)
    assert (answered.status, answered.is_problem) == (404, True)


def test_a_faulty_policy_is_422_with_every_error_and_makes_no_version(asks):
    faulty = policy(0, surprise=1)
    faulty["deadlines"]["negotiation"]["days"] = 1
    answered = asks("PUT", json=faulty)

    assert (answered.status, answered.is_problem) == (422, True)
    fields = {error["field"] for error in answered.json["errors"]}
    assert fields == {"windows.no_reason.days", "surprise", "deadlines.negotiation.days"}
    assert version(asks, 1).status == 404


def test_what_was_read_can_be_changed_and_put_back(asks, cloud):
    told = asks("GET").json
    told["policy"]["windows"]["no_reason"]["days"] = 14
    put = asks("PUT", json=told)
    assert (put.status, put.json["version"], put.json["policy"]) == (201, 1, policy(14))

    cloud.clock.forward(minutes=2)
    assert asks("PUT", json=version(asks, 1).json).json["policy"] == policy(14)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"policy": policy(0, surprise=1)}, {"policy.windows.no_reason.days", "policy.surprise"}),
        ({"policy": "guide"}, {"policy"}),
        ({"name": "ours"}, {"name"}),
        ({"surprise": 1}, {"surprise", "policy"}),
    ],
)
def test_what_was_read_and_put_back_with_faults_is_422_with_every_error(asks, change, fields):
    answered = asks("PUT", json=asks("GET").json | change)

    assert (answered.status, answered.is_problem) == (422, True)
    assert {error["field"] for error in answered.json["errors"]} >= fields
    assert version(asks, 1).status == 404


def test_a_body_full_of_faults_is_answered_in_bounds(asks):
    answered = asks("PUT", json={f"field{number}": number for number in range(9_000)})
    assert answered.status == 422
    assert "9009 things" in answered.json["detail"]
    assert len(answered.json["errors"]) == 1_000


@pytest.mark.parametrize("path", ["/policy", "/policy/simulations"])
@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", "{", 400),
        ("application/json", "[]", 422),
        ("application/json", '{"name": 1, "name": 2}', 400),
        ("text/plain", "{}", 415),
        ("application/json", "{" + " " * 300 * 1024 + "}", 413),
        ("application/json", "{}", 422),
    ],
)
def test_a_body_that_is_no_policy_is_refused_by_its_kind_of_fault(installed, path, kind, body, status):
    """It holds number 94 of docs/reliability.md."""
    token = installed.api_keys.make(Principal("demo", Role.SELLER))
    headers = [("Authorization", f"Bearer {token}"), ("Content-Type", kind)]
    answered = call("PUT" if path == "/policy" else "POST", path, headers=headers, body=body)
    assert (answered.status, answered.is_problem) == (status, True)


@pytest.mark.parametrize(("role", "status"), [(Role.SELLER, 201), (Role.OPERATOR, 201), (Role.DESK, 403)])
def test_sellers_and_operators_make_policies(asks, role, status):
    assert asks("PUT", role=role, json=policy()).status == status
    assert asks("GET", role=role).status == 200


def test_a_policy_is_its_merchants_alone(asks, cloud):
    asks("PUT", json=policy(14))
    cloud.clock.forward(minutes=2)

    assert asks("GET", merchant="other").json["version"] == 0
    assert asks("GET", "/policy/versions/{number}", merchant="other", number="1").status == 404


def test_without_a_key_there_is_no_policy(installed):
    assert [call(method, "/policy", headers=[JSON], body="{}").status for method in ("GET", "PUT")] == [401, 401]


def test_two_puts_at_once_make_two_versions(asks, installed, monkeypatch):
    """The other's version comes in between this one's reading and its writing."""
    read = installed.policy_versions.versions

    def read_then_lose(merchant):
        found = read(merchant)
        monkeypatch.setattr(installed.policy_versions, "versions", read)
        installed.policy_versions.put(merchant, shipped("party-at-fault"))
        return found

    monkeypatch.setattr(installed.policy_versions, "versions", read_then_lose)

    assert asks("PUT", json=policy(14)).json["version"] == 2
    assert version(asks, 1).json["name"] == "party-at-fault"
