"""The meanings of platforms' words: each documented word is our event, and the stage of the return on the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.values.stages import Stage
from chalicelib.values.vocabulary import EventType, Resolution


@dataclass(frozen=True, slots=True)
class Meaning:
    """One row of a dialect's table. `wants` is set if the word says what the customer wants."""

    kind: EventType
    stage: Stage | None
    wants: Resolution | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Several words of one meaning, divided by spaces."""

    kind: EventType
    stage: Stage | None
    words: str
    wants: Resolution | None = None


# A word that no document lists: kept as the platform's status, and a person has to look at it.
UNLISTED: Final = Meaning(EventType.RETURN_UPDATED, Stage.UNKNOWN)


def meanings(*rows: Row) -> Mapping[str, Meaning]:
    """Make the table of a dialect, from each word to its meaning."""
    return {word: Meaning(row.kind, row.stage, row.wants) for row in rows for word in row.words.split()}
