"""The policy statement as plain text."""

import textwrap
from collections.abc import Iterator

from chalicelib.views.statement import Point, Statement

_WIDTH = 78


def write_text(statement: Statement) -> str:
    """Write a statement as text for a terminal, a mail or a listing."""
    return "\n".join(_lines(statement)) + "\n"


def _lines(statement: Statement) -> Iterator[str]:
    heading = f"Returns at {statement.seller}"
    yield from (heading, "=" * len(heading), "")
    yield from textwrap.wrap(statement.title, _WIDTH)
    yield from textwrap.wrap(f"Contact: {statement.contact}", _WIDTH) if statement.contact else ()
    yield from textwrap.wrap(statement.version_note, _WIDTH)
    for section in statement.sections:
        yield from ("", section.heading, "-" * len(section.heading))
        for point in section.points:
            yield from _point(point)


def _point(point: Point) -> list[str]:
    text = f"{point.label}: {point.text}"
    return textwrap.wrap(text, _WIDTH, initial_indent="* ", subsequent_indent="  ", break_long_words=False)
