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
from chalicelib.values.every import for_every
from chalicelib.values.reasons import ReasonCode
from chalicelib.values.sentences import Sentence, Term, Value, say
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
    sentence: Sentence

    @property
    def text(self) -> str:
        """The reply in English."""
        return str(self.sentence)


def fitting_replies(templates: Iterable[ReplyTemplate], file: OrderFile, case: Case) -> tuple[Reply, ...]:
    """Return the replies that fit the state of a case, filled with its facts."""
    facts, possible = dict(_facts(file, case)), Present(file, case).possible
    return tuple(
        Reply(template.situation, _filled(template, facts))
        for template in templates
        if case.status in template.statuses
        and template.commands <= possible
        and (not template.reasons or case.reason_code in template.reasons)
        and facts.keys() >= set(Template(template.text).get_identifiers())
    )


def _filled(template: ReplyTemplate, facts: Mapping[str, Value]) -> Sentence:
    """Fill a template. Its code names its situation, and its words are the template's with {fact} for $fact."""
    named = tuple(Template(template.text).get_identifiers())
    words = Template(template.text).substitute({name: f"{{{name}}}" for name in named})
    return Sentence(f"reply-{template.situation}", words, tuple((name, facts[name]) for name in named))


def _facts(file: OrderFile, case: Case) -> Iterator[tuple[str, Value]]:
    for name, fact in _FACTS.items():
        if (text := fact(file, case)) is not None:
            yield name, text
    running = (deadline for deadline in deadlines(case) if deadline.subject is None and deadline.at > file.as_of)
    yield from ((f"{deadline.name}_by", deadline.at) for deadline in running)


def _articles(_file: OrderFile, case: Case) -> Sentence | None:
    """Name the first articles of a return with their pieces."""
    more = (Term("more"),) if len(case.lines) > _MOST_ARTICLES else ()
    named = tuple(f"{line.quantity} x {line.sku}" for line in case.lines[:_MOST_ARTICLES])
    return say("articles", "{articles:and}", articles=named + more) if named else None


def _mismatch(file: OrderFile, case: Case) -> Sentence | None:
    differs = check_order(case, file.order).result is CheckResult.MISMATCH
    return say("names-differ", "the name on the return is not the name on the order") if differs else None


def _offer_of(side: Party) -> Callable[[OrderFile, Case], "Value | None"]:
    """Make the fact of the newest open offer of a side."""

    def newest(_file: OrderFile, case: Case) -> Sentence | None:
        offers = [offer for offer in case.open_offers() if offer.by is side]
        return offered(offers[-1]) if offers else None

    return newest


def _agreed(_file: OrderFile, case: Case) -> Sentence | None:
    return RESOLUTIONS[case.agreement.resolution] if case.agreement else None


def _exchange(_file: OrderFile, case: Case) -> Sentence | None:
    is_agreed = case.agreement is not None and case.agreement.resolution is Resolution.EXCHANGE
    return say("goods-in-exchange", "the goods that we send you in exchange") if is_agreed else None


def _freight(file: OrderFile, case: Case) -> Sentence:
    decided = freight(case, file.order)
    return _FREIGHT[decided.payer] if decided.travels else _NOTHING_BACK


def _asked(_file: OrderFile, case: Case) -> Sentence | None:
    return _ASKED[case.pending_round.kind] if case.pending_round is not None and case.pending_round.ours else None


_NOTHING_BACK = say("reply-nothing-back", "You need not send anything back.")
_FREIGHT = {
    None: say("reply-freight-open", "We will tell you soon who bears the freight."),
    Party.SELLER: say("reply-freight-ours", "We pay the freight."),
    Party.CUSTOMER: say(
        "reply-freight-theirs",
        "By our policy we ask you to pay the freight. Please tell us if that is a problem.",
    ),
}
_ASKED = for_every(
    RoundKind,
    {
        RoundKind.MEDIATION: say("asked-to-help", "to help us both"),
        RoundKind.APPEAL: say("asked-again", "to look at it once more, because we see it differently"),
    },
)

# What templates can say of a case. A fact that is not known is None, and its templates are not offered.
_FACTS: Mapping[str, Callable[[OrderFile, Case], "Value | None"]] = {
    "customer": lambda _file, case: case.customer.name if case.customer else Term("customer"),
    "order": lambda _file, case: case.key.order.order_number,
    "reason": lambda _file, case: Term(case.reason_code.replace("_", " ")),
    "articles": _articles,
    "mismatch": _mismatch,
    "refusal": lambda _file, case: case.refusal.reason if case.refusal else None,
    "our_offer": _offer_of(Party.SELLER),
    "their_offer": _offer_of(Party.CUSTOMER),
    "agreed": _agreed,
    "exchange": _exchange,
    "to_pay": lambda _file, case: case.unsettled,
    "freight": _freight,
    "asked": _asked,
}
_DEADLINES = frozenset({"respond_by", "ship_back_by", "inspect_by", "settle_by", "contest_by", "evidence_by"})
