"""A case: one return of an order from request to close, as its history leaves it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self, TypeVar

from chalicelib.domain.case_parts import (
    PENDING,
    Agreement,
    Entry,
    EvidenceFile,
    Offer,
    OfferStatus,
    Outbox,
    Override,
    Refusal,
    Review,
    Round,
)
from chalicelib.domain.facts import Customer, Line, StatedReason, Tracking
from chalicelib.domain.lifecycle import SOFT_ENDS
from chalicelib.domain.own_facts import InspectionRecorded
from chalicelib.domain.policy import PolicyVersion
from chalicelib.values.identifiers import CaseKey
from chalicelib.values.money import Money, total
from chalicelib.values.vocabulary import Outcome, ReasonCode, Resolution, RoundKind, Status

T = TypeVar("T")
_REASONS = frozenset(ReasonCode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One return; every change makes a new one."""

    key: CaseKey
    policy: PolicyVersion
    opened_at: datetime
    status: Status = Status.REQUESTED
    since: datetime
    outcome: Outcome | None = None
    platform_status: str | None = None
    customer: Customer | None = None
    reason: StatedReason | None = None
    classified: ReasonCode | None = None
    wants: Resolution | None = None
    lines: tuple[Line, ...] = ()
    override: Override | None = None
    offers: tuple[Offer, ...] = ()
    agreement: Agreement | None = None
    refusal: Refusal | None = None
    inspection: InspectionRecorded | None = None
    inspected_at: datetime | None = None
    responded: bool = False
    goods_sent_at: datetime | None = None
    goods_back_at: datetime | None = None
    tracking: Tracking | None = None
    settled: Money | None = None
    exchange_sent_at: datetime | None = None
    rounds: tuple[Round, ...] = ()
    ruled: tuple[RoundKind, int] | None = None
    evidence: tuple[EvidenceFile, ...] = ()
    root_cause: str | None = None
    lesson: str | None = None
    passed: frozenset[tuple[str, datetime]] = frozenset()
    told: frozenset[str] = frozenset()
    reviews: tuple[Review, ...] = ()
    timeline: tuple[Entry, ...] = ()
    outbox: Outbox = field(default_factory=Outbox)

    @property
    def is_open(self) -> bool:
        """Whether it still runs."""
        return self.status is not Status.CLOSED

    @property
    def reason_code(self) -> ReasonCode:
        """The reason as classified, else as told where we know the word, else unknown (never a guess)."""
        if self.classified is not None:
            return self.classified
        told = self.reason.code if self.reason else ReasonCode.UNKNOWN
        return ReasonCode(told) if told in _REASONS else ReasonCode.UNKNOWN

    @property
    def claim(self) -> Money | None:
        """What its lines are worth together; None without lines or with two currencies."""
        return total(line.amount for line in self.lines)

    @property
    def ruling(self) -> Round | None:
        """The latest ruling."""
        if self.ruled is None:
            return None
        return next(found for found in reversed(self.rounds) if (found.kind, found.number) == self.ruled)

    @property
    def pending_round(self) -> Round | None:
        """The proceeding that waits for the platform."""
        return next((found for found in reversed(self.rounds) if found.status in PENDING), None)

    @property
    def promised(self) -> Money | None:
        """What was ruled, else agreed, to be paid to the customer, however the case went on."""
        if self.ruling is not None:
            return self.ruling.refund
        return self.agreement.amount if self.agreement else None

    @property
    def due(self) -> Money | None:
        """What is to be paid to the customer; an agreement that ended without money leaves nothing due."""
        return None if self.ruling is None and self.outcome in SOFT_ENDS else self.promised

    @property
    def unsettled(self) -> Money | None:
        """What of it is still to be paid; None where nothing is."""
        return self.open_part(self.due)

    def open_part(self, amount: Money | None) -> Money | None:
        """What of an amount is not paid yet; None where nothing is left of it."""
        if amount is None or self.settled is None or self.settled.currency != amount.currency:
            return amount if amount is not None and amount.minor else None
        return amount.less(self.settled) if amount.exceeds(self.settled) else None

    @property
    def awaits_exchange(self) -> bool:
        """Whether an exchange was agreed and is not on its way."""
        exchange = self.agreement is not None and self.agreement.resolution is Resolution.EXCHANGE
        return exchange and self.exchange_sent_at is None

    def offer(self, offer_id: str) -> Offer | None:
        """The offer of that id."""
        return next((found for found in self.offers if found.offer_id == offer_id), None)

    def open_offers(self) -> tuple[Offer, ...]:
        """The offers that can still be accepted."""
        still = OfferStatus.OPEN
        return tuple([found for found in self.offers if found.status is still])

    def file(self, evidence_id: str) -> EvidenceFile | None:
        """The evidence of that id."""
        return next((found for found in self.evidence if found.evidence_id == evidence_id), None)

    def with_offer(self, changed: Offer) -> Self:
        """The case with the offer of that id as given, or added."""
        return replace(self, offers=_with(self.offers, changed, lambda found: found.offer_id == changed.offer_id))

    def with_file(self, changed: EvidenceFile) -> Self:
        """The case with the file of that id as given, or added."""
        name = changed.evidence_id
        return replace(self, evidence=_with(self.evidence, changed, lambda found: found.evidence_id == name))

    def with_round(self, changed: Round) -> Self:
        """The case with the round of that kind and number as given, or added."""
        kind, number = changed.kind, changed.number
        rounds = _with(self.rounds, changed, lambda found: found.number == number and found.kind is kind)
        return replace(self, rounds=rounds)

    def flagged(self, rule: str, detail: str) -> Self:
        """The case with something more for a person to look at; the same thing is flagged once."""
        review = Review(rule, detail)
        return self if review in self.reviews else replace(self, reviews=(*self.reviews, review))


def _with(items: tuple[T, ...], changed: T, is_same: Callable[[T], bool]) -> tuple[T, ...]:
    """The items with the same one changed, or with one more; the newest is looked at first, as it mostly is that."""
    for place in range(len(items) - 1, -1, -1):
        if is_same(items[place]):
            return (*items[:place], changed, *items[place + 1 :])
    return (*items, changed)
