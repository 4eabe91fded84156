"""Checks of JSON values, of which the shapes in `contract` are made."""

import re
from collections.abc import Callable

Check = Callable[[object, str], None]
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def text(value: object, place: str) -> None:
    assert isinstance(value, str), f"{place}: {value!r} is no text"


def instant(value: object, place: str) -> None:
    assert isinstance(value, str), f"{place}: {value!r} is no instant"
    assert _INSTANT.fullmatch(value), f"{place}: {value!r} is no instant in UTC with Z"


def number(value: object, place: str) -> None:
    assert type(value) is int, f"{place}: {value!r} is no whole number"


def truth(value: object, place: str) -> None:
    assert isinstance(value, bool), f"{place}: {value!r} is neither true nor false"


def one_of(*words: str) -> Check:
    def check(value: object, place: str) -> None:
        assert value in words, f"{place}: {value!r} is none of {words}"

    return check


def maybe(inner: Check) -> Check:
    return lambda value, place: None if value is None else inner(value, place)


def many(inner: Check) -> Check:
    def check(value: object, place: str) -> None:
        assert isinstance(value, list), f"{place}: {value!r} is no list"
        for index, each in enumerate(value):
            inner(each, f"{place}[{index}]")

    return check


def shape(**members: Check) -> Check:
    """All of these members, by name (`_` stands for a Python word).

    Others may stand beside them.
    """

    def check(value: object, place: str) -> None:
        assert isinstance(value, dict), f"{place}: {value!r} is no object"
        for name, inner in members.items():
            plain = name.rstrip("_")
            assert plain in value, f"{place}.{plain} is not there"
            inner(value[plain], f"{place}.{plain}")

    return check
