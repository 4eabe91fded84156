"""The figures of the README are those of the last benchmark, which writes docs/performance.md."""

import re

from ops.template import PROJECT

NAMES = {
    "the handler that tutorials write": "textbook",
    "one conditional put, one update": "lean",
    "Powertools' parser and idempotency": "powertools",
    "FastAPI behind Mangum, lean": "fastapi",
    "**Recourse**, its door": "Recourse",
}
PROJECTED = "**Recourse**, with the projection of a new case"


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the tables of a text."""
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]


def section(page: str, title: str) -> list[list[str]]:
    """The rows of one section of the page of performance, a ratio as its median only."""
    found = re.search(rf"^## {title}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found
    return [[cell.partition(" (")[0] for cell in row] for row in rows(found[1])]


def test_the_readme_has_the_figures_of_the_last_benchmark():
    page = PROJECT.joinpath("docs", "performance.md").read_text(encoding="utf-8")
    readme = {row[0]: row[1:] for row in rows(PROJECT.joinpath("README.md").read_text(encoding="utf-8"))}

    doors = {row[0]: [row[3], row[4], row[7]] for row in section(page, "The door") if row[1] == "first"}
    cold = {row[0]: row[5] for row in section(page, "Cold starts")}
    (new,) = ([row[1], row[2], row[6]] for row in section(page, "The whole path") if row[0] == "new case")
    assert {name: readme[name] for name in NAMES} == {
        name: [*doors[entry], cold[entry]] for name, entry in NAMES.items()
    }
    assert readme[PROJECTED] == [*new, ""]
