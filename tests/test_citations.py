"""Every citation in code, tests and pages leads to a place in this repository."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.policies import SHIPPED, shipped
from chalicelib.views.rulebook import RULES as SENTENCES
from ops.rules_document import CLAUSES
from tests.citations import ROOT, numbers_cited, the_list

TEXTS = {".py", ".md", ".toml", ".json", ".txt", ".cfg", ".yml", ""}
HIDDEN_AND_OURS = {".chalice", ".ci"}
FOREIGN = {"__pycache__", "node_modules", "licences.txt"}
# Names of documents that never were in this repository.
ELSEWHERE = re.compile(r"\b(?:HOSTILE|RULES|CONTRACT|DESIGN|FIELD_NOTES)\b")
_PAGE = re.compile(r"\bdocs/[a-zA-Z0-9_.-]+\.(?:md|json|py)\b")
_PATH = re.compile(r"`((?:bench|chalicelib|docs|local|ops|tests)/[a-zA-Z0-9_/.-]*)(?:::[a-z0-9_]+)?`")
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
_HEADING = re.compile(r"((?:docs/[a-z_]+|README)\.md), ([A-Z][a-z]+(?: [a-z]+)*)")
_SECTION = re.compile(r"[Ss]ection ([A-Z]) of docs/reliability\.md")
_RULE = re.compile(r"\b(?:G[0-9]\.[0-9][a-z]?|TA\.[a-z]+)\b")


def texts() -> Iterator[tuple[str, str]]:
    """Yield each text file of the repository with the text that people read in it."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        ignored = any((part.startswith(".") and part not in HIDDEN_AND_OURS) or part in FOREIGN for part in parts)
        if not ignored and path.is_file() and path.suffix in TEXTS and path != Path(__file__):
            text = path.read_text(encoding="utf-8")
            yield "/".join(parts), _read_by_people(text) if path.suffix == ".py" else text


def _read_by_people(source: str) -> str:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return "\n".join(token.string for token in tokens if token.type in (tokenize.STRING, tokenize.COMMENT))


PAGES = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("[a-z]*/**/*.md"))]


@pytest.fixture(scope="module")
def read() -> dict[str, str]:
    """Read every text once. At the import each process of the tests would read them all."""
    return dict(texts())


def headings(page: str) -> list[str]:
    return re.findall(r"^#+ (.*)$", ROOT.joinpath(page).read_text(encoding="utf-8"), re.MULTILINE)


def test_no_text_cites_a_document_that_is_elsewhere(read):
    assert [path for path, text in read.items() if ELSEWHERE.search(text)] == []


def test_every_page_that_a_text_names_exists(read):
    named = {(path, page) for path, text in read.items() for page in _PAGE.findall(text)}

    assert len(named) > 50
    assert {(path, page) for path, page in named if not ROOT.joinpath(page).is_file()} == set()


def test_every_file_and_folder_that_a_text_names_exists(read):
    named = {(path, place) for path, text in read.items() for place in _PATH.findall(text)}

    assert len(named) > 50
    assert {(path, place) for path, place in named if not ROOT.joinpath(place).exists()} == set()


@pytest.mark.parametrize("page", [page for page in PAGES if not FOREIGN.intersection(page.split("/"))])
def test_every_link_of_a_page_leads_to_a_file(page):
    folder, text = ROOT.joinpath(page).parent, ROOT.joinpath(page).read_text(encoding="utf-8")

    assert [link for link in _LINK.findall(text) if not folder.joinpath(link).exists()] == []


def test_every_heading_that_a_text_names_is_on_its_page(read):
    named = {cited for text in read.values() for cited in _HEADING.findall(" ".join(text.split()))}

    assert named
    for page, heading in named:
        assert heading in headings(page), (page, heading)


def test_every_number_and_section_of_the_list_that_a_text_names_is_on_it(read):
    numbers = {number for number, _ in the_list()}
    sections = {heading[0] for heading in headings("docs/reliability.md") if heading[1:2] == "."}

    for path, text in read.items():
        assert numbers_cited(text) <= numbers, path
        assert set(_SECTION.findall(text)) <= sections, path


def test_every_rule_that_a_text_names_is_in_the_rules(read):
    clauses = {heading.split(":")[0] for heading in headings("docs/rules.md") if ":" in heading}
    assert clauses == {clause.id for clause in CLAUSES}

    for path, text in read.items():
        assert set(_RULE.findall(text)) <= clauses, path


@pytest.mark.parametrize("policy", SHIPPED)
def test_every_rule_of_a_policy_is_in_the_rules(policy):
    rules = set(re.findall(r"'rule': '([^']+)'", str(shipped(policy).model_dump(mode="json"))))

    assert rules
    assert rules <= {clause.id for clause in CLAUSES}


def test_a_dossier_has_a_sentence_for_every_clause():
    assert set(SENTENCES) == {clause.id for clause in CLAUSES}
