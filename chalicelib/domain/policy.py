"""A policy holds every number and choice of a merchant's rules as validated, versioned data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from chalicelib.domain.facts import Payer
from chalicelib.values.identifiers import Identifier
from chalicelib.values.reasons import Fault, ReasonCode
from chalicelib.values.vocabulary import EvidenceKind

Phrase = Annotated[str, StringConstraints(min_length=1, max_length=500)]
RuleId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9.-]{0,31}$")]
MediaType = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,32}/[a-z0-9.+-]{1,64}$")]
DayCount = Annotated[int, Field(strict=True, ge=1, le=365)]
Checklist = Mapping[EvidenceKind, Annotated[int, Field(strict=True, ge=1, le=30)]]


_GUIDES_MARKETPLACE = "alibaba"  # the days of the shipped policies, and of those stored before this field


class Clause(BaseModel):
    """One rule of a policy with its source."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    rule: RuleId
    source: Phrase


class Window(Clause):
    """The days from receipt in which a return may be asked for."""

    days: DayCount

    @property
    def length(self) -> timedelta:
        """The window as a span of time."""
        return timedelta(days=self.days)


class Term(Window):
    """A deadline: the time that somebody has, and what silence does.

    `silence` says that to the seller, and `for_customers` in words for the customer, if it differs.
    """

    silence: Phrase
    for_customers: Phrase | None = None


class Windows(BaseModel):
    """The windows in which a return may be asked for (G1.1, G2.2a)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    no_reason: Window
    claim: Window


# Policies that were stored before this deadline existed have it too.
_TO_FILE = Term(
    days=1,
    rule="G2.3b",
    source="Recourse: the guide leaves it open; an appeal has until its own window ends",
    silence="the platform has not got the request, and does not act on it",
)


class Terms(BaseModel):
    """Every deadline of a case, by name."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    respond: Term
    negotiation: Term
    contest: Term
    ship_back: Term
    inspect: Term
    settle: Term
    to_file: Term = _TO_FILE
    take_up: Term
    evidence: Term
    ruling: Term
    appeal: Term


class Escalation(Clause):
    """The automatic escalation, how long it waits for a late delivery, and when it is too late for it (G2.3b)."""

    automatic: StrictBool
    grace_minutes: Annotated[int, Field(strict=True, ge=0, le=1440)]
    late_hours: Annotated[int, Field(strict=True, ge=1, le=720)]

    @property
    def grace(self) -> timedelta:
        """The time from the deadline to the escalation."""
        return timedelta(minutes=self.grace_minutes)

    @property
    def lateness(self) -> timedelta:
        """The greatest age of a cause that is filed without a person."""
        return timedelta(hours=self.late_hours)


class Appeals(Clause):
    """The number of appeals against a ruling, and the evidence they need (G2.5a, G2.5b)."""

    rounds: Annotated[int, Field(strict=True, ge=0, le=9)]
    evidence: Checklist


class FreightClause(Clause):
    """The payer for one fault class. `asks`: the customer is asked to pay, and the seller may choose otherwise."""

    payer: Payer
    asks: StrictBool = False
    reclaim_from: Literal["carrier"] | None = None


class FreightTable(BaseModel):
    """The payers of the freight, by fault class (G2.4)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    customer: FreightClause
    seller: FreightClause
    carrier: FreightClause

    def for_fault(self, fault: Fault) -> FreightClause | None:
        """Return the clause for a fault class, or None while the fault is unknown."""
        match fault:
            case Fault.CUSTOMER:
                return self.customer
            case Fault.SELLER:
                return self.seller
            case Fault.CARRIER:
                return self.carrier
            case Fault.UNKNOWN:
                return None


class UploadForm(Clause):
    """The limits of the platform's own upload form. A file beyond them is accepted here, with a warning."""

    types: Annotated[tuple[MediaType, ...], Field(max_length=20)]
    max_mb: Annotated[int, Field(strict=True, ge=1, le=1000)]
    per_kind: Annotated[int, Field(strict=True, ge=1, le=100)]


class EvidenceClause(Clause):
    """The limits of a case's evidence, and the evidence that a reason needs (G2.5b)."""

    max_files: Annotated[int, Field(strict=True, ge=1, le=100)]
    max_document_mb: Annotated[int, Field(strict=True, ge=1, le=100)]
    max_video_mb: Annotated[int, Field(strict=True, ge=1, le=1000)]
    upload_minutes: Annotated[int, Field(strict=True, ge=1, le=720)]
    by_reason: Mapping[ReasonCode, Checklist] = {}
    platform: UploadForm | None = None


class Burning(Clause):
    """The per cents of its time from which a deadline is shown as urgent."""

    half: Annotated[int, Field(strict=True, ge=1, le=99)]
    nearly: Annotated[int, Field(strict=True, ge=1, le=99)]


class Seller(BaseModel):
    """The name under which customers know the merchant, and how they reach them."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Phrase
    contact: Phrase


class Policy(BaseModel):
    """All rules of a merchant. Unknown fields are errors, and every error is named at once."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
    title: Phrase
    seller: Seller | None = None
    marketplaces: Annotated[tuple[Identifier, ...], Field(min_length=1, max_length=50)] = (_GUIDES_MARKETPLACE,)
    windows: Windows
    deadlines: Terms
    escalation: Escalation
    appeals: Appeals
    freight: FreightTable
    evidence: EvidenceClause
    burning: Burning

    def speaks_for(self, marketplace: str) -> bool:
        """Tell whether its days are those of a marketplace. The days of one are not used for another."""
        return marketplace in self.marketplaces


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """A policy as one merchant put it. `version` 0 is the shipped default."""

    version: int
    in_force_from: datetime
    policy: Policy


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """The policies for a fold: the merchant's versions, and the shipped ones to compare with."""

    versions: tuple[PolicyVersion, ...]
    shipped: tuple[Policy, ...]

    def in_force(self, at: datetime) -> PolicyVersion:
        """Return the version in force at an instant: the latest that had come into force, else the first."""
        ordered = sorted(self.versions, key=lambda version: version.version)
        return next((found for found in reversed(ordered) if found.in_force_from <= at), ordered[0])
