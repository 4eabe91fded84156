"""Faults of a proposed policy: every one at once, of single fields and of fields that contradict each other.

A contradiction is looked for wherever both its sides are numbers, also while other fields are still wrong: whoever
writes a policy mends it in one go.
"""

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from chalicelib.domain.field_errors import said_of
from chalicelib.domain.policy import Policy
from chalicelib.values.sentences import Sentence, Term, Value, say

_MINUTES_OF_AN_HOUR: Final = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: the field by its path, and what is wrong with it."""

    field: str
    sentence: Sentence

    @property
    def message(self) -> str:
        """The fault in English."""
        return str(self.sentence)


class FaultyPolicy(Exception):
    """A policy that cannot be taken, with all its faults."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults."""
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two numbers that must stand to each other in an order.

    `scale` brings the other to the field's unit.
    """

    field: str
    holds: Callable[[int, int], bool]
    other: str
    why: str
    scale: int = 1


_TOO_LONG: Final = "more files are asked for than a case may hold (evidence.max_files is {most})"
_PAIR: Final = "{why} ({field} is {mine}, {name} is {other})"
_PAIRS: Final = (
    _Pair(
        "deadlines.negotiation.days",
        operator.ge,
        "deadlines.respond.days",
        "a negotiation lasts at least as long as the time to respond",
    ),
    _Pair(
        "deadlines.ruling.days",
        operator.ge,
        "deadlines.evidence.days",
        "the platform rules when the time for evidence is over, not before",
    ),
    _Pair("burning.nearly", operator.gt, "burning.half", "the time of `nearly` comes after the time of `half`"),
    _Pair(
        "windows.claim.days",
        operator.ge,
        "windows.no_reason.days",
        "goods with a fault can be returned at least as long as goods without one",
    ),
    _Pair(
        "evidence.max_video_mb",
        operator.ge,
        "evidence.max_document_mb",
        "a video may be at least as large as a document",
    ),
    _Pair(
        "escalation.grace_minutes",
        operator.lt,
        "escalation.late_hours",
        "the clock would never escalate: it waits until the cause is too late to be filed",
        scale=_MINUTES_OF_AN_HOUR,
    ),
)


def read_policy(given: object) -> Policy:
    """Read a policy as somebody proposes it.

    FaultyPolicy names everything that is wrong.
    """
    faults = list(_contradictions(given))
    try:
        policy = Policy.model_validate(given)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        faults[:0] = [Fault(".".join(map(str, each["loc"])), said_of(each)) for each in found]
    if faults:
        raise FaultyPolicy(tuple(faults))
    return policy


def _contradictions(given: object) -> Iterator[Fault]:
    for pair in _PAIRS:
        mine, other = _number(given, pair.field), _number(given, pair.other)
        if mine is not None and other is not None and not pair.holds(mine, other * pair.scale):
            values: dict[str, Value] = {"field": pair.field, "mine": mine, "name": pair.other, "other": other}
            yield Fault(pair.field, say("policy-pair", _PAIR, why=Term(pair.why), **values))
    yield from _freight_contradictions(given)
    yield from _overlong_checklists(given)


def _freight_contradictions(given: object) -> Iterator[Fault]:
    for whose in ("customer", "seller", "carrier"):
        clause = f"freight.{whose}"
        if _at(given, f"{clause}.asks") is True and _at(given, f"{clause}.payer") == "seller":
            yield Fault(
                f"{clause}.asks", say("only-customer-asked", "only the customer can be asked to bear the freight")
            )
        if whose != "carrier" and _at(given, f"{clause}.reclaim_from") == "carrier":
            yield Fault(
                f"{clause}.reclaim_from",
                say(
                    "only-carrier-reclaimed",
                    "only what is the carrier's fault is reclaimed from the carrier",
                ),
            )


def _overlong_checklists(given: object) -> Iterator[Fault]:
    most = _number(given, "evidence.max_files")
    reasons, always = _at(given, "evidence.by_reason"), _checklist(given, "appeals.evidence")
    paths = [f"evidence.by_reason.{code}" for code in reasons] if isinstance(reasons, Mapping) else []
    for path in ("appeals.evidence", *paths):
        # A reason's own list comes beside what every appeal needs, the longer of a kind counts (readiness.missing).
        needed = always | _checklist(given, path)
        if most is not None and needed.total() > most:
            yield Fault(path, say("checklist-too-long", _TOO_LONG, most=most))


def _checklist(given: object, path: str) -> Counter[str]:
    told = _at(given, path)
    counts = told.items() if isinstance(told, Mapping) else ()
    return Counter({str(kind): count for kind, count in counts if _is_number(count)})


def _number(given: object, path: str) -> int | None:
    found = _at(given, path)
    return found if isinstance(found, int) and _is_number(found) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _at(given: object, path: str) -> object:
    for name in path.split("."):
        if not isinstance(given, Mapping):
            return None
        given = given.get(name)
    return given
