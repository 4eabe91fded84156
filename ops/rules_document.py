"""`python -m ops.rules_document`: writes docs/rules.md, from each clause of the rules to its code and its tests.

A test says which clauses it holds by the first words of its docstring: `G2.1: …`, or `G1.2, G2.2a: …`.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.template import PROJECT

PUBLISHED = PROJECT / "docs" / "rules.md"
_CLAIM = re.compile(r"(G\d\.\d[a-z]?(?:, G\d\.\d[a-z]?)*): ")
_HEAD = """# The rules, clause by clause

Where each clause of the guide is decided, and which tests hold it. Written by `python -m ops.rules_document`; a test
holds it fresh and fails where a clause has no test or names code that is not there. The numbers are policy data
(`chalicelib/policies/`), the states are in [lifecycle.md](lifecycle.md).
"""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the rules, in short, and where it is decided: modules under chalicelib with a name in each."""

    id: str
    asks: str
    decided: tuple[str, ...]


CLAUSES = (
    Clause("G1.1", "every case has a reason with a fault class", ("values.reasons:ReasonCode", "domain.needs_review")),
    Clause("G1.2", "a change of heart before delivery cancels", ("domain.cancellation:is_cancellation",)),
    Clause(
        "G1.3",
        "transit reasons ask for logistics evidence",
        ("domain.readiness:missing", "domain.cancellation:comes_back"),
    ),
    Clause(
        "G2.1", "order number and customer are confirmed", ("domain.order_check:check_order", "domain.guards:objection")
    ),
    Clause("G2.2a", "7 days from receipt without a reason, 30 for a claim", ("domain.eligibility:eligibility",)),
    Clause("G2.2b", "goods are inspected against description and pictures", ("domain.goods:inspect",)),
    Clause(
        "G2.2c",
        "a refusal cites its grounds, or is marked as without",
        ("domain.refusals:grounds_to_refuse", "domain.refusals:refuse"),
    ),
    Clause(
        "G2.3a",
        "both sides negotiate; what is promised never exceeds the order",
        ("domain.offers:make", "domain.offer_commands:make_offer", "domain.reservations:remaining"),
    ),
    Clause(
        "G2.3b",
        "without agreement the platform mediates, by the seller or by the clock",
        ("domain.rounds:request", "domain.clock:run_clock", "domain.effects:effects"),
    ),
    Clause("G2.4", "who bears the freight", ("domain.freight:freight", "domain.apply:apply")),
    Clause("G2.5a", "an improper ruling is appealed", ("domain.rounds:appeal", "domain.guards:objection")),
    Clause(
        "G2.5b", "an appeal comes with evidence", ("domain.readiness:readiness", "domain.round_commands:file_appeal")
    ),
    Clause(
        "G3.1",
        "detailed records, to learn from",
        ("domain.closing:close", "advice.case_record", "advice.reasons_report"),
    ),
    Clause("G3.2", "the policy is known before the trade", ("domain.order_record:order_record", "views.statement")),
    Clause("G3.3", "a friendly attitude", ("advice.courtesy", "advice.replies")),
    Clause("G3.4", "the platform's resources", ("advice.help_pages", "advice.next_steps:next_steps")),
)


def rules_document() -> str:
    """Return the page."""
    tests = tests_by_clause()
    rows = [
        f"| {clause.id} | {clause.asks} | {_list(clause.decided)} | {_list(sorted(tests[clause.id]))} |"
        for clause in CLAUSES
    ]
    return "\n".join([_HEAD, "| clause | asks for | decided in | held by |", "|---|---|---|---|", *rows]) + "\n"


def write_document(path: Path) -> None:
    """Write the page where it is published."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(rules_document(), encoding="utf-8")


def tests_by_clause() -> Mapping[str, set[str]]:
    """Return the test files that claim to hold each clause."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in (PROJECT / "tests").rglob("test_*.py"):
        for clause in _claims(path):
            found[clause].add(str(path.relative_to(PROJECT)))
    return found


def _claims(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            claimed = _CLAIM.match(ast.get_docstring(node) or "")
            yield from claimed[1].split(", ") if claimed else ()


def _list(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


if __name__ == "__main__":
    write_document(PUBLISHED)
