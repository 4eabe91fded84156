"""The start of a function in Lambda: it imports only what it needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import app

ROOT = Path(__file__).parents[2]
START = """
import json, sys
from unittest.mock import patch
with patch("chalicelib.wiring.Recourse.make_ready") as ready:
    import app
modules = [name for name in sys.modules if name.startswith("chalicelib.")]
print(json.dumps({"routes": sorted(app.app.routes), "modules": modules, "ready": ready.call_count}))
"""
DIALECT = """
import chalicelib.dialects.standard
print(json.dumps(sorted(name for name in sys.modules if name.startswith("chalicelib."))))
"""
FIRST_REQUEST = """
event = {"requestContext": {"resourcePath": "/health", "httpMethod": "GET"}, "multiValueQueryStringParameters": None,
    "headers": {}, "pathParameters": {}, "body": None, "stageVariables": None, "isBase64Encoded": False}
print(json.dumps({"status": app.app(event, None)["statusCode"], "routes": sorted(app.app.routes)}))
"""
SETTINGS = {
    "RECOURSE_TABLE": "t",
    "RECOURSE_BUCKET": "b",
    "RECOURSE_MEDIATION_QUEUE_URL": "q",
    "RECOURSE_MEDIATION_DLQ_URL": "d",
    "RECOURSE_SECRETS_PREFIX": "/s/",
}


def start(handler, more=""):
    """Import the application in a process of its own, as Lambda starts it."""
    ended = subprocess.run(
        [sys.executable, "-c", START + more],
        cwd=ROOT,
        env={**SETTINGS, **({"_HANDLER": handler} if handler else {}), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_the_api_starts_with_the_door_and_registers_the_rest_for_the_first_request_that_needs_it():
    started, answered = start("app.app", FIRST_REQUEST)

    assert (started["routes"], started["ready"]) == (["/webhooks/{connection}"], 1)
    assert answered == {"status": 200, "routes": sorted(app.routes)}


@pytest.mark.parametrize("handler", ["app.project", "app.reconcile"])
def test_another_function_has_no_routes_and_makes_nothing_ready(handler):
    (started,) = start(handler)

    assert (started["routes"], started["ready"]) == ([], 0)
    early = {name for name in started["modules"] if name.startswith(("chalicelib.usecases.", "chalicelib.views"))}
    errors = {"chalicelib.usecases.case_errors", "chalicelib.usecases.token_buckets"}
    assert early <= errors | {"chalicelib.views", "chalicelib.views.problem_types"}


def test_outside_lambda_every_route_is_there_and_nothing_is_made_ready():
    (started,) = start("")

    assert (started["routes"], started["ready"]) == (sorted(app.routes), 0)


def test_the_door_reads_a_delivery_without_the_domains_machine_and_without_the_errors_of_other_routes():
    _, loaded = start("app.app", DIALECT)

    assert "chalicelib.domain.reported" in loaded
    machine = {"case", "freight", "eligibility", "lifecycle", "lifecycle_rows", "fold", "decide", "policy"}
    others = {"chalicelib.routes.expected_errors", "chalicelib.advice.courtesy"}
    assert not {f"chalicelib.domain.{name}" for name in machine}.union(others).intersection(loaded)
