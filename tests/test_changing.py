"""docs/changing.md names files that exist, and tables that stop whoever adds half of a thing."""

import re
from enum import Enum

import pytest

from chalicelib.values.every import for_every
from chalicelib.values.reasons import Fault, ReasonCode
from tests.citations import ROOT

PAGE = ROOT.joinpath("docs", "changing.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:chalicelib|tests|ops)/[a-z0-9_/.-]+)`", PAGE)))


@pytest.mark.parametrize("file", NAMED)
def test_a_file_that_the_page_names_exists(file):
    assert ROOT.joinpath(file).is_file()


def test_the_page_names_the_files_of_every_kind_of_change():
    assert len(NAMED) > 12
    for kind in ("A command", "A deadline", "A reason", "A dialect", "A report", "A notification"):
        assert f"## {kind}" in PAGE


def test_a_table_without_a_row_for_a_member_stops_the_import():
    class Colour(Enum):
        RED = "red"
        BLUE = "blue"

    with pytest.raises(TypeError, match="BLUE"):
        for_every(Colour, {Colour.RED: 1})


@pytest.mark.parametrize("code", ReasonCode)
def test_a_reason_has_its_fault_and_its_words(code):
    assert isinstance(code.fault, Fault)
    assert code.words
