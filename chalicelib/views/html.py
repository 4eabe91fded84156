"""HTML in which all foreign content is text: it is escaped, and its direction of writing stays inside it."""

import re
from collections.abc import Iterable
from html import escape
from typing import TypeAlias

# Browsers drop these characters or show them as others.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Markup(str):
    """HTML that was made here.

    All other text is escaped.
    """

    __slots__ = ()


Child: TypeAlias = str | None


def element(name: str, *children: Child, **attributes: str | None) -> Markup:
    """Write an element.

    An attribute of None is omitted, and `class_` is written as `class`.
    """
    present = {key.rstrip("_"): value for key, value in attributes.items() if value is not None}
    written = "".join(f' {key}="{escape(value)}"' for key, value in present.items())
    return Markup(f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Markup:
    """Write children one after another, without those that are None."""
    return Markup("".join(map(_written, children)))


def said(text: str | None) -> Markup | None:
    """Write a person's own words, isolated, so that their direction of writing ends with them."""
    return None if text is None else element("bdi", text)


def _written(child: Child) -> str:
    if child is None or isinstance(child, Markup):
        return child or ""
    return escape(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", child))
