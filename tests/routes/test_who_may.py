"""Every route, asked by everybody: no key, bad keys, every role, and another merchant.

Number 91 of docs/reliability.md. The matrix holds every route there is; a new one fails here until it is in it.
"""

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from app import app
from chalicelib.aws.api_keys import ROLES_OF_KEYS, Principal
from chalicelib.domain.lifecycle_commands import COMMANDS as LIFECYCLE
from chalicelib.policies import shipped
from chalicelib.values.roles import Role
from tests.world.api import JSON, call
from tests.world.order import CUSTOMER, REQUEST, line, usd

SELLER, DESK, OPERATOR = ROLES_OF_KEYS
READERS, WRITERS, CLERKS = frozenset(ROLES_OF_KEYS), frozenset({SELLER, OPERATOR}), frozenset({DESK, OPERATOR})
MARKS = ("Ada Buyer", "MUG-01", "ordered navy", "A-1001", "R-1")


@dataclass(frozen=True)
class Ask:
    """One way to ask a route, of which demo's case alibaba.A-1001.R-1 is the subject."""

    method: str
    route: str
    may: frozenset[Role] = READERS
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        command = f" {self.body['command']}" if isinstance(self.body, dict) and "command" in self.body else ""
        return f"{self.method} {self.route}{command}"

    @property
    def is_of_a_case(self) -> bool:
        return "{case_id}" in self.route


COMMANDS = "/cases/{case_id}/commands"
EVIDENCE = {"filename": "a.png", "content_type": "image/png", "size": 5, "sha256": "0" * 64, "kind": "photo"}
MATRIX = (
    Ask("GET", "/cases"),
    Ask("GET", "/work"),
    Ask("GET", "/cases/{case_id}"),
    Ask("GET", "/cases/{case_id}/timeline"),
    Ask("POST", COMMANDS, WRITERS, {"command": "post_message", "text": "hello"}),
    Ask("POST", COMMANDS, WRITERS, {"command": "make_offer", "resolution": "partial_refund", "amount": usd(5)}),
    Ask("POST", COMMANDS, CLERKS, {"command": "record_filing", "effect_id": "e", "reference": "r"}),
    Ask(
        *("POST", COMMANDS, CLERKS),
        {"command": "record_ruling", "kind": "mediation", "id": "M-1", "in_favour_of": "seller"},
    ),
    Ask("POST", "/cases/{case_id}/preview", WRITERS, {"command": "post_message", "text": "hello"}),
    Ask("POST", "/cases/{case_id}/preview", CLERKS, {"command": "record_filing", "effect_id": "e", "reference": "r"}),
    Ask("POST", "/cases/{case_id}/evidence", WRITERS, EVIDENCE | {"description": "a dent"}),
    Ask("GET", "/cases/{case_id}/evidence/{evidence_id}"),
    Ask("GET", "/cases/{case_id}/dossier"),
    *(Ask("GET", "/session"), Ask("POST", "/cases/{case_id}/camera-pass", WRITERS)),
    Ask("GET", "/orders/{marketplace}/{order_number}"),
    Ask("PUT", "/orders/{marketplace}/{order_number}", WRITERS, {"customer": CUSTOMER, "lines": [line()]}),
    Ask("GET", "/policy"),
    Ask("PUT", "/policy", WRITERS, shipped("guide").model_dump(mode="json")),
    Ask("GET", "/policy/versions/{number}"),
    Ask("POST", "/policy/simulations", READERS, {"policy": "party-at-fault"}),
    Ask("GET", "/reports/reasons", query={"by": "sku"}),
    *(Ask("GET", route) for route in ("/records", "/quarantine", "/deliveries", "/deliveries/{delivery_id}")),
    Ask("POST", "/deliveries/{delivery_id}/replay", frozenset({OPERATOR})),
)
OPEN_TO_ALL = {  # and the webhooks, whose key is the signature
    *(
        ("GET", route)
        for route in (
            "/",
            "/health",
            "/policies/{merchant}",
            "/problems/{name}",
            "/openapi.json",
            "/asyncapi.json",
            "/message.schema.json",
            "/console",
            "/console/{asset}",
        )
    ),
    *((way, "/session") for way in ("POST", "DELETE")),
}
DECLARED = {
    (method, route) for route, methods in app.routes.items() for method in methods if route != "/webhooks/{connection}"
}


def ask(shop, asked, authorization):
    headers = [("Authorization", authorization)] if authorization else []
    path = (
        {
            "case_id": "alibaba.A-1001.R-1",
            "evidence_id": shop.photo,
            "marketplace": "alibaba",
            "order_number": "A-1001",
        }
        | {"number": "1", "merchant": "demo", "name": "stale", "asset": "index.html"}
        | {"delivery_id": shop.told}
    )
    return call(
        asked.method,
        asked.route,
        headers=[*headers, JSON],
        body=None if asked.body is None else json.dumps(asked.body),
        query=asked.query,
        **{name: value for name, value in path.items() if f"{{{name}}}" in asked.route},
    )


@pytest.fixture
def shop(shop):
    """Demo has a case with evidence and a policy of its own, and other has neither."""
    shop.sell()
    shop.told = shop.tell("return.requested", **REQUEST).json["event"]
    shop.photo = shop.attach("photo")
    shop.recourse.policy_versions.put("demo", shipped("guide"))
    shop.flow()
    return shop


def everything(shop):
    """All rows but the keys."""
    return [item for item in shop.cloud.dynamodb.scan(TableName="orders")["Items"] if "APIKEY" not in item["PK"]["S"]]


