"""The rulings of the platform."""

from datetime import datetime

from chalicelib.domain.facts import CaseFact, Payer, Text
from chalicelib.values.identifiers import Identifier
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import Favour, Party


class Ruling(CaseFact):
    """The platform decides."""

    in_favour_of: Favour
    refund: Money | None = None
    freight_payer: Payer | None = None
    appeal_until: Instant | None = None
    text: Text | None = None

    @property
    def words(self) -> str | None:
        """The text."""
        return self.text


class MediationDecided(Ruling):
    """The platform decides a mediation."""

    mediation_id: Identifier

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- an id identifies a mediation
        """Return the mediation's id."""
        return f"mediation {self.mediation_id} decided"


class AppealDecided(Ruling):
    """The platform decides an appeal."""

    appeal_id: Identifier

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- an id identifies an appeal
        """Return the appeal's id."""
        return f"appeal {self.appeal_id} decided"
