"""A type of problem, as a page and as JSON: its meaning, its remedy and an example."""

import json
from typing import Final

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.sentences import Term, say, text
from chalicelib.views.html import element
from chalicelib.views.page import PALETTE, content_security, write_document
from chalicelib.views.problem_types import PROBLEMS, ProblemAddress, ProblemName, example_of, type_of
from chalicelib.views.said import Said
from chalicelib.views.shapes import Shape

_STYLE: Final = f"""{PALETTE}
main {{ max-width: 44rem; margin: 0 auto; padding: 2rem 1rem; }}
pre {{ background: var(--paper); border: 1px solid var(--line); padding: 1rem; overflow-x: auto; }}
"""
POLICY_OF_CONTENT: Final = content_security(_STYLE)
_REMEDY, _EXAMPLE = Term("What to do"), Term("Example")


class ProblemTypeShape(Shape):
    """A type of problem: its status, its meaning, what to do about it, and an example."""

    type: ProblemAddress
    title: Said
    status: int
    meaning: Said
    remedy: Said
    example: dict[str, object]


def show_type(name: ProblemName) -> ProblemTypeShape:
    """Show a type of problem."""
    kind = PROBLEMS[name]
    return ProblemTypeShape(
        type=type_of(name),
        title=text(kind.status.phrase),
        status=kind.status,
        meaning=text(kind.meaning),
        remedy=text(kind.remedy),
        example=example_of(name),
    )


def write_problem_page(name: ProblemName, words: Catalogue = ENGLISH) -> str:
    """Write the page of a type of problem. Its example is an answer in English."""
    kind = PROBLEMS[name]
    body = element(
        "main",
        element("p", f"{kind.status.value} {words.write(kind.status.phrase)}"),
        element("h1", name),
        element("p", words.write(kind.meaning)),
        element("h2", words.write(_REMEDY)),
        element("p", words.write(kind.remedy)),
        element("h2", words.write(_EXAMPLE)),
        element("pre", json.dumps(example_of(name), indent=2)),
    )
    title = words.write(say("problem-named", "Problem: {name}", name=name))
    return write_document(title=title, style=_STYLE, body=body, language=words.language)
