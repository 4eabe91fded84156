"""Reads citations: the numbers of docs/reliability.md that a text names, and those that are on its list."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
_LISTED = re.compile(r"^([0-9]+)\. (.*?)(?=^[0-9]+\. |^#|\Z)", re.MULTILINE | re.DOTALL)
_NUMBERS = re.compile(r"\b[Nn]umbers? ([0-9][0-9, toand]*?) of docs/reliability\.md")
_SPAN = re.compile(r"([0-9]+)(?: to ([0-9]+))?")


def the_list() -> list[tuple[int, str]]:
    """Each number of what Recourse must survive, in the order of the page, with its text."""
    page = ROOT.joinpath("docs", "reliability.md").read_text(encoding="utf-8")
    listed = page.partition("## The list of what it must survive")[2]
    return [(int(number), text) for number, text in _LISTED.findall(listed)]


def numbers_cited(text: str) -> set[int]:
    """The numbers of docs/reliability.md that a text names: `number 7 of …`, `numbers 1 to 4, 6 and 7 of …`."""
    spans = [span for cited in _NUMBERS.findall(" ".join(text.split())) for span in _SPAN.findall(cited)]
    return {number for low, high in spans for number in range(int(low), int(high or low) + 1)}


def numbers_held(path: Path) -> dict[str, set[int]]:
    """The numbers that each test of a file holds, by its docstring or the file's."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    of_all = numbers_cited(ast.get_docstring(module) or "")
    docstrings = {test.name: ast.get_docstring(test) or "" for test in _tests(module.body)}
    return {name: of_all | numbers_cited(text) for name, text in docstrings.items()}


def _tests(nodes: Iterable[ast.stmt]) -> list[ast.FunctionDef]:
    return [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
