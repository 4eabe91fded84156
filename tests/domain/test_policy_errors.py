"""A policy is validated with every error named."""

import json

import pytest

from chalicelib.domain.policy import Policy
from chalicelib.domain.policy_errors import FaultyPolicy, read_policy
from chalicelib.policies import SHIPPED, shipped
from tests.domain.proposals import OUT, proposed


def faults_of(policy: object) -> dict[str, str]:
    with pytest.raises(FaultyPolicy) as refused:
        read_policy(policy)
    return {fault.field: fault.message for fault in refused.value.faults}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_policies_have_no_faults_and_can_be_read_back(name):
    assert read_policy(json.loads(shipped(name).model_dump_json())) == shipped(name)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"deadlines__negotiation__days": 2}, "deadlines.negotiation.days"),
        ({"deadlines__ruling__days": 2}, "deadlines.ruling.days"),
        ({"burning__half": 90}, "burning.nearly"),
        ({"windows__claim__days": 6}, "windows.claim.days"),
        ({"evidence__max_video_mb": 9}, "evidence.max_video_mb"),
        ({"escalation__late_hours": 1, "escalation__grace_minutes": 60}, "escalation.grace_minutes"),
        ({"freight__customer__asks": True}, "freight.customer.asks"),
        ({"freight__seller__reclaim_from": "carrier"}, "freight.seller.reclaim_from"),
        ({"appeals__evidence": {"photo": 30, "logistics": 1}}, "appeals.evidence"),
        ({"evidence__max_files": 1}, "evidence.by_reason.damaged_in_transit"),
        (
            {"appeals__evidence": {"photo": 20}, "evidence__by_reason": {"defective": {"logistics": 11}}},
            "evidence.by_reason.defective",
        ),
    ],
)
def test_fields_that_contradict_each_other_are_named(changes, field):
    assert field in faults_of(proposed(**changes))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"windows__no_reason__days": "7"}, "windows.no_reason.days"),
        ({"windows__no_reason__days": True}, "windows.no_reason.days"),
        ({"windows__no_reason__days": 0}, "windows.no_reason.days"),
        ({"appeals__evidence": {"rumour": 1}}, "appeals.evidence.rumour.[key]"),
        ({"freight__carrier__payer": "carrier"}, "freight.carrier.payer"),
        ({"deadlines__settle": OUT}, "deadlines.settle"),
        ({"deadlines__settel": {}}, "deadlines.settel"),
        ({"escalation__automatic": "yes"}, "escalation.automatic"),
        ({"freight__seller__asks": 1}, "freight.seller.asks"),
        ({"title": ""}, "title"),
        ({"name": "My Policy"}, "name"),
        ({"evidence__platform__types": ["image/png"] * 21}, "evidence.platform.types"),
        ({"evidence__platform__types": ["a" * 33 + "/png"]}, "evidence.platform.types.0"),
    ],
)
def test_a_field_that_is_wrong_is_named(changes, field):
    assert field in faults_of(proposed(**changes))


def test_everything_is_named_at_once_contradictions_beside_what_is_missing():
    policy = proposed(
        burning__nearly=40,
        deadlines__negotiation__days=1,
        windows__claim__days=-1,
        title=OUT,
        surprise=1,
    )
    assert faults_of(policy).keys() >= {
        "burning.nearly",
        "deadlines.negotiation.days",
        "windows.claim.days",
        "title",
        "surprise",
    }


@pytest.mark.parametrize("policy", [None, [], "guide", 7, {}, {"deadlines": [], "freight": {"seller": 3}}])
def test_a_body_that_is_no_policy_at_all_says_so(policy):
    assert faults_of(policy)


def test_the_numbers_of_a_fault_are_shown():
    told = faults_of(proposed(deadlines__negotiation__days=2))["deadlines.negotiation.days"]
    assert "deadlines.negotiation.days is 2" in told
    assert "deadlines.respond.days is 3" in told


def test_a_policy_that_is_read_is_the_policy_that_was_put():
    assert read_policy(proposed(windows__no_reason__days=14)) == Policy.model_validate(
        proposed(windows__no_reason__days=14)
    )
