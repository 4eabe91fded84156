"""Reasons why a file is rejected: the log keeps each in English, and it is read again as a sentence."""

import re
from typing import Final

from chalicelib.values.sentences import Sentence, Term, text

OTHER_SIZE: Final = ("other-size", "it has {size} bytes, {announced} were announced")
OTHER_TYPE: Final = ("other-type", "by its bytes it is {found}, {announced} was announced")
HIDES: Final = ("hides-in-it", "{hidden} hides in it")


def why_rejected(reason: str) -> Sentence:
    """Read a reason of the log as a sentence. One without values is a fixed text."""
    for code, words in (OTHER_SIZE, OTHER_TYPE, HIDES):
        values = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(words)), reason)
        if values is not None:
            return Sentence(code, words, tuple((name, Term(value)) for name, value in values.groupdict().items()))
    return text(reason)
