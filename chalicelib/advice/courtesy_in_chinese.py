"""Hostile words in Chinese, which has no spaces between words and its own disguises (G3.3).

A word is found with spaces, punctuation or stars between its characters, in full width, in traditional characters, in
characters that sound or look the same, and as pinyin. It warns and never forbids, as for every language.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_BETWEEN: Final = r"[^\w\n]{0,3}_?"  # what may stand between two characters of a word
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
# An article number has digits or capitals around: SB-200 is no insult.
_ALONE: Final = r"(?<![a-z0-9])(?<![0-9][-_/]){}(?![a-z0-9])(?![-_/][0-9])"


@dataclass(frozen=True)
class ChineseWords:
    """The words, the pinyin, the pinyin that counts beside Chinese characters only, and other characters for one."""

    words: tuple[str, ...] = ()
    pinyin: tuple[str, ...] = ()
    beside_chinese: tuple[str, ...] = ()
    variants: Mapping[str, str] | None = None

    @cached_property
    def patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """A pattern for each word, made once."""
        return tuple((word, re.compile(_BETWEEN.join(map(self._any_of, word)))) for word in self.words)

    @cached_property
    def latin(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """A pattern for each pinyin, with separators between its letters."""
        return tuple((word, _pinyin(word)) for word in self.pinyin)

    @cached_property
    def ambiguous(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """The same for the pinyin that is a word in other languages too."""
        return tuple((word, _pinyin(word)) for word in self.beside_chinese)

    def _any_of(self, character: str) -> str:
        return f"[{character}{(self.variants or {}).get(character, '')}]"


def hostile_in_chinese(text: str, hostile: ChineseWords) -> Iterator[str]:
    """Yield the hostile words of a text, as the data spell them."""
    plain = _plain(text)
    yield from _found(plain, hostile.latin)
    if _CHINESE.search(plain):
        yield from _found(plain, hostile.patterns)
        yield from _found(plain, hostile.ambiguous)


def _found(text: str, patterns: tuple[tuple[str, re.Pattern[str]], ...]) -> Iterator[str]:
    return (word for word, pattern in patterns if pattern.search(text))


def _pinyin(word: str) -> re.Pattern[str]:
    return re.compile(_ALONE.format(r"[ .*\u00b7\u3002-]?".join(map(re.escape, word))))


def _plain(text: str) -> str:
    """Return the text in half width and small letters, without invisible characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if unicodedata.category(letter) not in ("Mn", "Cf"))
