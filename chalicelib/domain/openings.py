"""Openings: the platform begins a mediation or an appeal, and says more or less of it."""

from datetime import datetime
from typing import Literal, Self

from chalicelib.domain.facts import CaseFact, Fact, PlatformFact
from chalicelib.values.identifiers import Identifier
from chalicelib.values.instants import Instant
from chalicelib.values.vocabulary import Party

Opener = Literal[Party.CUSTOMER, Party.SELLER, Party.PLATFORM]


class Opened(CaseFact):
    """The platform opens a proceeding."""

    opened_by: Opener
    evidence_due: Instant | None = None

    def contradicts(self, again: Fact) -> bool:
        """Compare only what both say. A later push may leave the deadline out."""
        unsaid = isinstance(again, Opened) and None in (self.evidence_due, again.evidence_due)
        return _comparable(self, dated=not unsaid) != _comparable(again, dated=not unsaid)

    def completed_by(self, again: Fact) -> Self:
        """Take the deadline from a second delivery if the first one has none."""
        if self.evidence_due is not None or not isinstance(again, Opened) or again.evidence_due is None:
            return self
        return self.model_copy(update={"evidence_due": again.evidence_due})


class UnnamedMediation(Opened, PlatformFact):
    """The platform opens a mediation, and perhaps tells no id. Then the case numbers it."""

    mediation_id: Identifier | None = None

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- who opened it is part of the fact
        """Return the id of the mediation, or its date if it has no id."""
        return f"mediation opened at {at.isoformat()}"


class MediationOpened(UnnamedMediation):
    """The platform opens a mediation."""

    mediation_id: Identifier

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- an id identifies a mediation
        """Return the mediation's id."""
        return f"mediation {self.mediation_id} opened"


class AppealOpened(Opened):
    """The platform opens an appeal."""

    appeal_id: Identifier

    def identity(self, *, by: Party, at: datetime) -> str:  # noqa: ARG002 -- an id identifies an appeal
        """Return the appeal's id."""
        return f"appeal {self.appeal_id} opened"


class AppealOfRuling(AppealOpened):
    """The platform goes on to its last stage, which is an appeal only if it has decided a mediation here."""


def _comparable(fact: Fact, *, dated: bool) -> Fact:
    """Leave out what changes from day to day, and the deadline unless it counts."""
    changing: dict[str, object] = {"platform_status": None, "stage": None} if isinstance(fact, PlatformFact) else {}
    return fact.model_copy(update=changing if dated else changing | {"evidence_due": None})
