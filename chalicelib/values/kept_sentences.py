"""Kept sentences: some rows keep a sentence as English text, and it is read again to write another language."""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from chalicelib.values.sentences import Sentence, Term

# The code of a sentence, and its English words with the names of its values in braces.
Pattern: TypeAlias = tuple[str, str]
_VALUE: Final = re.compile(r"\\{(\w+)\\}")


def read_again(kept: str, patterns: Iterable[Pattern]) -> Sentence | None:
    """Read a text as a sentence of the first pattern that fits. None if no pattern fits."""
    for code, words in patterns:
        values = re.fullmatch(_VALUE.sub(r"(?P<\1>.+)", re.escape(words)), kept, re.DOTALL)
        if values is not None:
            return Sentence(code, words, tuple((name, Term(value)) for name, value in values.groupdict().items()))
    return None
