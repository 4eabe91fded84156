"""Reads citations: the numbers of docs/reliability.md that a text names."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parent.parent
ALL = range(1, 97)
_NUMBERS = re.compile(r"\b[Nn]umbers? ([0-9][0-9, toand]*?) of docs/reliability\.md")
_SPAN = re.compile(r"([0-9]+)(?: to ([0-9]+))?")


def numbers_cited(text: str) -> set[int]:
    """The numbers of docs/reliability.md that a text names: `number 7 of …`, `numbers 1 to 4, 6 and 7 of …`."""
    spans = [span for cited in _NUMBERS.findall(" ".join(text.split())) for span in _SPAN.findall(cited)]
    return {number for low, high in spans for number in range(int(low), int(high or low) + 1)}


def docstrings_of_tests(path: Path) -> dict[str, str]:
    """The docstring of each test of a file, with the docstring of the file before it."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    before = ast.get_docstring(module) or ""
    return {test.name: f"{before}\n{ast.get_docstring(test) or ''}" for test in _tests(module.body)}


def _tests(nodes: Iterable[ast.stmt]) -> list[ast.FunctionDef]:
    return [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
