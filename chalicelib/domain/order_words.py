"""Words about an order that change no record: the platform closed it, or a carrier lost a parcel."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.facts import Fact, Text, Tracking, Word
from chalicelib.domain.flags import Review
from chalicelib.values.sentences import say


class OrderEnded(Fact):
    """The platform closed the order, so that its side of an open return may be over too."""

    platform_status: Word

    @property
    def words(self) -> str | None:
        """The platform's word."""
        return self.platform_status


class CarrierStated(Fact):
    """The carrier says what became of a parcel, such as its loss. It is evidence, and decides nothing."""

    text: Text
    tracking: Tracking | None = None

    @property
    def words(self) -> str | None:
        """The carrier's word, and the parcel."""
        number = self.tracking.number if self.tracking else None
        return f"{self.text}: parcel {number}" if number else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEnd:
    """The platform closed the order. `id` is the id of the event."""

    id: str
    at: datetime
    word: str

    @property
    def review(self) -> Review:
        """The review of a case that is open then."""
        words = 'the platform says "{word}" of the order: its side may be over'
        return Review("platform-status", say("order-ended-there", words, word=self.word), self.id)
