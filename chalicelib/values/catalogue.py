"""Catalogues: the words of sentences in one language, by the codes of the sentences.

English needs none: a sentence has its English words with it. What a catalogue does not have stays English.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum

from chalicelib.values.english import listed
from chalicelib.values.languages import Language
from chalicelib.values.money import Money, decimal_amount
from chalicelib.values.sentences import Count, Phrase, Sentence, Term, Value
from chalicelib.values.sentences import shown as in_english

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language.

    `sentences` are by code, `terms` by their English text or by the value of an enum's member, and `counts` by what is
    counted in English. `joins` are the words between the last two parts of a list, and `forms` how values are written.
    """

    language: Language
    sentences: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, str] = field(default_factory=dict)
    joins: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)

    def write(self, said: Sentence | str) -> str:
        """Write a sentence in this language. A text that is no sentence of ours is looked up as a term."""
        if isinstance(said, str):
            return self.terms.get(said, said)
        words = self.sentences.get(said.code)
        if words is None:
            return str(said)
        return words.format(**{name: _InWords(self, value) for name, value in said.values})

    def show(self, value: Value) -> str:
        """Write a value: a date, an amount, a number of things, a word, or a sentence."""
        match value:
            case Sentence() | Term():
                shown = self.write(value)
            case Phrase():
                shown = self.write(value.sentence)
            case Enum():
                shown = self.terms.get(value.value, str(value))
            case Count() | Money() | datetime():
                shown = self._measured(value)
            case tuple():
                shown = self._some_of([self.show(part) for part in value])
            case _:
                shown = str(value)
        return shown

    def _measured(self, value: Count | Money | datetime) -> str:
        match value:
            case Count():
                return self.counts[value.one].format(value.number) if value.one in self.counts else str(value)
            case Money():
                return self.forms["money"].format(decimal_amount(value.minor, value.currency), value.currency)
            case datetime():
                return self.forms["instant"].format(value.astimezone(UTC))

    def listed(self, parts: Sequence[str], last: str) -> str:
        """Join parts as a sentence of this language does."""
        *first, end = parts
        return self.forms["list"].join(first) + self.joins[last] + end if first else end

    def _some_of(self, parts: Sequence[str]) -> str:
        named = self.forms["list"].join(parts[:_MOST_NAMED])
        more = len(parts) - _MOST_NAMED
        return named if more <= 0 else self.forms["more"].format(named=named, more=more)


@dataclass(frozen=True, slots=True)
class _InWords:
    catalogue: Catalogue
    value: Value

    def __format__(self, last: str) -> str:
        if last and isinstance(self.value, tuple):
            return self.catalogue.listed([self.catalogue.show(part) for part in self.value], last)
        return self.catalogue.show(self.value)


@dataclass(frozen=True, slots=True)
class EnglishWords(Catalogue):
    """English, which every sentence has with it."""

    language: Language = Language.ENGLISH

    def write(self, said: Sentence | str) -> str:
        """Write a sentence in English."""
        return str(said)

    def show(self, value: Value) -> str:
        """Write a value in English."""
        return in_english(value)

    def listed(self, parts: Sequence[str], last: str) -> str:
        """Join parts as English does."""
        return listed(parts, last)


ENGLISH = EnglishWords()
