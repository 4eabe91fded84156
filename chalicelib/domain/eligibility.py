"""Eligibility: whether a return may be asked for, by which conditions, and how many days are left (G2.2a)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain.cancellation import is_cancellation
from chalicelib.domain.case import Case
from chalicelib.domain.freight import is_spoiled
from chalicelib.domain.order import OrderRecord
from chalicelib.domain.policy import Window
from chalicelib.values.every import for_every
from chalicelib.values.reasons import Fault
from chalicelib.values.sentences import Count, Sentence, Term, say
from chalicelib.values.vocabulary import Condition as Inspected


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a return, with the reason why it holds or not."""

    rule: str
    holds: bool
    sentence: Sentence

    @property
    def why(self) -> str:
        """The reason in English."""
        return str(self.sentence)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The judgement over all conditions. `days_left` is None if no date of receipt is known."""

    eligible: bool
    rules: tuple[Condition, ...]
    days_left: int | None


def eligibility(case: Case, order: OrderRecord, *, now: datetime) -> Eligibility:
    """Judge a return by its reason, its date of receipt and the window. All conditions are judged."""
    window = _window(case)
    rules = [_has_reason(case), _in_window(case, order, window)]
    if case.inspection is not None:
        rules.append(_in_order(case))
    return Eligibility(all(rule.holds for rule in rules), tuple(rules), _days_left(order, window, now))


def failed(found: Eligibility) -> tuple[Condition, ...]:
    """Return the conditions that do not hold."""
    return tuple(rule for rule in found.rules if not rule.holds)


def _window(case: Case) -> Window:
    windows = case.policy.policy.windows
    return windows.no_reason if case.reason_code.fault is Fault.CUSTOMER else windows.claim


def _has_reason(case: Case) -> Condition:
    clear = case.reason_code.fault is not Fault.UNKNOWN
    if not clear:
        return Condition("G1.1", clear, say("reason-missing", "nobody has said the reason yet"))
    return Condition("G1.1", clear, say("reason-said", "the reason is {reason}", reason=Term(case.reason_code.words)))


def _in_window(case: Case, order: OrderRecord, window: Window) -> Condition:
    if is_cancellation(case, order):
        return Condition("G1.2", holds=True, sentence=_CANCELLED)
    if order.delivered_at is None:
        return Condition(window.rule, holds=True, sentence=_UNDER_WAY if order.arrivals else _UNDATED)
    ends = order.delivered_at + window.length
    holds = case.opened_at <= ends
    code, words = ("asked-in-time", _IN_TIME) if holds else ("asked-too-late", _TOO_LATE)
    return Condition(window.rule, holds, say(code, words, days=Count(window.days, "day"), ends=ends))


def _in_order(case: Case) -> Condition:
    seen = case.inspection
    if seen is None:
        return Condition("G2.2b", holds=True, sentence=say("not-inspected", "the goods are not inspected yet"))
    return Condition("G2.2b", holds=not (is_spoiled(case) or seen.lacks_our_goods), sentence=_SEEN[seen.condition])


_CANCELLED = say("asked-before", "the customer asked before the goods arrived, so it is a cancellation")
_UNDER_WAY = say("parcel-under-way", "a parcel has not arrived yet, so no window has begun")
_UNDATED = say("receipt-unknown", "no date of receipt is known, so no window has begun")
_IN_TIME = "the customer asked within {days} after receipt, which end on {ends}"
_TOO_LATE = "the customer asked later than {days} after receipt, which end on {ends}"
_SEEN = for_every(
    Inspected,
    {
        Inspected.AS_SENT: say("seen-as-sent", "the goods came back as they were sent"),
        Inspected.USED: say("seen-used", "the goods came back used"),
        Inspected.DAMAGED: say("seen-damaged", "the goods came back damaged"),
        Inspected.WRONG_GOODS: say("seen-wrong-goods", "you had sent other goods than were ordered"),
        Inspected.OTHER_GOODS: say("seen-other-goods", "other goods came back than you had sent"),
        Inspected.EMPTY: say("seen-empty", "the parcel came back empty"),
    },
)


def _days_left(order: OrderRecord, window: Window, now: datetime) -> int | None:
    if order.delivered_at is None:
        return None
    left = order.delivered_at + window.length - now
    return max(0, -(-left // timedelta(days=1)))
