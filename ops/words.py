"""The words of operators: names that are checked, secrets that nobody sees, and lines for the terminal."""

import sys
from collections.abc import Iterable, Iterator

import click

from chalicelib.values.identifiers import is_identifier


class IdentifierType(click.ParamType[str]):
    """An id as Recourse takes it in data. Any other text is an error."""

    name = "id"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id, or refuse it."""
        if not is_identifier(value):
            self.fail(
                f"{value!r} is not made of letters, digits, dots, underscores and hyphens, at most 64", param, ctx
            )
        return value


IDENTIFIER = IdentifierType()


def read_secret(what: str) -> str:
    """Read a secret from the keyboard unseen, or from standard input, so that no file and no history has it."""
    value = str(click.prompt(what, hide_input=True)) if sys.stdin.isatty() else sys.stdin.readline().strip()
    if not value:
        raise click.UsageError(f"{what}: nothing was entered")
    return value


def columns(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows as lines with aligned columns."""
    listed = list(rows)
    widths = [max(map(len, column)) for column in zip(*listed, strict=True)] if listed else []
    for row in listed:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
