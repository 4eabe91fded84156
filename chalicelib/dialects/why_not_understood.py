"""Reasons why a delivery is not understood: a row keeps each in English, and it is read as a sentence.

A reason is a text, or the faults of some fields, such as `data.lines: Field required; data.wants: Field required`.
"""

import re
from functools import reduce
from typing import Final

from chalicelib.domain.field_errors import read_message
from chalicelib.values.kept_sentences import read_again
from chalicelib.values.sentences import Sentence, say, text

NOT_JSON: Final = ("not-json", "not JSON: {why} at character {place}")
TOO_DEEP: Final = ("json-too-deep", "the JSON is nested more than {most} deep")
LONG_NUMBER: Final = ("long-number", "a number in the JSON has more than {most} digits")
OTHER_MEDIA: Final = ("other-media", "the content type is {type}")
_MORE: Final = re.compile(r"and (\d+) more")
_FAULT: Final = re.compile(r"([\w.~/\[\],()-]+): (.+)", re.DOTALL)
_BETWEEN: Final = "; "


def why_not_understood(reason: str) -> Sentence:
    """Read a reason as a sentence. One that has no values and names no field is a fixed text."""
    whole = read_again(reason, (NOT_JSON, TOO_DEEP, LONG_NUMBER, OTHER_MEDIA))
    if whole is not None:
        return whole
    faults = [_fault(part) for part in reason.split(_BETWEEN)]
    named = [fault for fault in faults if fault is not None]
    return reduce(_both, named) if len(named) == len(faults) else text(reason)


def _both(first: Sentence, then: Sentence) -> Sentence:
    return say("faults", "{first}; {then}", first=first, then=then)


def _fault(part: str) -> Sentence | None:
    """Read the fault of one field, or the number of faults that are not named. None if it is neither."""
    more, fault = _MORE.fullmatch(part), _FAULT.fullmatch(part)
    if more:
        return say("faults-more", "and {count} more", count=int(more[1]))
    if fault is None:
        return None
    return say("fault-at", "{field}: {message}", field=fault[1], message=read_message(fault[2]))
