"""The pages that are written from the code are as fresh as the code."""

import importlib
import re

import pytest

from chalicelib.domain.lifecycle import MOVES
from chalicelib.values.vocabulary import Status
from ops import (
    asyncapi_page,
    errors_document,
    events_document,
    lifecycle_document,
    rules_document,
    words_document,
)
from ops.template import PROJECT, deployed_template
from tests.dialects import document

PAGES = [
    document,
    lifecycle_document,
    rules_document,
    events_document,
    errors_document,
    words_document,
    asyncapi_page,
]
OPERATIONS = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.PUBLISHED.stem)
def test_what_is_published_is_what_the_code_says(page, tmp_path):
    page.write_document(tmp_path / "docs" / "fresh.md")
    fresh = (tmp_path / "docs" / "fresh.md").read_text(encoding="utf-8")
    assert page.PUBLISHED.read_text(encoding="utf-8") == fresh, f"run: python -m {page.__name__}"


@pytest.mark.parametrize("clause", rules_document.CLAUSES, ids=lambda clause: clause.id)
def test_every_clause_of_the_rules_has_a_test(clause):
    assert rules_document.tests_by_clause()[clause.id]


@pytest.mark.parametrize("clause", rules_document.CLAUSES, ids=lambda clause: clause.id)
def test_every_clause_is_decided_where_the_page_says(clause):
    for place in clause.decided:
        module, _, name = place.partition(":")
        found = importlib.import_module(f"chalicelib.{module}")
        assert not name or hasattr(found, name)


def test_no_test_claims_a_clause_that_there_is_not():
    assert set(rules_document.tests_by_clause()) == {clause.id for clause in rules_document.CLAUSES}


def test_the_diagram_shows_every_state_and_every_event_that_leads_anywhere():
    drawn = lifecycle_document.lifecycle_document().split("```")[1]
    for status in Status:
        assert status in drawn
    for move in MOVES:
        assert move.on in drawn or move.to is None


def test_the_operators_page_says_what_to_do_about_every_alarm():
    sources = "".join(path.read_text() for path in PROJECT.joinpath("chalicelib").rglob("*.py"))
    lines = set(re.findall(r"\.(?:alarm|failure)\(\s*\"([a-z_]+)\"", sources))
    raised = {
        name for name, each in deployed_template().resources.items() if each.get("Type") == "AWS::CloudWatch::Alarm"
    }
    assert len(lines) > 10
    assert {name for name in lines if f"`{name}`" not in OPERATIONS} == set()
    assert {name for name in raised if f"*{name}*" not in OPERATIONS} == set()
