"""The inputs: faults that others met in this work, each with the right result and with steps.

A file of `inputs/` is one kind of fault. Each of its variants is a list of steps; `player.py` takes them. `numbers` are
those of docs/reliability.md.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter

FOLDER = Path(__file__).parent / "inputs"


class How(StrEnum):
    """The ways to compare a value of a case with the right one."""

    IS = "="
    IS_NOT = "not"
    AT_MOST = "<="
    AT_LEAST = ">="
    EMPTY = "empty"
    NOT_EMPTY = "not empty"
    NULL = "null"
    WITHOUT = "without"


Expectation = tuple[str, How] | tuple[str, How, JsonValue]


class Step(BaseModel):
    """Something that a stranger does, or sees.

    A field that nobody knows is an error in the input.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class Number(Step):
    """The order number from here on."""

    number: str


class Tell(Step):
    """A signed webhook of this type.

    `answers` is the word of its answer.
    """

    tell: str
    of: str | None = None
    at: str = "0s"
    data: dict[str, JsonValue] = {}
    whole: bool = False
    id: str | None = None
    answers: str = "accepted"


class LazadaPush(Step):
    """A signed push of Lazada's with this status."""

    push: Literal["lazada"]
    status: str
    of: str = "R-1"
    at: str = "0s"


class AlibabaPush(Step):
    """A signed message of 1688 with this action, and the status after it."""

    push: Literal["alibaba"]
    status: tuple[str, str]
    of: str = "R-1"
    at: str = "0s"


class Do(Step):
    """A command of the seller. `answers` is its status code, if only one is right."""

    do: str
    of: str
    fields: dict[str, JsonValue] = Field(default={}, alias="with")
    key: str | None = None
    answers: int | None = None


class Put(Step):
    """The seller's own order record."""

    put: dict[str, JsonValue]


class Upload(Step):
    """A file in hex that is announced and uploaded, and its status in the end."""

    upload: str
    filename: str
    type: str
    kind: str
    becomes: Literal["stored", "rejected"]
    of: str = "R-1"


class See(Step):
    """The case as it must be: all of one list, one of the other."""

    see: str
    all: tuple[Expectation, ...] = ()
    any: tuple[Expectation, ...] = ()


class WayOut(Step):
    """The seller can agree to something, at the latest after naming the articles by the order's own words."""

    way_out: str
    lines: tuple[dict[str, JsonValue], ...]


class Dossier(Step):
    """Words that the dossier must have."""

    dossier: str
    says: str


class Csv(Step):
    """The export has no cell that a spreadsheet would compute."""

    csv: Literal["no formula"]


class Missing(Step):
    """There is no such case."""

    missing: str


AnyStep = Number | Tell | LazadaPush | AlibabaPush | Do | Put | Upload | See | WayOut | Dossier | Csv | Missing


class Fault(Step):
    """One kind of fault: its title, what is right, and its variants."""

    title: str
    right: str
    numbers: tuple[int, ...]
    variants: dict[str, tuple[AnyStep, ...]]


@dataclass(frozen=True, slots=True)
class Variant:
    """One variant of a fault, by an id that says its subject."""

    id: str
    right: str
    numbers: tuple[int, ...]
    steps: tuple[AnyStep, ...]


_FAULT: TypeAdapter[Fault] = TypeAdapter(Fault)


def read_fault(text: str) -> Fault:
    """Read one file.

    Pydantic.ValidationError if a step is none that `player.py` can take.
    """
    return _FAULT.validate_python(json.loads(text))


def every_variant() -> Iterator[Variant]:
    """All variants of all files, by subject."""
    for path in sorted(FOLDER.glob("*.json")):
        fault = read_fault(path.read_text())
        for name, steps in fault.variants.items():
            yield Variant(f"{path.stem}-{name}", fault.right, fault.numbers, steps)
