"""The parts of a case: offers, agreement, rounds, evidence, refusals and timeline, each immutable."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.facts import GoodsPlan
from chalicelib.values.money import Money
from chalicelib.values.sentences import Sentence, Term, say
from chalicelib.values.states import EvidenceStatus, OfferStatus, RoundStatus
from chalicelib.values.vocabulary import Condition, EvidenceKind, Favour, Party, Resolution, RoundKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A proposal of one side.

    `recorded_by` is set if the seller recorded it for the customer. `goods` is set in an offer of the seller's, from
    the second edition on.
    """

    offer_id: str
    by: Party
    resolution: Resolution
    amount: Money | None
    freight_payer: Party | None
    expires_at: datetime | None
    text: str | None
    status: OfferStatus
    at: datetime
    recorded_by: Party | None = None
    goods: GoodsPlan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The terms that both sides agreed to. `amount` is None if no money flows.

    `decided_at` is when the seller decided on these terms: when they accepted, or made the offer. `goods` is what was
    decided about the goods then, or None in a row of the first edition.
    """

    resolution: Resolution
    amount: Money | None
    freight_payer: Party | None
    at: datetime
    decided_at: datetime
    goods: GoodsPlan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The seller's word on an article of the return. `order_sku` is None if it is no article of the order."""

    sku: str
    order_sku: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that went back to the customer. `name` identifies its settlement."""

    name: str
    amount: Money
    reference: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedRefund:
    """Money that did not reach the customer. `amount` is None until its settlement or its failure tells it."""

    name: str
    amount: Money | None
    reference: str | None
    at: datetime

    @property
    def sentence(self) -> Sentence:
        """The refund in words: its amount, and its reference if it has one."""
        amount = self.amount or Term("an amount that nobody has told")
        if self.reference is None:
            return say("refund", "{amount}", amount=amount)
        return say("refund-referenced", "{amount} ({reference})", amount=amount, reference=self.reference)

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One mediation or appeal before the platform.

    `effect_id` is the id of our request, if we made one. `handled_as` is the request id that a desk answered.
    `is_over_there` is set if the platform ended it and named no winner.
    """

    kind: RoundKind
    number: int
    id: str | None = None
    effect_id: str | None = None
    opened_by: Party
    status: RoundStatus
    reference: str | None = None
    requested_at: datetime | None = None
    filed_at: datetime | None = None
    opened_at: datetime | None = None
    evidence_due: datetime | None = None
    decided_at: datetime | None = None
    in_favour_of: Favour | None = None
    refund: Money | None = None
    freight_payer: Party | None = None
    appeal_until: datetime | None = None
    by_clock: bool = False
    why: str | None = None
    evidence: tuple[str, ...] = ()
    left_to_person: bool = False
    handled_as: str | None = None
    is_over_there: bool = False

    @property
    def ours(self) -> bool:
        """True if we requested it at any time."""
        return self.requested_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One file of a case. It is announced first, then stored or rejected after a look at its bytes."""

    evidence_id: str
    kind: EvidenceKind
    filename: str
    description: str | None
    content_type: str
    size: int
    sha256: str
    key: str
    version_id: str | None = None
    status: EvidenceStatus
    reason: str | None = None
    expires_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """The seller confirmed an order that the order check could not confirm."""

    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The seller's refusal.

    `contested_at` is set if the customer contested it, `answered_at` when both sides negotiate again.
    """

    reason: str
    grounds: tuple[str, ...]
    at: datetime
    contested_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """Some pieces of one line of the return, and the state in which they came back."""

    sku: str
    quantity: int
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """The state in which the goods came back (G2.2b). `lines` say it apart for some of them."""

    matches_description: bool
    matches_pictures: bool
    condition: Condition
    note: str | None
    evidence: tuple[str, ...]
    lines: tuple[Inspected, ...] = ()
    at: datetime

    @property
    def conditions(self) -> frozenset[Condition]:
        """Every state in which goods came back."""
        return frozenset((self.condition, *(line.condition for line in self.lines)))

    @property
    def lacks_our_goods(self) -> bool:
        """True if other goods came back than were sent, or none, for all of them or for some."""
        return not self.conditions.isdisjoint((Condition.OTHER_GOODS, Condition.EMPTY))

    @property
    def matches(self) -> bool:
        """True if the goods match both the description and the pictures."""
        return self.matches_description and self.matches_pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A platform's word that holds the clocks that escalate. `ended_at` is set once a later word has ended it."""

    word: str
    ended_at: datetime | None = None

    @property
    def lasts(self) -> bool:
        """True until a later word has ended it."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """The requests that went out, by effect id.

    `sent` went to the queue, `withdrawn` was withdrawn after that, `held` came too late and waits for a person.
    """

    sent: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
