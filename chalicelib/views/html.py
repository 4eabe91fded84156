"""HTML, built so that whatever is not markup of ours is text: escaped, and inert in either direction of writing."""

import re
from collections.abc import Iterable
from html import escape
from typing import TypeAlias

# Browsers drop them, or show them as what they are not.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Markup(str):
    """HTML that was written here; every other text is escaped on its way in."""

    __slots__ = ()


Child: TypeAlias = str | None


def element(name: str, *children: Child, **attributes: str | None) -> Markup:
    """Write an element; an attribute that is None is left out, `class_` stands for a word of Python's."""
    given = {key.rstrip("_"): value for key, value in attributes.items() if value is not None}
    told = "".join(f' {key}="{escape(value)}"' for key, value in given.items())
    return Markup(f"<{name}{told}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Markup:
    """Write children one after another; None is nothing."""
    return Markup("".join(map(_written, children)))


def said(text: str | None) -> Markup | None:
    """Somebody's own words: isolated, so that their direction of writing ends where they do."""
    return None if text is None else element("bdi", text)


def _written(child: Child) -> str:
    if child is None or isinstance(child, Markup):
        return child or ""
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", child))
