"""The dialect of erased deliveries: the facts of a marketplace, in our own words and without a person's.

A row of the log changes to this dialect when its delivery is erased. What was never understood stays so. The body names
the class of each fact, because some classes belong to one dialect only.
"""

import json
from collections.abc import Iterator

from pydantic import BaseModel

from chalicelib.dialects.delivery import NotUnderstood, Translation
from chalicelib.dialects.reading import understood
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Fact
from chalicelib.values.identifiers import Identifier
from chalicelib.values.instants import Instant, format_instant
from chalicelib.values.vocabulary import Party

NAME = "erased"
# The body of an erased delivery that was not understood: it is not understood either.
TOMBSTONE = b'{"erased":"this delivery was not understood"}'


class _Fact(BaseModel):
    type: str
    timestamp: Instant
    by: Party
    fact: str
    data: dict[str, object]


class _Envelope(BaseModel):
    order_number: Identifier
    erased: tuple[_Fact, ...]


def write(translation: Translation) -> bytes:
    """Write facts that were erased before as the body of their row."""
    envelope = {"order_number": translation.order_number, "erased": [*map(_written, translation.happenings)]}
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def translate(body: bytes) -> Translation:
    """Read the body of an erased row. Raises NotUnderstood for any other bytes."""
    envelope = understood("", _Envelope.model_validate, parse_object(body))
    if not envelope.erased:
        raise NotUnderstood("an erased row has at least one fact")
    return Translation(envelope.order_number, tuple(map(_read, envelope.erased)))


def _written(happening: Happening) -> dict[str, object]:
    return {
        "type": happening.type,
        "timestamp": format_instant(happening.at),
        "by": happening.by,
        "fact": type(happening.fact).__name__,
        "data": happening.fact.model_dump(mode="json", exclude_none=True),
    }


def _read(written: _Fact) -> Happening:
    kinds = {kind.__name__: kind for kind in _kinds(Fact)}
    if written.fact not in kinds:
        raise NotUnderstood("fact: no such class")
    fact = understood("data", kinds[written.fact].model_validate, written.data)
    return Happening(type=written.type, at=written.timestamp, by=written.by, fact=fact)


def _kinds(kind: type[Fact]) -> Iterator[type[Fact]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)
