"""JSON that every reader understands alike, within limited time (numbers 34 to 38 of docs/reliability.md)."""

import json
import math
import re
from typing import NoReturn

from chalicelib.dialects.delivery import NotUnderstood

_DEEPEST = 64
_LONGEST_INTEGER = 20  # characters, enough for 64-bit ids; the time of int() grows with their square
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class NotAnObject(NotUnderstood):
    """The body is JSON but not an object."""


def parse_object(body: bytes) -> dict[str, object]:
    """Read a JSON object.

    Raises NotUnderstood for any other bytes.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise NotUnderstood("the body is not UTF-8") from None
    _refuse_deep_nesting(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_distinct,
            parse_int=_integer,
            parse_float=_finite,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        raise NotUnderstood(f"not JSON: {error.msg} at character {error.pos}") from None
    if not isinstance(value, dict):
        raise NotAnObject("the JSON is not an object")
    _refuse_lone_surrogates(value)
    return value


def _refuse_deep_nesting(text: str) -> None:
    """Count brackets outside strings before the parser, which is recursive, reads them."""
    depth = 0
    for bracket in _STRING_OR_BRACKET.finditer(text):
        mark = bracket[0]
        depth += (mark in ("[", "{")) - (mark in ("]", "}"))
        if depth > _DEEPEST:
            raise NotUnderstood(f"the JSON is nested more than {_DEEPEST} deep")


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotUnderstood("a key stands twice in one object of the JSON")
    return members


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise NotUnderstood(f"a number in the JSON has more than {_LONGEST_INTEGER} digits")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise NotUnderstood("a number in the JSON is too large")
    return number


def _no_constant(_name: str) -> NoReturn:
    raise NotUnderstood("NaN and Infinity are not JSON")


def _refuse_lone_surrogates(value: dict[str, object]) -> None:
    """Refuse half of a surrogate pair, because it has no UTF-8 and so cannot be stored, signed or shown."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise NotUnderstood("a text in the JSON has half a surrogate pair") from None
