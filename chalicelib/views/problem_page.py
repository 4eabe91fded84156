"""A type of problem, as a page and as JSON: its meaning, its remedy and an example."""

import json
from typing import Final

from chalicelib.views.html import element
from chalicelib.views.page import PALETTE, content_security, write_document
from chalicelib.views.problem_types import PROBLEMS, ProblemName, example_of, type_of
from chalicelib.views.shapes import Shape

_STYLE: Final = f"""{PALETTE}
main {{ max-width: 44rem; margin: 0 auto; padding: 2rem 1rem; }}
pre {{ background: var(--paper); border: 1px solid var(--line); padding: 1rem; overflow-x: auto; }}
"""
POLICY_OF_CONTENT: Final = content_security(_STYLE)


class ProblemTypeShape(Shape):
    """A type of problem: its status, its meaning, what to do about it, and an example."""

    type: str
    title: str
    status: int
    meaning: str
    remedy: str
    example: dict[str, object]


def show_type(name: ProblemName) -> ProblemTypeShape:
    """Show a type of problem."""
    kind = PROBLEMS[name]
    return ProblemTypeShape(
        type=type_of(name),
        title=kind.status.phrase,
        status=kind.status,
        meaning=kind.meaning,
        remedy=kind.remedy,
        example=example_of(name),
    )


def write_problem_page(name: ProblemName) -> str:
    """Write the page of a type of problem."""
    kind = PROBLEMS[name]
    body = element(
        "main",
        element("p", f"{kind.status.value} {kind.status.phrase}"),
        element("h1", name),
        element("p", kind.meaning),
        element("h2", "What to do"),
        element("p", kind.remedy),
        element("h2", "Example"),
        element("pre", json.dumps(example_of(name), indent=2)),
    )
    return write_document(title=f"Problem: {name}", style=_STYLE, body=body)
