"""docs/reliability.md says which test holds which line of what Recourse must survive: here it is held to it."""

import re
from pathlib import Path

import pytest

from tests.hostile import ALL, named_in

ROOT = Path(__file__).parent.parent
_ROW = re.compile(r"^\| ([0-9][0-9, to]*) \| (.*) \|$", re.MULTILINE)
_FILE = re.compile(r"`(tests/[a-z_/]+\.py)`")


def promised() -> list[tuple[int, str]]:
    """Each number of the document's table with each file that is said to hold it."""
    document = ROOT.joinpath("docs", "reliability.md").read_text()
    rows = [(_numbers(numbers), _FILE.findall(files)) for numbers, files in _ROW.findall(document)]
    return [(number, file) for numbers, files in rows for number in numbers for file in files]


def _numbers(text: str) -> list[int]:
    spans = [part.split(" to ") for part in text.split(", ")]
    return [number for span in spans for number in range(int(span[0]), int(span[-1]) + 1)]


def test_every_number_is_in_the_table():
    assert sorted({number for number, _ in promised()}) == list(ALL)


@pytest.mark.parametrize("file", sorted({file for _, file in promised()}))
def test_a_file_in_the_table_names_its_numbers(file):
    said = {number for number, named in promised() if named == file}

    assert said <= named_in(ROOT.joinpath(file).read_text())


def test_every_number_is_named_by_a_test():
    named = set[int]().union(*(named_in(path.read_text()) for path in ROOT.joinpath("tests").rglob("test_*.py")))

    assert sorted(set(ALL) - named) == []
