"""docs/reliability.md lists what Recourse must survive: each number is there, and each test that it names holds it."""

import re

import pytest

from tests.citations import ROOT, numbers_held, the_list

PAGE = ROOT.joinpath("docs", "reliability.md").read_text(encoding="utf-8")
_TEST = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_\w+)`")
LIST = the_list()
HELD_UP_TO = 96  # of the later ones some are still open, and say so
OPEN = "Not held yet."


def test_every_number_is_listed_once_and_in_order():
    numbers = [number for number, _ in LIST]

    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= HELD_UP_TO


@pytest.mark.parametrize(("number", "text"), LIST, ids=[f"number-{number}" for number, _ in LIST])
def test_each_test_of_a_number_exists_and_names_it(number, text):
    tests = _TEST.findall(text)

    assert bool(tests) is (OPEN not in text)
    assert tests or number > HELD_UP_TO
    for file, name in tests:
        assert number in numbers_held(ROOT / file)[name], f"{file}::{name}"


def test_each_test_that_the_page_names_exists():
    for file, name in _TEST.findall(PAGE):
        assert name in numbers_held(ROOT / file)
