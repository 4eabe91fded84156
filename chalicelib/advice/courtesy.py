"""Courtesy: a warning of hostile wording before a seller sends a message, so that it can be said better (G3.3).

It compares whole words, also if accents, look-alike letters, digits, stars or spaces disguise them. The words are data.
A warning forbids nothing. It is better to miss a hostile word than to warn of an article number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from chalicelib.advice.courtesy_in_chinese import ChineseWords, hostile_in_chinese
from chalicelib.domain.commands import Refused
from chalicelib.values.sentences import say

if TYPE_CHECKING:  # every route loads this file for its exception, and the door needs no commands
    from chalicelib.domain.messages import PostMessage

_SHORTEST_SPACED: Final = 4  # letters; sizes like "S M L" are no word
_LONGEST_WORD: Final = 40  # letters; what is longer is looked up as it is, so that no message takes long
_TOKEN: Final = re.compile(r"[\w@$!*'\u2019]+")
_APOSTROPHES: Final = "'\u2019"
_EDGES: Final = f"!*{_APOSTROPHES}"
_REPEATED: Final = re.compile(r"(.)\1{2,}")
_STARRED: Final = re.compile(r"[a-z]+\*+[a-z]+")
# Only digits inside a word are read as letters, and never among capitals: those are sizes, counts and articles.
_WITH_DIGITS: Final = re.compile(r"[a-z@$][a-z0-9@$!]*[0-9@$!][a-z0-9@$!]*[a-z]")
_CYRILLIC: Final = "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455"
_LOOK_ALIKES: Final = str.maketrans(_CYRILLIC, "aceopxyijs")
_LEET: Final = (str.maketrans("013457@$!", "oieastasi"), str.maketrans("013457@$!", "oleastasi"))


class Unfriendly(Refused):
    """The message has these hostile words. The seller can send it anyway."""

    def __init__(self, words: tuple[str, ...]) -> None:
        """Warn of the words."""
        said = "hostile wording ({hostile}): say it in a friendly way, or send it anyway"
        super().__init__("G3.3", say("unfriendly", said, hostile=words))
        self.words = words


@dataclass(frozen=True, slots=True)
class HostileWords:
    """The words and phrases that are hostile, in small letters and without apostrophes, and the Chinese ones."""

    words: frozenset[str]
    phrases: frozenset[str]
    chinese: ChineseWords = field(default_factory=ChineseWords)


def check_courtesy(message: PostMessage, hostile: HostileWords) -> None:
    """Raise Unfriendly for a hostile message, unless its sender wants to send it anyway."""
    words = () if message.anyway else hostile_words(message.text, hostile)
    if words:
        raise Unfriendly(words)


def hostile_words(text: str, hostile: HostileWords) -> tuple[str, ...]:
    """Return the hostile words of a text, then its hostile phrases, as the data spell them."""
    tokens = _TOKEN.findall(_plain(text).replace("_", " "))
    spellings = (*(spelling for token in tokens for spelling in _spellings(token)), *_spaced_out(tokens))
    words = dict.fromkeys(word for spelling in spellings for word in _listed(spelling, hostile.words))
    whole = f" {' '.join(_bare(token.casefold()) for token in tokens)} "
    phrases = sorted(phrase for phrase in hostile.phrases if f" {phrase} " in whole)
    return (*words, *phrases, *hostile_in_chinese(text, hostile.chinese))


def _plain(text: str) -> str:
    """Return the letters without accents, of one width, and without invisible characters between them."""
    taken_apart = unicodedata.normalize("NFKD", text)
    kept = (letter for letter in taken_apart if unicodedata.category(letter) not in ("Mn", "Cf"))
    return "".join(kept).translate(_LOOK_ALIKES)


def _spellings(token: str) -> Iterator[str]:
    """Yield the spellings of a token: as it is, with digits read as letters, and without repeated letters."""
    word = _bare(token.casefold())
    spellings = [word]
    if len(word) <= _LONGEST_WORD and _WITH_DIGITS.fullmatch(word) and not _is_capitals(token):
        spellings += [word.translate(table) for table in _LEET]
    for spelling in spellings:
        yield spelling
        if _REPEATED.search(spelling):
            yield _REPEATED.sub(r"\1", spelling)
            yield _REPEATED.sub(r"\1\1", spelling)


def _bare(word: str) -> str:
    """Return a word without punctuation at its ends, without a final 's, and without apostrophes."""
    for apostrophe in _APOSTROPHES:
        word = word.removesuffix(f"{apostrophe}s")
    word = word.strip(_EDGES)
    return word.translate(dict.fromkeys(map(ord, _APOSTROPHES)))


def _is_capitals(token: str) -> bool:
    return token.upper() == token and any(letter.isdigit() for letter in token)


def _spaced_out(tokens: list[str]) -> Iterator[str]:
    """Yield the words that are written with spaces between their letters.

    The first letter of such a run can be a word of its own: "a s t u p i d" has the word "stupid" too.
    """
    run = ""
    for token in (*tokens, ""):
        letter = _bare(token.casefold())
        if len(letter) == 1 and letter.isalpha():
            run += letter
            continue
        for start in (0, 1):
            if len(run) - start >= _SHORTEST_SPACED:
                yield run[start:]
        run = ""


def _listed(spelling: str, words: frozenset[str]) -> Iterator[str]:
    """Return the listed word that a spelling means, in the singular or the plural, or with stars for letters."""
    if len(spelling) <= _LONGEST_WORD and _STARRED.fullmatch(spelling):
        pattern = re.compile(spelling.replace("*", "."))
        yield from sorted(word for word in words if pattern.fullmatch(word))
    for word in (spelling, spelling.removesuffix("s"), spelling.removesuffix("es")):
        if word in words:
            yield word
            return
