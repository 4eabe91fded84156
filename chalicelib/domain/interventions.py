"""Interventions: acts on the platform of which it says less than our own facts need.

The platform tells no id of some mediations, so that the case numbers them.

The next intervention has the next number once the one before was decided, or has ended without a winner.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from chalicelib.domain.case import Case
from chalicelib.domain.facts import Text
from chalicelib.domain.request_facts import ReturnUpdated
from chalicelib.values.kept_sentences import read_again
from chalicelib.values.sentences import Sentence, text
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import Party, RoundKind

_LONGEST_START: Final = 48  # of a return's id. The name has to be unique in the case only, and is an id itself

# The acts of a seller that dialects write: the platform's name, and the terms in the platform's own words.
OFFER_REJECTED: Final = ("offer-there-rejected", "the seller's offer at {platform}: {terms}, and the buyer rejected it")
OFFER_THERE: Final = ("offer-there", "the seller's offer at {platform}: {terms}")


class MediationEnded(ReturnUpdated):
    """The platform ended its mediation and named no winner."""


class SellersAct(ReturnUpdated):
    """The seller did something on the platform that has to be a command here, such as an offer."""

    text: Text

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- who did it is part of the text
        """Return its date and its text."""
        return f"seller's act of {at.isoformat()}: {self.text}"

    @property
    def words(self) -> Sentence:
        """The text, read as a sentence. Our dialects write it in English."""
        return read_again(self.text, (OFFER_REJECTED, OFFER_THERE)) or text(self.text)


def end_mediation(case: Case) -> Case:
    """Note that the platform ended its mediation."""
    pending = case.pending_round
    if pending is None or pending.kind is not RoundKind.MEDIATION:
        return case
    return case.with_round(replace(pending, is_over_there=True))


def numbered_mediation(case: Case) -> str:
    """Name the mediation of which the platform tells no id."""
    lasting = {each.id: each.status is RoundStatus.OPEN and not each.is_over_there for each in case.rounds}
    name, number = f"{case.key.return_id[:_LONGEST_START]}-mediation", 1
    numbered = name
    while not lasting.get(numbered, True):
        number += 1
        numbered = f"{name}-{number}"
    return numbered
