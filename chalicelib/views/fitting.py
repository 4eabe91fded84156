"""Answers have a largest size. A large one loses its oldest words, then long texts, then old members of lists.

It says so in `shortened`. The pages of the timeline lose nothing.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeVar

from pydantic import BaseModel

from chalicelib.values.sentences import Sentence, say
from chalicelib.views.shapes import EntryShape
from chalicelib.views.sized_shapes import SizedShape, TimelineShape

M = TypeVar("M", bound=BaseModel)
S = TypeVar("S", bound=SizedShape)

LARGEST: Final = 5_000_000  # bytes as Lambda writes an answer, which may have 6 MB with its headers
_MARK: Final = "…"  # in the place of words that are not shown
_WIDEST: Final = 12  # bytes that Lambda writes for a character outside the basic plane
_PART: Final = 100_000  # characters that are measured at once, so that measuring needs little memory
_CUT: Final = say("cut", "Long texts and long lists are cut, because an answer has a largest size.")
_NOT_SHOWN: Final = (
    "The words of the {count} oldest entries that have some are not shown, because an answer has a largest size."
)


@dataclass(frozen=True, slots=True)
class Cut:
    """The longest text and the longest list. No id and no hash is longer than 200 characters."""

    text: int
    members: int


_CUTS: Final = (Cut(2_000, 500), Cut(500, 500), Cut(200, 500), Cut(200, 50), Cut(200, 5))


def weight(text: str) -> int:
    """Count the bytes of a text inside an answer, as Lambda writes it."""
    parts = (text[start : start + _PART] for start in range(0, len(text), _PART))
    return sum(len(json.dumps(part)) - 2 for part in parts)


def in_an_answer(shape: SizedShape) -> int:
    """Count the bytes of a shape in an answer, or more if it is small enough in any case."""
    written = shape.model_dump_json()
    most = len(written) * _WIDEST
    return most if most <= LARGEST else weight(written)


def fitted(
    shape: S,
    *,
    room: int = LARGEST,
    size: Callable[[S], int] = in_an_answer,
    cuts: tuple[Cut, ...] = _CUTS,
) -> S:
    """Return a shape that fits into the room, with as few losses as possible."""
    excess = size(shape) - room
    if excess <= 0:
        return shape
    shape = _without_oldest_words(shape, excess)
    for each in cuts:
        if size(shape) <= room:
            break
        shape = _told(_cut(shape, each), _CUT)
    return shape


def newest_that_fit(written: list[str]) -> list[str]:
    """Choose the last texts that fit into one answer, and at least one."""
    room = LARGEST
    for place in range(len(written) - 1, -1, -1):
        room -= weight(written[place])
        if room < 0:
            return written[place + 1 :] or written[-1:]
    return written


def _without_oldest_words(shape: S, excess: int) -> S:
    """Replace words by a mark, oldest entry first, until as many bytes as the excess are gone."""
    if not isinstance(shape, TimelineShape):
        return shape
    kept = list(_shorter(shape.timeline, excess + len(_NOT_SHOWN) * _WIDEST))
    count = sum(new is not old for new, old in zip(kept, shape.timeline, strict=True))
    return _told(shape.model_copy(update={"timeline": tuple(kept)}), say("not-shown", _NOT_SHOWN, count=count))


def _shorter(entries: tuple[EntryShape, ...], excess: int) -> Iterator[EntryShape]:
    for entry in entries:
        text = entry.text
        if excess > 0 and isinstance(text, str) and len(text) > len(_MARK):
            excess -= weight(text)
            yield entry.model_copy(update={"text": _MARK})
        else:
            yield entry


def _told(shape: S, why: Sentence) -> S:
    return shape.model_copy(update={"shortened": why})


def _cut(shape: M, most: Cut) -> M:
    return shape.model_copy(update={name: _member(value, most) for name, value in shape})


def _member(value: object, most: Cut) -> object:
    """Cut a text or a list, and whatever a list or a shape contains. A list loses its oldest members."""
    if isinstance(value, BaseModel):
        return _cut(value, most)
    if isinstance(value, dict):
        return {name: _member(member, most) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_member(member, most) for member in value[-most.members :])
    return _text(value, most.text) if isinstance(value, str) else value


def _text(value: str, longest: int) -> str:
    """Cut a text. The member of an enum is a word of ours, and stays whole."""
    return value if isinstance(value, Enum) or len(value) <= longest else value[:longest] + _MARK
