"""The rule of the turn: a list of which the first line that holds says who has to act next.

Example: a customer's offer waits in a mediation. The platform could rule, but the seller can answer the offer today, so
that it is the seller's turn.
"""

from collections.abc import Callable, Iterator, Mapping

from chalicelib.advice.tasks import tasks
from chalicelib.advice.turn import TURNS, Turn, TurnCode, Who
from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Offer
from chalicelib.domain.deadlines import deadlines
from chalicelib.domain.entries import Entry
from chalicelib.domain.order import OrderFile
from chalicelib.domain.readiness import readiness
from chalicelib.domain.round_commands import APPEAL_LEFT
from chalicelib.domain.situation import Situation
from chalicelib.values.every import for_every
from chalicelib.values.states import NEGOTIABLE, OfferStatus
from chalicelib.values.vocabulary import EventType, Party, Status


def turn(file: OrderFile, case: Case) -> Turn:
    """Return whose turn it is: the first line of the rule that holds."""
    return TURNS[next(code for code in TurnCode if _RULE[code](file, case))]


def is_at_work(file: OrderFile, case: Case) -> bool:
    """Tell whether a case belongs to the list of work: it is open, or somebody still has to act."""
    return case.is_open or turn(file, case).who is not Who.NOBODY


def _has_unanswered_word(_file: OrderFile, case: Case) -> bool:
    """Tell whether the customer's last word is newer than ours.

    After an agreement, and before the platform, a request needs no answer any more, but a message does.
    """
    negotiates = case.status in _NEGOTIATING
    for entry in reversed(case.timeline):
        if _is_their_word(case, entry):
            return case.is_open and (negotiates or entry.type == EventType.MESSAGE_POSTED)
        if _is_our_word(case, entry):
            return False
    return negotiates


def _is_their_word(case: Case, entry: Entry) -> bool:
    """Tell whether an entry is a message or a request of the other side that has its effect."""
    if entry.effect is None or entry.by is Party.SELLER:
        return False
    return entry.type == EventType.MESSAGE_POSTED or _asks(case, entry)


def _asks(case: Case, entry: Entry) -> bool:
    """Tell whether an entry is the request, a contest, or the last word of the platform that changed the request."""
    return entry.type in _REQUESTS or (entry.type == EventType.RETURN_UPDATED and entry.at == case.asked_at)


def _is_our_word(case: Case, entry: Entry) -> bool:
    """Tell whether an entry is a word of ours that still counts. An offer that has failed is none any more."""
    if entry.effect is None or entry.by is not Party.SELLER or entry.type not in _OUR_WORDS:
        return False
    if entry.type != EventType.OFFER_MADE:
        return True
    return any(offer.at == entry.at and offer.status not in _FAILED for offer in _offers_of(case, Party.SELLER))


def _offers_of(case: Case, side: Party) -> Iterator[Offer]:
    return (offer for offer in case.offers if offer.by is side)


def _has_open_offer(case: Case, side: Party) -> bool:
    return case.status in NEGOTIABLE and any(offer.status is OfferStatus.OPEN for offer in _offers_of(case, side))


def _runs(case: Case, name: str) -> bool:
    return any(deadline.name == name for deadline in deadlines(case))


def _may_appeal(file: OrderFile, case: Case) -> bool:
    situation = Situation.of(file, case, now=file.as_of)
    return case.status is Status.DECIDED and APPEAL_LEFT.objection(situation) is None


def _lacks_evidence(_file: OrderFile, case: Case) -> bool:
    return case.status in _HEARD and _runs(case, "evidence") and not readiness(case).ready


def _is_done(_file: OrderFile, case: Case) -> bool:
    return case.root_cause is None and (case.status is Status.DECIDED or not case.is_open)


def _in(*states: Status) -> Callable[[OrderFile, Case], bool]:
    return lambda _file, case: case.status in states


_NEGOTIATING = frozenset({Status.REQUESTED, Status.NEGOTIATING})
_HEARD = frozenset({Status.IN_MEDIATION, Status.IN_APPEAL})
_FAILED = frozenset({OfferStatus.DECLINED, OfferStatus.EXPIRED, OfferStatus.WITHDRAWN})
_REQUESTS = frozenset({EventType.RETURN_REQUESTED, EventType.RETURN_CONTESTED})
_OUR_WORDS = frozenset(
    {
        *(EventType.MESSAGE_POSTED, EventType.OFFER_MADE, EventType.OFFER_ACCEPTED, EventType.OFFER_DECLINED),
        *(EventType.RETURN_ACCEPTED, EventType.RETURN_REFUSED),
    }
)

_RULE: Mapping[TurnCode, Callable[[OrderFile, Case], bool]] = for_every(
    TurnCode,
    {
        TurnCode.LOOK: lambda _file, case: bool(case.unseen),
        TurnCode.TASK: lambda _file, case: bool(tasks(case)),
        TurnCode.THEIR_OFFER: lambda _file, case: _has_open_offer(case, Party.CUSTOMER),
        TurnCode.ANSWER: _has_unanswered_word,
        TurnCode.INSPECT: _in(Status.INSPECTING),
        TurnCode.SETTLE: lambda _file, case: _runs(case, "settle"),
        TurnCode.APPEAL: _may_appeal,
        TurnCode.EVIDENCE_ASKED: _lacks_evidence,
        TurnCode.CLOSE: _is_done,
        TurnCode.OUR_OFFER: lambda _file, case: _has_open_offer(case, Party.SELLER),
        TurnCode.OUR_REFUSAL: _in(Status.REFUSED),
        TurnCode.OUR_WORD: _in(*_NEGOTIATING),
        TurnCode.SEND_BACK: _in(Status.AGREED),
        TurnCode.TAKE_UP: _in(Status.MEDIATION_REQUESTED, Status.APPEAL_REQUESTED),
        TurnCode.RULING: _in(*_HEARD),
        TurnCode.ON_THE_WAY: _in(Status.RETURNING),
        TurnCode.NOTHING: lambda _file, _case: True,
    },
)
