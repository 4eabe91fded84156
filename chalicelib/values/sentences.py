"""Sentences for people: each has a code, its English words, and the values in them apart from the words.

A translation replaces the words by the code and shows the same values.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, Self, TypeAlias

from chalicelib.values.english import counted, day_of, listed
from chalicelib.values.money import Money
from chalicelib.values.shortening import some_of

# A string can be a member of an enum, which is shown as a word, or a term. A sentence can have others in it.
Value: TypeAlias = "str | int | Money | datetime | Count | Sentence | tuple[str | Sentence, ...]"
Plain: TypeAlias = "str | list[Plain]"


class Term(str):
    """A fixed English text inside a sentence. A catalogue can have it in another language."""

    __slots__ = ()


class Phrase(str):
    """A sentence inside another one that counts by its English words, as it did when it was a text."""

    sentence: "Sentence"
    __slots__ = ("sentence",)

    def __new__(cls, sentence: "Sentence") -> Self:
        """Make the phrase of a sentence."""
        phrase = str.__new__(cls, str(sentence))
        phrase.sentence = sentence
        return phrase


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things of one kind, such as days. `one` and `many` are English, and `one` names the kind."""

    number: int
    one: str
    many: str | None = None

    def __str__(self) -> str:
        return counted(self.number, self.one, self.many)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its code. `words` name the values in braces, and `{values:or}` is a list with that last word."""

    code: str
    words: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        """Write it in English: an instant as a date, an amount with its currency, a list with commas."""
        return self.words.format(**{name: _Shown(value) for name, value in self.values})

    @property
    def by_name(self) -> Mapping[str, Value]:
        """The values with their names."""
        return dict(self.values)


@dataclass(frozen=True, slots=True)
class _Shown:
    value: Value

    def __format__(self, last: str) -> str:
        if last and isinstance(self.value, tuple):
            return listed([str(part) for part in self.value], last)
        return shown(self.value)


def say(code: str, words: str, **values: Value) -> Sentence:
    """Make a sentence of its code, its words and its values."""
    return Sentence(code, words, tuple(values.items()))


TEXT: Final = "text"


def text(words: str) -> Sentence:
    """Make a sentence of a text of the data, such as a policy's. It is shown as it is if nobody has translated it."""
    return Sentence(TEXT, "{text}", (("text", Term(words)),))


def shown(value: Value) -> str:
    """Write a value in English. A member of an enum is a word or some, so it has spaces."""
    match value:
        case Enum():
            return str(value).replace("_", " ")
        case datetime():
            return day_of(value)
        case tuple() if any(isinstance(part, Sentence) for part in value):
            return "; ".join(map(str, value))
        case tuple():
            return some_of([str(part) for part in value])
        case _:
            return str(value)


def plain(value: Value) -> Plain:
    """Write a value in no language, for ids: an instant as RFC 3339, an amount in minor units."""
    match value:
        case datetime():
            return value.isoformat()
        case Money():
            return f"{value.minor} {value.currency}"
        case Sentence():
            return [value.code, *(plain(part) for _, part in value.values)]
        case tuple():
            return [plain(part) for part in value]
        case _:
            return str(value)
