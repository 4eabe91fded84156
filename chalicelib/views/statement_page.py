"""The policy statement as a page: one document with its style inside, without scripts or external files."""

from typing import Final

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.views.html import Markup, element, said
from chalicelib.views.page import PALETTE, content_security, write_document
from chalicelib.views.statement import CONTACT, Section, Statement, heading
from chalicelib.views.statement_points import Point

_STYLE: Final = (
    PALETTE
    + """
main { max-width: 46rem; margin: 0 auto; padding: 3rem 1.25rem 4rem; }
header { border-left: .3rem solid var(--accent); padding-left: 1.1rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .4rem; letter-spacing: -.01em; }
header p { margin: .2rem 0; color: var(--quiet); }
header p.title { color: var(--ink); font-size: 1.1rem; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; margin-top: 1.5rem;
  padding: 1.4rem 1.6rem .6rem; }
h2 { font-size: 1.15rem; margin: 0 0 .4rem; }
dl { margin: 0; }
dl > div { padding: .8rem 0; border-top: 1px solid var(--line); display: grid; gap: .1rem 1.5rem;
  grid-template-columns: 11rem 1fr; }
dt { font-weight: 600; }
dd { margin: 0; }
@media (max-width: 38rem) { dl > div { grid-template-columns: 1fr; } main { padding-top: 1.5rem; } }
@media print { body { background: none; } section { break-inside: avoid; } }
"""
)

POLICY_OF_CONTENT: Final = content_security(_STYLE)


def write_page(statement: Statement, words: Catalogue = ENGLISH) -> str:
    """Write a statement as HTML, with all of the merchant's words as text."""
    title = words.write(heading(statement))
    header = element(
        "header",
        element("h1", title),
        element("p", words.write(statement.title), class_="title"),
        element("p", words.write(CONTACT), said(statement.contact)) if statement.contact else None,
        element("p", words.write(statement.version_note)),
    )
    body = element("main", header, *(_section(section, words) for section in statement.sections))
    return write_document(title=title, style=_STYLE, body=body, language=words.language)


def _section(section: Section, words: Catalogue) -> Markup:
    points = (_point(point, words) for point in section.points)
    return element("section", element("h2", words.write(section.heading)), element("dl", *points))


def _point(point: Point, words: Catalogue) -> Markup:
    label, text = element("dt", words.write(point.label)), element("dd", words.write(point.text))
    return element("div", label, text, title=words.write(point.source))
