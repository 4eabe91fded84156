"""Packed sentences: a sentence as JSON without its words, to write it later in another language than English."""

from datetime import datetime
from enum import Enum
from typing import TypeAlias

from pydantic import JsonValue

from chalicelib.values.money import Money
from chalicelib.values.sentences import Count, Phrase, Sentence, Term, Value

# The code, then the names of the values with the values. A value that is no plain text is a mapping with one name.
Packed: TypeAlias = list[JsonValue]


def packed(said: Sentence) -> Packed:
    """Make JSON of a sentence."""
    return [said.code, {name: _packed(value) for name, value in said.values}]


def _packed(value: Value) -> JsonValue:
    made: JsonValue
    match value:
        case Phrase():
            made = {"said": packed(value.sentence)}
        case Enum() | Term():
            made = {"term": format(value)}
        case Count() | Money() | datetime():
            made = _measured(value)
        case Sentence():
            made = {"said": packed(value)}
        case tuple():
            made = {"parts": [_packed(part) for part in value]}
        case _:
            made = value
    return made


def _measured(value: Count | Money | datetime) -> JsonValue:
    match value:
        case Count():
            return {"count": [value.number, value.one, value.many]}
        case Money():
            return {"money": [value.minor, value.currency]}
        case datetime():
            return {"at": value.isoformat()}


def unpacked(said: Packed) -> Sentence:
    """Make a sentence of its JSON. Raises KeyError, TypeError or ValueError for anything else.

    Limits: it has no English words, so that it is written in other languages only.
    """
    code, values = said
    if not isinstance(code, str) or not isinstance(values, dict):
        raise TypeError("a packed sentence is its code and its values")
    return Sentence(code, code, tuple((name, _unpacked(value)) for name, value in values.items()))


def _unpacked(value: JsonValue) -> Value:
    made: Value
    match value:
        case {"term": str(words)}:
            made = Term(words)
        case {"said": list(said)}:
            made = unpacked(said)
        case {"parts": list(parts)}:
            made = tuple(map(_part, parts))
        case str() | int():
            made = value
        case _:
            made = _measure(value)
    return made


def _measure(value: JsonValue) -> Value:
    match value:
        case {"count": [int(number), str(one), many]}:
            return Count(number, one, str(many) if many else None)
        case {"money": [int(minor), str(currency)]}:
            return Money(minor=minor, currency=currency)
        case {"at": str(at)}:
            return datetime.fromisoformat(at)
    raise ValueError("not a packed value")


def _part(value: JsonValue) -> str | Sentence:
    part = _unpacked(value)
    return part if isinstance(part, str | Sentence) else str(part)
