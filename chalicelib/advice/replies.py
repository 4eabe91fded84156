"""Reply templates are friendly words for the state of a case, filled with its facts.

A seller sends them or not (G3.3).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
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
        unknown = set(Template(self.text).get_identifiers()) - {*_FACTS, *_DEADLINES}
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
    for name, fact in _FACTS.items():
        if (text := fact(file, case)) is not None:
            yield name, text
    running = (deadline for deadline in deadlines(case) if deadline.subject is None and deadline.at > file.as_of)
    yield from ((f"{deadline.name}_by", day_of(deadline.at)) for deadline in running)


def _articles(_file: OrderFile, case: Case) -> str | None:
    """Name the first articles of a return with their pieces."""
    more = ["more"] if len(case.lines) > _MOST_ARTICLES else []
    named = [f"{line.quantity} x {line.sku}" for line in case.lines[:_MOST_ARTICLES]]
    return listed(named + more, "and") if named else None


def _mismatch(file: OrderFile, case: Case) -> str | None:
    differs = check_order(case, file.order).result is CheckResult.MISMATCH
    return "the name on the return is not the name on the order" if differs else None


def _offer_of(side: Party) -> Callable[[OrderFile, Case], str | None]:
    """Make the fact of the newest open offer of a side."""

    def newest(_file: OrderFile, case: Case) -> str | None:
        offers = [offer for offer in case.open_offers() if offer.by is side]
        return str(offered(offers[-1])) if offers else None

    return newest


def _agreed(_file: OrderFile, case: Case) -> str | None:
    return RESOLUTIONS[case.agreement.resolution] if case.agreement else None


def _exchange(_file: OrderFile, case: Case) -> str | None:
    is_agreed = case.agreement is not None and case.agreement.resolution is Resolution.EXCHANGE
    return "the goods that we send you in exchange" if is_agreed else None


def _freight(file: OrderFile, case: Case) -> str:
    decided = freight(case, file.order)
    return _FREIGHT[decided.payer] if decided.travels else "You need not send anything back."


def _asked(_file: OrderFile, case: Case) -> str | None:
    return _ASKED[case.pending_round.kind] if case.pending_round is not None and case.pending_round.ours else None


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

# What templates can say of a case. A fact that is not known is None, and its templates are not offered.
_FACTS: Mapping[str, Callable[[OrderFile, Case], str | None]] = {
    "customer": lambda _file, case: case.customer.name if case.customer else "customer",
    "order": lambda _file, case: case.key.order.order_number,
    "reason": lambda _file, case: case.reason_code.replace("_", " "),
    "articles": _articles,
    "mismatch": _mismatch,
    "refusal": lambda _file, case: case.refusal.reason if case.refusal else None,
    "our_offer": _offer_of(Party.SELLER),
    "their_offer": _offer_of(Party.CUSTOMER),
    "agreed": _agreed,
    "exchange": _exchange,
    "to_pay": lambda _file, case: str(case.unsettled) if case.unsettled is not None else None,
    "freight": _freight,
    "asked": _asked,
}
_DEADLINES = frozenset({"respond_by", "ship_back_by", "inspect_by", "settle_by", "contest_by", "evidence_by"})
