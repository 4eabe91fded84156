"""Reply templates are friendly words for the state of a case, filled with its facts.

A seller sends them or not (G3.3).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Template
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from chalicelib.advice.step import Present
from chalicelib.advice.words import RESOLUTIONS, offered
from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.freight import freight
from chalicelib.domain.lifecycle_commands import COMMANDS
from chalicelib.domain.order import OrderFile
from chalicelib.domain.order_check import CheckResult, check_order
from chalicelib.values.english import day_of, listed
from chalicelib.values.every import for_every
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.vocabulary import Party, Resolution, RoundKind, Status

FACTS = frozenset(
    {
        *("customer", "order", "articles", "reason", "mismatch", "their_offer", "our_offer", "refusal"),
        *("agreed", "exchange", "to_pay", "freight", "asked"),
        *("respond_by", "ship_back_by", "inspect_by", "settle_by", "contest_by", "evidence_by"),
    }
)
_MOST_ARTICLES = 5

Situation = Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]


class ReplyTemplate(BaseModel):
    """A reply for cases of some statuses and reasons (none named: all), that all of its `$facts` are known of.

    `commands` are those that it says we do: without one of them it is not offered.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    situation: Situation
    statuses: Annotated[frozenset[Status], Field(min_length=1)]
    reasons: frozenset[ReasonCode] = frozenset()
    commands: frozenset[str] = frozenset()
    text: Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]

    @field_validator("commands")
    @classmethod
    def _of_the_table(cls, commands: frozenset[str]) -> frozenset[str]:
        unknown = commands - {ask.command for ask in COMMANDS}
        if unknown:
            raise ValueError(f"not in the table of commands: {sorted(unknown)}")
        return commands

    @model_validator(mode="after")
    def _facts_exist(self) -> Self:
        unknown = set(Template(self.text).get_identifiers()) - FACTS
        if unknown or not Template(self.text).is_valid():
            raise ValueError(f"a template names facts of a case, not {sorted(unknown)}")
        return self


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that fits, ready to be sent."""

    situation: str
    text: str


def fitting_replies(templates: Iterable[ReplyTemplate], file: OrderFile, case: Case) -> tuple[Reply, ...]:
    """Return the replies that fit the state of a case, filled with its facts."""
    facts, possible = dict(_facts(file, case)), Present(file, case).possible
    return tuple(
        Reply(template.situation, Template(template.text).substitute(facts))
        for template in templates
        if case.status in template.statuses
        and template.commands <= possible
        and (not template.reasons or case.reason_code in template.reasons)
        and facts.keys() >= set(Template(template.text).get_identifiers())
    )


def _facts(file: OrderFile, case: Case) -> Iterator[tuple[str, str]]:
    yield "customer", case.customer.name if case.customer else "customer"
    yield "order", case.key.order.order_number
    yield "reason", case.reason_code.replace("_", " ")
    if case.lines:
        yield "articles", _articles(case)
    if check_order(case, file.order).result is CheckResult.MISMATCH:
        yield "mismatch", "the name on the return is not the name on the order"
    if case.refusal is not None:
        yield "refusal", case.refusal.reason
    yield from _terms(file, case)
    running = (deadline for deadline in deadlines(case) if deadline.subject is None and deadline.at > file.as_of)
    yield from ((f"{deadline.name}_by", day_of(deadline.at)) for deadline in running)


def _articles(case: Case) -> str:
    """Name the first articles of a return with their pieces."""
    more = ["more"] if len(case.lines) > _MOST_ARTICLES else []
    return listed([f"{line.quantity} x {line.sku}" for line in case.lines[:_MOST_ARTICLES]] + more, "and")


def _terms(file: OrderFile, case: Case) -> Iterator[tuple[str, str]]:
    for offer in case.open_offers():
        yield ("our_offer" if offer.by is Party.SELLER else "their_offer"), str(offered(offer))
    if case.agreement is not None:
        yield "agreed", RESOLUTIONS[case.agreement.resolution]
        if case.agreement.resolution is Resolution.EXCHANGE:
            yield "exchange", "the goods that we send you in exchange"
    if case.unsettled is not None:
        yield "to_pay", str(case.unsettled)
    decided = freight(case, file.order)
    yield "freight", _FREIGHT[decided.payer] if decided.travels else "You need not send anything back."
    if case.pending_round is not None and case.pending_round.ours:
        yield "asked", _ASKED[case.pending_round.kind]


_FREIGHT = {
    None: "We will tell you soon who bears the freight.",
    Party.SELLER: "We pay the freight.",
    Party.CUSTOMER: "By our policy we ask you to pay the freight. Please tell us if that is a problem.",
}
_ASKED = for_every(
    RoundKind,
    {
        RoundKind.MEDIATION: "to help us both",
        RoundKind.APPEAL: "to look at it once more, because we see it differently",
    },
)
