"""The policy statement as plain text."""

import textwrap
import unicodedata
from collections.abc import Iterator

from chalicelib.values.catalogue import ENGLISH, Catalogue
from chalicelib.values.languages import Language
from chalicelib.values.sentences import say
from chalicelib.views.statement import CONTACT, Statement, heading
from chalicelib.views.statement_points import Point

_WIDTH = 78


def write_text(statement: Statement, words: Catalogue = ENGLISH) -> str:
    """Write a statement as text for a terminal, a mail or a listing."""
    return "\n".join(_lines(statement, words)) + "\n"


def _lines(statement: Statement, words: Catalogue) -> Iterator[str]:
    title = words.write(heading(statement))
    yield from (title, "=" * _columns(title), "")
    yield from _wrapped(words.write(statement.title), words)
    yield from _wrapped(f"{words.write(CONTACT)}{statement.contact}", words) if statement.contact else ()
    yield from _wrapped(words.write(statement.version_note), words)
    for section in statement.sections:
        name = words.write(section.heading)
        yield from ("", name, "-" * _columns(name))
        for point in section.points:
            yield from _point(point, words)


def _point(point: Point, words: Catalogue) -> list[str]:
    labelled = words.write(say("labelled", "{label}: {text}", label=point.label, text=point.text))
    return _wrapped(f"* {labelled}", words, indent="  ")


def _wrapped(text: str, words: Catalogue, *, indent: str = "") -> list[str]:
    """Wrap a text into lines. Chinese has no spaces to wrap at, and every reader wraps it anyway."""
    if words.language is not Language.ENGLISH:
        return [text]
    return textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_long_words=not indent)


def _columns(text: str) -> int:
    """Return how many columns a text takes in a terminal. A Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
