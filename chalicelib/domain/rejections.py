"""Reasons why a file is rejected: the log keeps each in English, and it is read again as a sentence."""

from typing import Final

from chalicelib.values.kept_sentences import read_again
from chalicelib.values.sentences import Sentence, text

OTHER_SIZE: Final = ("other-size", "it has {size} bytes, {announced} were announced")
OTHER_TYPE: Final = ("other-type", "by its bytes it is {found}, {announced} was announced")
HIDES: Final = ("hides-in-it", "{hidden} hides in it")


def why_rejected(reason: str) -> Sentence:
    """Read a reason of the log as a sentence. One without values is a fixed text."""
    return read_again(reason, (OTHER_SIZE, OTHER_TYPE, HIDES)) or text(reason)
