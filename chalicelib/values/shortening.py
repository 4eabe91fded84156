"""Texts are cut to a size if a row has to stay small."""

import json
from collections.abc import Sequence

_CUT = "…"
_MOST_NAMED = 5


def shortened(text: str, most: int) -> str:
    """Return the text within so many bytes of JSON. A mark shows that it is cut.

    `most` is at least the mark's size.
    """
    if _size(text) <= most:
        return text
    room = most - _size(_CUT)
    kept = 0
    for character in text:
        room -= _size(character)
        if room < 0:
            break
        kept += 1
    return text[:kept] + _CUT


def some_of(things: Sequence[str]) -> str:
    """Name the first of some things in one sentence, and how many more there are."""
    named = ", ".join(things[:_MOST_NAMED])
    return named if len(things) <= _MOST_NAMED else f"{named}, and {len(things) - _MOST_NAMED} more"


def _size(text: str) -> int:
    """Bytes of a text in JSON, without its quotes.

    A control character takes six.
    """
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")) - 2
