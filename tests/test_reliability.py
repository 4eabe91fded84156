"""docs/reliability.md lists what Recourse must survive: each number is there, and each test that it names holds it."""

import re

import pytest

from tests.citations import ALL, ROOT, docstrings_of_tests, numbers_cited

PAGE = ROOT.joinpath("docs", "reliability.md").read_text(encoding="utf-8")
_LISTED = re.compile(r"^([0-9]+)\. (.*?)(?=^[0-9]+\. |^#|\Z)", re.MULTILINE | re.DOTALL)
_TEST = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_\w+)`")
LIST = PAGE.partition("## The list of what it must survive")[2]
HELD = {int(number): _TEST.findall(text) for number, text in _LISTED.findall(LIST)}


def test_every_number_is_listed_once_and_in_order():
    assert [int(number) for number, _ in _LISTED.findall(LIST)] == list(ALL)


@pytest.mark.parametrize(("number", "tests"), HELD.items(), ids=[f"number-{number}" for number in HELD])
def test_each_test_of_a_number_exists_and_names_it(number, tests):
    assert tests
    for file, name in tests:
        assert number in numbers_cited(docstrings_of_tests(ROOT / file)[name]), f"{file}::{name}"


def test_each_test_that_the_page_names_exists():
    for file, name in _TEST.findall(PAGE):
        assert name in docstrings_of_tests(ROOT / file)
