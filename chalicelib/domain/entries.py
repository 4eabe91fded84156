"""Entries: the lines of the timeline of a case or of an order."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.values.sentences import Sentence
from chalicelib.values.vocabulary import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a timeline. `person` is who of ours did it. `words` are a person's own, or a sentence of ours.

    `sentence` is what it changed if it counts, else the reason why it changed nothing.
    """

    id: str
    at: datetime
    received_at: datetime
    by: Party
    type: str
    words: str | Sentence | None
    sentence: Sentence
    counts: bool
    person: str | None = None

    @property
    def text(self) -> str | None:
        """The words in English."""
        return None if self.words is None else str(self.words)

    @property
    def effect(self) -> str | None:
        """The change in English, or None if it changed nothing."""
        return str(self.sentence) if self.counts else None

    @property
    def no_effect_because(self) -> str | None:
        """The reason why it changed nothing, in English, or None if it changed something."""
        return None if self.counts else str(self.sentence)
