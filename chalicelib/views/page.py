"""The frame of a page: one document with its style inside, without scripts or external files."""

import base64
from hashlib import sha256
from typing import Final

from chalicelib.values.languages import Language
from chalicelib.views.html import Markup, element

# Paper always has the light style.
PALETTE: Final = """
:root { color-scheme: light dark; --ink: #1d2330; --quiet: #5d6678; --line: #dfe3ea; --paper: #fff; --ground: #f4f6f9;
  --accent: #b4470f; --good: #17693f; --bad: #a6261d; --note: #fdf3e3; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e8ebf1; --quiet: #9aa4b5; --line: #333b4a;
  --paper: #1b2029; --ground: #12161d; --accent: #f0a06a; --good: #6fcf97; --bad: #f2938c; --note: #33291b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
"""


def content_security(style: str) -> str:
    """Make the policy under which a browser applies this style and runs nothing."""
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    allowed = f"default-src 'none'; style-src 'sha256-{digest}'"
    return f"{allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def write_document(*, title: str, style: str, body: Markup, language: Language = Language.ENGLISH) -> str:
    """Write a whole document."""
    head = Markup('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">')
    inside = element("style", Markup(style))
    whole = element(
        "html", element("head", head, element("title", title), inside), element("body", body), lang=language
    )
    return f"<!doctype html>\n{whole}\n"
