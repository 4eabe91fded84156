"""An export as a spreadsheet reads it, whichever list separator its country has."""

import csv
import io
from collections.abc import Iterator

_SEPARATORS = (",", ";", "\t")  # of Excel's lists, by country
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")


def record_of(case_id: str, export: str) -> str:
    """Find the lines of a case in an export.

    Empty if it is not there.
    """
    lines = _lines(export)
    rows, begin = csv.reader(lines), 0
    for row in rows:
        if row[:1] == [case_id]:
            return "".join(lines[begin : rows.line_num])
        begin = rows.line_num
    return ""


def formulas(record: str) -> Iterator[str]:
    """The cells that a spreadsheet would compute."""
    for separator in _SEPARATORS:
        for row in csv.reader(_lines(record), delimiter=separator):
            yield from (cell for cell in row if cell.lstrip(" ").startswith(_FORMULA))


def _lines(text: str) -> list[str]:
    return list(io.StringIO(text, newline=""))
