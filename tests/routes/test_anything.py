"""Every answer of the sellers' API is one that it promises, whatever is sent."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain.lifecycle_commands import COMMANDS
from tests.world.api import JSON, call
from tests.world.order import usd

FIELDS = (
    *("reason", "code", "customer", "wants", "lines", "resolution", "amount", "freight_payer", "expires_at", "text"),
    *("offer_id", "matches_description", "matches_pictures", "condition", "note", "evidence", "anyway", "grounds"),
    *("kind", "reference", "root_cause", "lesson", "effect_id", "id", "in_favour_of", "refund", "appeal_until"),
)
LIKELY: tuple[Any, ...] = (
    *("defective", "return_and_refund", "exchange", "seller", "customer", "as_sent", "refund", "mediation", "split"),
    *("R-1-s1", "c1", "2026-03-09T12:00:00Z", "9999-12-31T23:59:59Z", "x", "", 0, 1, True, None, [], {}, ["e1"]),
    *(usd(500), {"minor": 10**15, "currency": "USD"}, {"name": "Ada Buyer"}, {"code": "other"}),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)
commands = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(LIKELY) | anything, max_size=6).flatmap(
    lambda fields: st.sampled_from([ask.command for ask in COMMANDS]).map(lambda name: {"command": name, **fields})
)
often = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def shop(shop):
    shop.sell()
    shop.request()
    shop.tell("offer.made", offer_id="c1", resolution="partial_refund", amount=usd(700))
    return shop


@often
@given(asked=commands)
def test_any_command_is_taken_or_refused_by_name(shop, asked):
    answered = shop.api("POST", "/cases/{case_id}/commands", role="operator", case_id=shop.case_id, json=asked)

    assert answered.status in (201, 400, 409, 422), answered.text
    assert (answered.status == 201) != answered.is_problem
    assert shop.case["case_id"] == shop.case_id


@often
@given(body=anything | st.binary(max_size=50) | st.text())
def test_any_body_is_answered(shop, body):
    sent = body.decode("latin-1") if isinstance(body, bytes) else json.dumps(body)
    token = ("Authorization", f"Bearer {shop.keys['demo', 'operator']}")
    paths = {"marketplace": "alibaba", "order_number": "A-1001", "case_id": shop.case_id}
    for method, route in (("POST", "/cases/{case_id}/commands"), ("PUT", "/orders/{marketplace}/{order_number}")):
        path = {name: value for name, value in paths.items() if name in route}
        answered = call(method, route, headers=[token, JSON], body=sent, **path)
        assert answered.status in (400, 422)
        assert answered.is_problem


@often
@given(case_id=st.text(max_size=80), query=st.dictionaries(st.sampled_from(["limit", "cursor", "status"]), st.text()))
def test_any_path_and_query_are_answered(shop, case_id, query):
    for route, path in (
        ("/cases", {}),
        ("/cases/{case_id}", {"case_id": case_id}),
        ("/cases/{case_id}/timeline", {"case_id": case_id}),
    ):
        answered = shop.api("GET", route, query=query, **path)
        assert answered.status in (200, 400, 404)
