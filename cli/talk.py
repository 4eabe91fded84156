"""The two ways out: data on standard output, and words about it on standard error."""

import json
import os
import re
import sys
from collections.abc import Sequence

import click

# Control characters and marks of direction, except the colours that `paint` writes.
_COMMANDS = re.compile(r"\x1b(?!\[(?:0|3[0-7])m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def data(value: object) -> None:
    """Write a JSON line."""
    line(as_data(value))


def as_data(value: object) -> str:
    """Return a value as JSON in one line. Letters beyond ASCII are escaped, so that no terminal obeys one."""
    return json.dumps(value)


def line(text: str = "") -> None:
    """Write a line of data for people."""
    click.echo(harmless(text))


def say(text: str) -> None:
    """Write words about what happens."""
    click.echo(harmless(text), err=True)


def harmless(text: str) -> str:
    """Leave out what commands a terminal, because customers write some of these words. Our own colours stay."""
    return _COMMANDS.sub("", text)


def paint(text: str, colour: str) -> str:
    """Colour a word. Without a terminal, or with NO_COLOR, it stays as it is."""
    return click.style(text, fg=colour) if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else text


def columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Write rows under each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
