"""`python -m ops.rules_document`: writes docs/rules.md, from the clauses in ops/rules.toml, the policies and the tests.

A test says which clauses it holds by the first words of its docstring: `G2.1: …`, or `G1.2, G2.2a: …`.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from chalicelib.views.rulebook import RULES as SENTENCES
from ops.rules_tables import deadlines, evidence, freight, reasons
from ops.template import PROJECT

PUBLISHED = PROJECT / "docs" / "rules.md"
_CLAIM = re.compile(r"((?:G\d\.\d[a-z]?|TA\.claim)(?:, (?:G\d\.\d[a-z]?|TA\.claim))*): ")
_HEAD = """# The rules

The rules come from the guide "How to Handle Returns on Alibaba.com" (25 June 2025). The id of a rule is its place
there: G2.4 is part 2, section 4. TA marks Alibaba.com's Trade Assurance help, which names days that the guide leaves
open. Every decision of Recourse names its rule, and every number is policy data (`chalicelib/policies/`), never code.

`python -m ops.rules_document` writes this page from `ops/rules.toml`, the policies and the tests. A test fails if the
page is not current, if a clause has no test, or if it names code that does not exist. The states of a case are in
[lifecycle.md](lifecycle.md), and how a merchant changes a policy is in [policies.md](policies.md).
"""


class Clause(BaseModel):
    """A clause of the rules: what its source asks for, what Recourse does, and the modules that decide it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str
    asks: str
    guide: str
    does: str
    decided: tuple[str, ...]


class Topic(BaseModel):
    """A rule that no clause states: what Recourse does, and the modules that decide it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: str
    text: str
    decided: tuple[str, ...]


class _Rules(BaseModel):
    """The file of the rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    clause: tuple[Clause, ...]
    topic: tuple[Topic, ...]


_READ = _Rules.model_validate(tomllib.loads(PROJECT.joinpath("ops", "rules.toml").read_text(encoding="utf-8")))
CLAUSES, TOPICS = _READ.clause, _READ.topic


def rules_document() -> str:
    """Return the page."""
    tests = tests_by_clause()
    clauses = (line for clause in CLAUSES for line in _section(clause, sorted(tests[clause.id])))
    tables = (*reasons(), *freight(), *deadlines(), *evidence())
    taught = (line for topic in TOPICS for line in _topic(topic))
    lines = [_HEAD, "## Clause by clause", *clauses, *tables, "", "## What the field taught", *taught]
    return "\n".join(lines) + "\n"


def write_document(path: Path) -> None:
    """Write the page to its place in `docs/`."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(rules_document(), encoding="utf-8")


@cache
def tests_by_clause() -> Mapping[str, set[str]]:
    """Return the test files that claim to hold each clause."""
    places: defaultdict[str, set[str]] = defaultdict(set)
    for path in (PROJECT / "tests").rglob("test_*.py"):
        for clause in _claims(path):
            places[clause].add(str(path.relative_to(PROJECT)))
    return places


def _section(clause: Clause, tests: Iterable[str]) -> Iterator[str]:
    yield from ("", f"### {clause.id}: {clause.asks}", "")
    yield from (f"**The source.** {clause.guide}", "", f"**Recourse.** {clause.does}", "")
    yield from (f"**In one sentence, as a dossier cites it.** {SENTENCES[clause.id]}", "")
    yield from (f"Decided in: {_list(clause.decided)}.", "", f"Held by: {_list(tests)}.")


def _topic(topic: Topic) -> Iterator[str]:
    yield from ("", f"### {topic.title}", "", topic.text, "", f"Decided in: {_list(topic.decided)}.")


def _claims(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            claimed = _CLAIM.match(ast.get_docstring(node) or "")
            yield from claimed[1].split(", ") if claimed else ()


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    write_document(PUBLISHED)
