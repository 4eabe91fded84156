"""A case is one return of an order, from the request to the end."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self, TypeVar

from chalicelib.domain.case_parts import (
    Agreement,
    EvidenceFile,
    FailedRefund,
    Hold,
    Inspection,
    Match,
    Offer,
    Outbox,
    Override,
    Payment,
    Refusal,
    Round,
)
from chalicelib.domain.entries import Entry
from chalicelib.domain.facts import Customer, Line, OrderLine, PlatformDeadline, StatedReason, Tracking
from chalicelib.domain.flags import Acknowledgement, Review
from chalicelib.domain.line_amounts import with_amounts
from chalicelib.domain.policy import PolicyVersion
from chalicelib.values.identifiers import CaseKey
from chalicelib.values.money import Money, total
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.states import PENDING, SOFT_ENDS, OfferStatus
from chalicelib.values.vocabulary import Outcome, Resolution, RoundKind, Status

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One return. It is immutable: every change makes a new one.

    `since` is when the case came into its status. `identities` holds the identities of the facts that have counted.
    `asked_at` is when an update last changed what the customer asks for.
    `order_lines` are the lines of the order, which say what a line without an amount is worth.
    `acted` holds the deadlines that have acted, each by its name and instant.
    `acknowledged` holds who has looked at which reviews.
    `payments` are those that arrived, and `paid` is their sum in each currency.
    `earlier_end` is the end without money that the case had when money came. `reopened_at` is when it was reopened.
    """

    key: CaseKey
    policy: PolicyVersion
    order_currency: str | None = None
    opened_at: datetime
    status: Status = Status.REQUESTED
    since: datetime
    outcome: Outcome | None = None
    platform_status: str | None = None
    platform_deadline: PlatformDeadline | None = None
    hold: Hold | None = None
    customer: Customer | None = None
    reason: StatedReason | None = None
    classified: ReasonCode | None = None
    wants: Resolution | None = None
    asked_at: datetime | None = None
    lines: tuple[Line, ...] = ()
    matched: tuple[Match, ...] = ()
    order_lines: tuple[OrderLine, ...] = ()
    override: Override | None = None
    offers: tuple[Offer, ...] = ()
    agreement: Agreement | None = None
    refusal: Refusal | None = None
    inspection: Inspection | None = None
    responded: bool = False
    goods_sent_at: datetime | None = None
    goods_back_at: datetime | None = None
    tracking: Tracking | None = None
    payments: tuple[Payment, ...] = ()
    paid: tuple[Money, ...] = ()
    failed: tuple[FailedRefund, ...] = ()
    earlier_end: Outcome | None = None
    reopened_at: datetime | None = None
    exchange_sent_at: datetime | None = None
    rounds: tuple[Round, ...] = ()
    ruled: tuple[RoundKind, int] | None = None
    evidence: tuple[EvidenceFile, ...] = ()
    root_cause: str | None = None
    lesson: str | None = None
    acted: frozenset[tuple[str, datetime]] = frozenset()
    identities: frozenset[str] = frozenset()
    reviews: tuple[Review, ...] = ()
    acknowledged: tuple[Acknowledgement, ...] = ()
    timeline: tuple[Entry, ...] = ()
    outbox: Outbox = field(default_factory=Outbox)

    @property
    def is_open(self) -> bool:
        """True until the case is closed."""
        return self.status is not Status.CLOSED

    @property
    def reason_code(self) -> ReasonCode:
        """The reason as the seller classified it, else the platform's word if we know it, else unknown."""
        if self.classified is not None:
            return self.classified
        stated = self.reason.code if self.reason else None
        return next((code for code in ReasonCode if code == stated), ReasonCode.UNKNOWN)

    @property
    def priced_lines(self) -> tuple[Line, ...]:
        """Its lines, each with its amount as stated, else as the order says. None if neither says it."""
        return with_amounts(self.lines, self.order_lines, self.matched)

    @property
    def claim(self) -> Money | None:
        """The sum of its lines, or None if it has no lines, an unknown amount or two currencies."""
        amounts = [line.amount for line in self.priced_lines]
        known = [amount for amount in amounts if amount is not None]
        return total(known) if len(known) == len(amounts) else None

    @property
    def ruling(self) -> Round | None:
        """The latest ruling."""
        if self.ruled is None:
            return None
        return next(found for found in reversed(self.rounds) if (found.kind, found.number) == self.ruled)

    @property
    def pending_round(self) -> Round | None:
        """The proceeding that waits for the platform, if there is one."""
        return next((found for found in reversed(self.rounds) if found.status in PENDING), None)

    @property
    def promised(self) -> Money | None:
        """The amount that was ruled, else agreed, to be paid to the customer, even if the case went on."""
        if self.ruling is not None:
            return self.ruling.refund
        return self.agreement.amount if self.agreement else None

    @property
    def due(self) -> Money | None:
        """The amount to be paid to the customer. An agreement that ended without money leaves nothing due."""
        return None if self.ruling is None and self.outcome in SOFT_ENDS else self.promised

    @property
    def currency(self) -> str | None:
        """The currency of what is due, else of its lines, else of its order, else of what was paid first."""
        if (stated := self.promised or self.claim) is not None:
            return stated.currency
        if self.order_currency is None and self.payments:
            return self.payments[0].amount.currency
        return self.order_currency

    @property
    def settled(self) -> Money | None:
        """The amount that was paid, without payments in another currency than is due."""
        currency = self.currency
        return next((amount for amount in self.paid if amount.currency == currency), None)

    @property
    def other(self) -> tuple[Money, ...]:
        """The amounts that were paid in other currencies than is due: they settle nothing."""
        currency = self.currency
        return tuple(amount for amount in self.paid if amount.currency != currency)

    @property
    def unsettled(self) -> Money | None:
        """The part of it that is still to be paid, or None."""
        return self.open_part(self.due)

    def open_part(self, amount: Money | None) -> Money | None:
        """Return the part of an amount that is not paid yet, or None if all is paid."""
        if amount is None or self.settled is None or self.settled.currency != amount.currency:
            return amount if amount is not None and amount.minor else None
        return amount.less(self.settled) if amount.exceeds(self.settled) else None

    @property
    def awaits_exchange(self) -> bool:
        """True if an exchange was agreed and is not on its way."""
        exchange = self.agreement is not None and self.agreement.resolution is Resolution.EXCHANGE
        return exchange and self.exchange_sent_at is None

    def offer(self, offer_id: str) -> Offer | None:
        """Return the offer of that id, or None."""
        return next((found for found in self.offers if found.offer_id == offer_id), None)

    def open_offers(self) -> tuple[Offer, ...]:
        """Return the offers that can still be accepted."""
        still = OfferStatus.OPEN
        return tuple([found for found in self.offers if found.status is still])

    def file(self, evidence_id: str) -> EvidenceFile | None:
        """Return the file of that id, or None."""
        return next((found for found in self.evidence if found.evidence_id == evidence_id), None)

    def with_offer(self, changed: Offer) -> Self:
        """Return the case with this offer in the place of the one of its id, or added."""
        return replace(self, offers=_with(self.offers, changed, lambda found: found.offer_id == changed.offer_id))

    def with_file(self, changed: EvidenceFile) -> Self:
        """Return the case with this file in the place of the one of its id, or added."""
        name = changed.evidence_id
        return replace(self, evidence=_with(self.evidence, changed, lambda found: found.evidence_id == name))

    def with_round(self, changed: Round) -> Self:
        """Return the case with this round in the place of the one of its kind and number, or added."""
        kind, number = changed.kind, changed.number
        rounds = _with(self.rounds, changed, lambda found: found.number == number and found.kind is kind)
        return replace(self, rounds=rounds)

    def with_payment(self, payment: Payment) -> Self:
        """Return the case with one more payment."""
        paid = _with_amount(self.paid, payment.amount)
        return replace(self, payments=(*self.payments, payment), paid=paid)

    def without_payment(self, payment: Payment | None) -> Self:
        """Return the case without a payment, as if it had never been made."""
        payments = tuple(found for found in self.payments if found is not payment)
        paid: tuple[Money, ...] = ()
        for found in payments:
            paid = _with_amount(paid, found.amount)
        return replace(self, payments=payments, paid=paid)

    @property
    def unseen(self) -> tuple[Review, ...]:
        """The reviews that nobody has acknowledged."""
        seen = {found.review_id for found in self.acknowledged}
        return tuple(review for review in self.reviews if not seen or review.id not in seen)

    def flagged(self, review: Review) -> Self:
        """Return the case with one more review for a person. What says the same is added once."""
        says = (review.rule, review.sentence)
        if any((known.rule, known.sentence) == says for known in self.reviews):
            return self
        return replace(self, reviews=(*self.reviews, review))


def _with_amount(paid: tuple[Money, ...], amount: Money) -> tuple[Money, ...]:
    """Add an amount to the sum of its currency. The sums are in the order of their currencies."""
    sums = {found.currency: found for found in paid}
    before = sums.get(amount.currency)
    sums[amount.currency] = amount if before is None else before + amount
    return tuple(sums[currency] for currency in sorted(sums))


def _with(items: tuple[T, ...], changed: T, is_same: Callable[[T], bool]) -> tuple[T, ...]:
    """Replace the item that is the same, or add it. The newest is compared first, because it is mostly that one."""
    for place in range(len(items) - 1, -1, -1):
        if is_same(items[place]):
            return (*items[:place], changed, *items[place + 1 :])
    return (*items, changed)
