"""`python -m ops.errors_document`: writes docs/errors.md, the list of problems, from the table of their types."""

import json
from collections.abc import Iterator
from pathlib import Path

from chalicelib.views.problem_types import PROBLEMS, ProblemName, example_of
from ops.markdown_table import table
from ops.template import PROJECT

PUBLISHED = PROJECT / "docs" / "errors.md"

_HEAD = """# Errors

Written by `python -m ops.errors_document`. `GET /problems/{name}` answers the same.

Every error is `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail`, and `instance`, which is
the id of the request. A client compares `type` and never `detail`, whose words can change. A 503 or 429 says in
`Retry-After` how many seconds to wait. The same `Idempotency-Key` makes it safe to send a command again.
"""


def errors_document() -> str:
    """Return the page."""
    rows = ((f"[`{name}`](#{name})", str(PROBLEMS[name].status.value), PROBLEMS[name].meaning) for name in ProblemName)
    sections = (line for name in ProblemName for line in _section(name))
    return "\n".join([_HEAD, *table(("type", "status", "meaning"), rows), *sections, ""])


def write_document(path: Path = PUBLISHED) -> None:
    """Write the page."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(errors_document(), encoding="utf-8")


def _section(name: ProblemName) -> Iterator[str]:
    kind = PROBLEMS[name]
    yield f"\n## {name}\n\n{kind.status.value} {kind.status.phrase}. {kind.meaning}\n\n**What to do:** {kind.remedy}\n"
    yield f"```json\n{json.dumps(example_of(name), indent=2)}\n```"


if __name__ == "__main__":
    write_document()
