"""Texts are cut to a size if a row has to stay small."""

import json

_CUT = "…"


def shortened(text: str, most: int) -> str:
    """Return the text within so many bytes of JSON. A mark shows that it is cut.

    `most` is at least the mark's size.
    """
    if _size(text) <= most:
        return text
    left = most - _size(_CUT)
    kept = 0
    for character in text:
        left -= _size(character)
        if left < 0:
            break
        kept += 1
    return text[:kept] + _CUT


def _size(text: str) -> int:
    """Bytes of a text in JSON, without its quotes.

    A control character takes six.
    """
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8", "surrogatepass")) - 2
