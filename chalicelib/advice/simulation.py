"""Simulation: an order folded as if another policy had always been in force, and what would have come out otherwise."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias

from chalicelib.domain.case import Case
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.eligibility import eligibility
from chalicelib.domain.freight import freight
from chalicelib.domain.lifecycle_rows import Deadline
from chalicelib.domain.order import OrderFile
from chalicelib.domain.policy import Policy, PolicyBook, PolicyVersion
from chalicelib.domain.readiness import Missing, Readiness, readiness
from chalicelib.values.instants import format_instant
from chalicelib.values.money import Money
from chalicelib.values.sentences import Phrase, Sentence, Term, say
from chalicelib.values.vocabulary import Party, RoundKind

Value: TypeAlias = Money | str | bool | None

_ALWAYS: Final = datetime(1, 1, 1, tzinfo=UTC)
_PASSING: Final = "deadline."
_PASSED: Final = ("would-have-passed", "the deadline {name} would have passed on {at} ({effect})")
_NOT_PASSED: Final = ("would-not-have-passed", "the deadline {name} would not have passed on {at} ({effect})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field of a case that another policy would have changed, with the rule and the reason."""

    field: str
    was: Value
    would_be: Value
    rule: str
    sentence: Sentence

    @property
    def why(self) -> str:
        """The reason in English."""
        return str(self.sentence)


def as_if_always(policy: Policy, book: PolicyBook) -> PolicyBook:
    """A book in which a policy is in force from the beginning of time."""
    return PolicyBook((PolicyVersion(version=0, in_force_from=_ALWAYS, policy=policy),), book.shipped)


def differences(was: OrderFile, would_be: OrderFile, return_id: str) -> tuple[Difference, ...]:
    """Return the differences that another policy makes to a case.

    Both files are of one log and as of one instant.
    """
    before, after = was.cases[return_id], would_be.cases[return_id]
    changes = [
        *_turns(before, after),
        *_freight(was, before, after),
        *_eligibility(was, before, after),
        *_readiness(before, after),
    ]
    # In another status other deadlines run. The difference of the status says that already.
    return tuple(changes) if before.status is not after.status else (*changes, *_deadlines(before, after))


def _turns(before: Case, after: Case) -> Iterator[Difference]:
    for field, value in _COMES_TO.items():
        was, would_be = value(before), value(after)
        if was != would_be:
            rule, why = _turning_point(before, after)
            yield Difference(field=field, was=was, would_be=would_be, rule=rule, sentence=why)


_COMES_TO: Final[dict[str, Callable[[Case], Value]]] = {
    "status": lambda case: case.status.value,
    "outcome": lambda case: case.outcome.value if case.outcome else None,
    "refund.due": lambda case: case.due,
}


def _turning_point(before: Case, after: Case) -> tuple[str, Sentence]:
    """Return the rule and the reason of the first deadline that passed under one policy only.

    After it the two histories differ. There is one, because a policy changes a case through its deadlines only.
    """
    happened, would_have = _passed_deadlines(before), _passed_deadlines(after)
    at, name, effect = min(happened ^ would_have)
    terms = (after if (at, name, effect) in would_have else before).policy.policy.deadlines
    rule = getattr(terms, name).rule if hasattr(terms, name) else "G2.3a"
    code, words = _PASSED if (at, name, effect) in would_have else _NOT_PASSED
    return rule, say(code, words, name=Term(name), at=at, effect=effect)


def _passed_deadlines(case: Case) -> set[tuple[datetime, str, str]]:
    """Return each deadline that has passed in a case: when, its name, and its effect."""
    return {
        (entry.at, entry.type.removeprefix(_PASSING), Phrase(entry.sentence) if entry.counts else "")
        for entry in case.timeline
        if entry.by is Party.CLOCK and entry.type.startswith(_PASSING)
    }


def _freight(file: OrderFile, before: Case, after: Case) -> Iterator[Difference]:
    was, would_be = freight(before, file.order), freight(after, file.order)
    if was.payer != would_be.payer:
        rule, why = would_be.rule, would_be.sentence
        yield Difference(field="freight.payer", was=was.payer, would_be=would_be.payer, rule=rule, sentence=why)


def _eligibility(file: OrderFile, before: Case, after: Case) -> Iterator[Difference]:
    was = eligibility(before, file.order, now=file.as_of)
    would_be = eligibility(after, file.order, now=file.as_of)
    if was.eligible == would_be.eligible:
        return
    pairs = zip(was.rules, would_be.rules, strict=True)
    turned = next(new for old, new in pairs if old.holds != new.holds)
    yield Difference(
        field="eligibility.eligible",
        was=was.eligible,
        would_be=would_be.eligible,
        rule=turned.rule,
        sentence=turned.sentence,
    )


def _readiness(before: Case, after: Case) -> Iterator[Difference]:
    was, would_be = readiness(before), readiness(after)
    if before.is_open and was.ready != would_be.ready:
        yield Difference(
            field="readiness.ready", was=was.ready, would_be=would_be.ready, rule="G2.5b", sentence=_lacking(would_be)
        )


def _lacking(ready: Readiness) -> Sentence:
    what = Term("an appeal" if ready.ready_for is RoundKind.APPEAL else "a mediation")
    if not ready.missing:
        return say("nothing-missing-for", "nothing is missing for {what}", what=what)
    return say("missing-for", "missing for {what}: {lacking}", what=what, lacking=tuple(map(_gap, ready.missing)))


def _gap(gap: Missing) -> Phrase:
    return Phrase(say("some-of-needed", "{kind} ({have} of {needed})", kind=gap.kind, have=gap.have, needed=gap.needed))


def _deadlines(before: Case, after: Case) -> Iterator[Difference]:
    was, would_be = _running(before), _running(after)
    for name in sorted(was.keys() | would_be.keys()):
        yield from _deadline(name, was.get(name), would_be.get(name))


def _running(case: Case) -> dict[str, Deadline]:
    return {deadline.mark[0]: deadline for deadline in deadlines(case)}


def _deadline(name: str, old: Deadline | None, new: Deadline | None) -> Iterator[Difference]:
    """Compare one deadline under both policies. `old` or `new` is None if it does not run under that policy."""
    was = format_instant(old.at) if old else None
    would_be = format_instant(new.at) if new else None
    newest = new or old
    if newest is not None and was != would_be:
        why = say("after-that", "after that: {silence}", silence=newest.sentence)
        yield Difference(field=f"deadline.{name}", was=was, would_be=would_be, rule=newest.rule, sentence=why)
