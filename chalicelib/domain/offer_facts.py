"""The facts of offers and agreements: what both sides propose and answer (G2.3a)."""

from datetime import datetime
from typing import Literal

from chalicelib.domain.facts import CaseFact, GoodsPlan, Payer, Text
from chalicelib.values.identifiers import Identifier, OfferId
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.sentences import Sentence, Term, say, text
from chalicelib.values.vocabulary import Party, Resolution

RECORDED = "recorded by the seller"
GOODWILL = "as goodwill"


class OfferMade(CaseFact):
    """One side makes an offer, which cannot change afterwards (G2.3a)."""

    offer_id: Identifier
    resolution: Resolution
    amount: Money | None = None
    freight_payer: Payer | None = None
    expires_at: Instant | None = None
    text: Text | None = None

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- an id identifies an offer
        """Return the offer's id, which is unique on its side only."""
        return name_of_offer(self.offer_id, by)

    @property
    def words(self) -> str | Sentence | None:
        """The text, or the terms if there is no text."""
        if self.text:
            return self.text
        if self.amount is None:
            return text(self.resolution)
        return say("terms-of-offer", "{resolution}: {amount}", resolution=self.resolution, amount=self.amount)


class OfferAnswered(CaseFact):
    """One side accepts or declines an offer of the other side."""

    offer_id: OfferId
    text: Text | None = None

    @property
    def words(self) -> str | Sentence | None:
        """The text."""
        return self.text


class OfferOnRecord(OfferMade):
    """An offer in a row of our own.

    `recorded_by` is set if the customer made it and the seller recorded it. `goods` is what the seller decided on the
    goods with an offer of their own, and `goodwill` is set if it may be above what the pieces are worth.
    """

    offer_id: OfferId
    recorded_by: Literal[Party.SELLER] | None = None
    goods: GoodsPlan | None = None
    goodwill: Literal[True] | None = None

    @property
    def is_recorded(self) -> bool:
        """True if the customer made it."""
        return self.recorded_by is not None

    @property
    def words(self) -> str | Sentence | None:
        """The text or the terms, marked if the seller has recorded them, or gives them as goodwill."""
        if self.is_recorded:
            return _marked(super().words)
        return _marked(super().words, GOODWILL) if self.goodwill else super().words


class AnswerOnRecord(OfferAnswered):
    """An answer in a row of our own. `recorded_by` is set if the customer gave it and the seller recorded it."""

    recorded_by: Literal[Party.SELLER] | None = None

    @property
    def is_recorded(self) -> bool:
        """True if the customer gave it."""
        return self.recorded_by is not None

    @property
    def words(self) -> str | Sentence | None:
        """The text, marked if the seller has recorded it."""
        return _marked(super().words) if self.is_recorded else super().words


class OfferTaken(AnswerOnRecord):
    """An acceptance in a row of our own. `amount` is what the offer was worth then, if it names no amount."""

    amount: Money | None = None
    goods: GoodsPlan | None = None
    goodwill: Literal[True] | None = None

    @property
    def words(self) -> str | Sentence | None:
        """The text, marked if the seller has recorded it, or accepts as goodwill."""
        return _marked(super().words, GOODWILL) if self.goodwill else super().words


class OfferWithdrawn(CaseFact):
    """The seller withdraws an offer of their own."""

    offer_id: OfferId
    text: Text | None = None

    @property
    def words(self) -> str | None:
        """The text."""
        return self.text


class ReturnAccepted(CaseFact):
    """The seller agrees to what the customer wants, for the amount that was open then."""

    resolution: Resolution
    amount: Money | None = None
    freight_payer: Payer | None = None
    goods: GoodsPlan | None = None


def name_of_offer(offer_id: str, by: Party) -> str:
    """Name an offer: each side may use the other side's ids for its own offers."""
    return f"offer {offer_id} of the {by}"


def _marked(words: str | Sentence | None, mark: str = RECORDED) -> Sentence:
    """Mark words in front, so that the mark is not lost if somebody shortens them."""
    if words is None:
        return text(mark)
    return say("marked", "{mark}: {said}", mark=Term(mark), said=words)
