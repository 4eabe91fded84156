"""Erasure: replaces people's names and words by marks. The facts fold to the same states, money and effects.

Two texts that were the same have the same mark, and two names that people read alike too. So erased names still compare
as the names did, and a message that came twice still counts once. A mark is made with a secret that is forgotten after
the erasure. Nobody can then find out by trying which name it stands for.

Ids, codes, amounts, dates and hashes stay: they are what the cases rest on.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar, get_args

from pydantic import BaseModel

from chalicelib.domain.facts import Personal
from chalicelib.values.reading import as_read, is_blank

_PREFIX = "erased-"
_DIGITS = 16

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one erasure. `secret` makes them the same in all rows of an order, and unlike those of others."""

    secret: bytes = field(repr=False)

    def text(self, text: str) -> str:
        """Return the mark of a text. A blank says nothing, and stays."""
        return text if is_blank(text) else _PREFIX + self._digest("text", text)

    def name(self, name: str) -> str:
        """Return the mark of a name, the same for every spelling that people read alike."""
        return _PREFIX + self._digest("name", as_read(name))

    def _digest(self, kind: str, text: str) -> str:
        return hmac.digest(self.secret, f"{kind} {text}".encode(), "sha256").hex()[:_DIGITS]


def erased(model: M, marks: Marks) -> M:
    """Return a fact, or a part of one, with marks in place of its personal texts."""
    marked = _marked(type(model))
    values = {name: _erased(getattr(model, name), marked.get(name), marks) for name in type(model).model_fields}
    return model.model_copy(update=values)


def names_in(model: BaseModel) -> Iterator[str]:
    """Yield the names of people in a fact."""
    marked = _marked(type(model))
    for field_name in type(model).model_fields:
        value, mark = getattr(model, field_name), marked.get(field_name)
        if mark is not None and mark.as_people_read and isinstance(value, str):
            yield value
        yield from (name for part in _parts(value) for name in names_in(part))


def _erased(value: object, mark: Personal | None, marks: Marks) -> object:
    if isinstance(value, BaseModel):
        return erased(value, marks)
    if isinstance(value, tuple):
        return tuple(_erased(part, mark, marks) for part in value)
    if mark is None or not isinstance(value, str):
        return value
    return marks.name(value) if mark.as_people_read else marks.text(value)


def _parts(value: object) -> Iterator[BaseModel]:
    parts = value if isinstance(value, tuple) else (value,)
    return (part for part in parts if isinstance(part, BaseModel))


@cache
def _marked(model: type[BaseModel]) -> dict[str, Personal]:
    """Return the personal fields of a model, with their marks."""
    fields = {name: [*field.metadata, *_metadata(field.annotation)] for name, field in model.model_fields.items()}
    marks = {name: [each for each in found if isinstance(each, Personal)] for name, found in fields.items()}
    # A name is a text with a second mark: the one that compares as people read counts.
    return {name: max(each, key=lambda mark: mark.as_people_read) for name, each in marks.items() if each}


def _metadata(annotation: object) -> Iterator[object]:
    """Yield what is annotated anywhere in a type, such as in `Text | None` or in a tuple of texts."""
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _metadata(part)
