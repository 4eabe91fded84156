"""The docstring of chalicelib draws every exception once, below the one it extends."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator

import chalicelib

_LINE = re.compile(r"^( *)\* (\w+) \(([\w.]+)\): .+\.$", re.MULTILINE)


def drawn() -> Iterator[tuple[str, str, str | None]]:
    """Each exception of the drawing with its module and the one it is drawn below."""
    above: list[str] = []
    for indent, name, module in _LINE.findall(inspect.getdoc(chalicelib) or ""):
        depth = len(indent) // 2
        above[depth:] = [name]
        yield name, f"chalicelib.{module}", above[depth - 1] if depth else None


def existing() -> Iterator[tuple[str, str, str | None]]:
    """Each exception of chalicelib with its module and the one of ours that it extends."""
    for found in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        for kind in vars(importlib.import_module(found.name)).values():
            if isinstance(kind, type) and issubclass(kind, BaseException) and kind.__module__ == found.name:
                ours = [base.__name__ for base in kind.__bases__ if base.__module__.startswith("chalicelib.")]
                yield kind.__name__, kind.__module__, ours[0] if ours else None


def test_every_exception_is_drawn_below_the_one_it_extends():
    assert sorted(drawn(), key=str) == sorted(existing(), key=str)