def of_demo(shop):
    return [item for item in everything(shop) if "#demo" in item["PK"]["S"]]


def test_every_route_is_in_the_matrix():
    known = {(ask.method, ask.route) for ask in MATRIX} | OPEN_TO_ALL

    assert known == DECLARED


def bent(token):
    return token[:-1] + ("1" if token[-1] == "0" else "0")


def test_without_a_key_in_force_nobody_sees_or_changes_anything(shop):
    """It holds number 91 of docs/reliability.md."""
    good = shop.keys["demo", OPERATOR]
    expired = shop.recourse.api_keys.make(
        Principal("demo", OPERATOR), expires_at=shop.cloud.clock.now - timedelta(seconds=1)
    )
    revoked = shop.recourse.api_keys.make(Principal("demo", OPERATOR))
    shop.recourse.api_keys.revoke(revoked.split("_")[1])
    before = everything(shop)
    all_sent = (None, "Bearer", good, f"Basic {good}", *(f"Bearer {key}" for key in (bent(good), expired, revoked)))
    for asked in MATRIX:
        shop.cloud.wire.clear()
        for sent in all_sent:
            answered = ask(shop, asked, sent)

            assert (answered.status, answered.is_problem) == (401, True), (asked, sent)
            assert not [mark for mark in MARKS if mark in answered.text], asked
        assert shop.cloud.wire.calls() == {"GetItem": 3}, asked
        assert everything(shop) == before, asked


@pytest.mark.parametrize("asked", MATRIX, ids=str)
def test_a_role_may_make_the_calls_of_the_matrix_and_no_others(shop, asked):
    """It holds number 91 of docs/reliability.md."""
    before = everything(shop)

    for role in set(ROLES_OF_KEYS) - asked.may:
        answered = ask(shop, asked, f"Bearer {shop.keys['demo', role]}")
        assert (answered.status, answered.is_problem) == (403, True), role
    assert everything(shop) == before

    for role in asked.may:
        answered = ask(shop, asked, f"Bearer {shop.keys['demo', role]}")
        assert answered.status in (200, 201) or "rule" in answered.json, answered.text


def test_another_merchants_anything_is_not_found(shop):
    """It holds number 91 of docs/reliability.md."""
    mine = of_demo(shop)

    for asked, role in itertools.product(MATRIX, ROLES_OF_KEYS):
        answered = ask(shop, asked, f"Bearer {shop.keys['other', role]}")
        if asked.is_of_a_case and role in asked.may:
            assert (answered.status, answered.is_problem) == (404, True), (asked, role)
        if asked.method != "PUT":  # who puts something of their own is shown it
            assert not [mark for mark in MARKS if mark in answered.text], (asked, role)
        assert of_demo(shop) == mine, (asked, role)


@pytest.mark.parametrize("command", [ask.command for ask in LIFECYCLE])
def test_a_malformed_command_to_another_merchants_case_is_404(shop, command):
    """It holds number 91 of docs/reliability.md."""
    for body in ({}, {"command": "give_up"}, {"command": command, "surprise": 1}):
        asked = Ask("POST", COMMANDS, body=body)

        assert ask(shop, asked, f"Bearer {shop.keys['demo', OPERATOR]}").status == 422
        assert ask(shop, asked, f"Bearer {shop.keys['other', OPERATOR]}").status == 404


@pytest.mark.parametrize("row", LIFECYCLE, ids=lambda row: row.command)
def test_a_malformed_command_of_the_wrong_role_is_403(shop, row):
    """It holds number 91 of docs/reliability.md."""
    role = SELLER if row.desk else DESK
    asked = Ask("POST", COMMANDS, body={"command": row.command, "surprise": 1})

    assert ask(shop, asked, f"Bearer {shop.keys['demo', role]}").status == 403


def test_another_merchants_ids_in_a_body_are_refused(shop):
    """It holds number 91 of docs/reliability.md."""
    shop.done("make_offer", resolution="partial_refund", amount=usd(5))
    shop.tell("offer.declined", offer_id="R-1-s1")
    shop.done("escalate", reason="no agreement")
    (message,) = shop.messages()
    shop.tell("return.requested", connection="other", customer=CUSTOMER)
    theirs = {"merchant": "other", "case_id": "alibaba.A-1001.R-1"}

    def give(role, **command):
        return shop.api("POST", COMMANDS, role=role, json=command, **theirs)

    filed = give(DESK, command="record_filing", effect_id=message["id"], reference="MED-1")
    seen = {"matches_description": True, "matches_pictures": True, "condition": "as_sent", "evidence": [shop.photo]}
    inspected = give(SELLER, command="record_inspection", **seen)
    accepted = give(SELLER, command="accept_offer", offer_id="R-1-s1")

    assert [answered.status for answered in (filed, inspected, accepted)] == [409, 409, 409]
    assert shop.case["rounds"][0]["status"] == "requested"


def test_one_merchants_deliveries_never_reach_anothers_order(shop):
    """It holds number 46 of docs/reliability.md."""
    before = shop.case

    shop.tell("return.withdrawn", connection="other")
    shop.flow()

    assert shop.case["status"] == before["status"]
    theirs = shop.api("GET", "/cases/{case_id}", merchant="other", case_id="alibaba.A-1001.R-1").json
    assert (theirs["merchant"], theirs["status"], theirs["customer"]) == ("other", "closed", None)
    assert [found["status"] for found in shop.listed()] == ["requested"]
