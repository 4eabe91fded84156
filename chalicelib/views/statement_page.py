"""The policy statement as a page: one document, its style inside, no script and nothing fetched."""

import base64
from hashlib import sha256
from html import escape
from typing import Final

from chalicelib.views.statement import Point, Section, Statement

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1d2330; --quiet: #5d6678; --line: #dfe3ea; --paper: #fff; --ground: #f4f6f9;
  --accent: #b4470f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf1; --quiet: #9aa4b5; --line: #333b4a; --paper: #1b2029;
  --ground: #12161d; --accent: #f0a06a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
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
small { display: block; color: var(--quiet); font-size: .78rem; }
@media (max-width: 38rem) { dl > div { grid-template-columns: 1fr; } main { padding-top: 1.5rem; } }
@media print { body { background: none; } section { break-inside: avoid; } }
"""

POLICY_OF_CONTENT: Final = (
    f"default-src 'none'; style-src 'sha256-{base64.b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def write_page(statement: Statement) -> str:
    """Write a statement as HTML; whatever a merchant has put into it is text."""
    merchant = escape(statement.merchant)
    sections = "\n".join(map(_section, statement.sections))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Returns at {merchant}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<header>
<h1>Returns at {merchant}</h1>
<p class="title">{escape(statement.title)}</p>
<p>{escape(statement.standing)}</p>
</header>
{sections}
</main>
</body>
</html>
"""


def _section(section: Section) -> str:
    points = "\n".join(map(_point, section.points))
    return f"<section>\n<h2>{escape(section.heading)}</h2>\n<dl>\n{points}\n</dl>\n</section>"


def _point(point: Point) -> str:
    rule = f"<small>{escape(point.rule)} · {escape(point.source)}</small>"
    return f"<div><dt>{escape(point.label)}</dt><dd>{escape(point.text)}{rule}</dd></div>"
