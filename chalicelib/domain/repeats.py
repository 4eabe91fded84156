"""What makes a fact itself: told again it changes nothing, told otherwise the first stands (CONTRACT, Webhooks in)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.events import Event
from chalicelib.domain.facts import (
    AppealDecided,
    AppealOpened,
    Details,
    Fact,
    MediationDecided,
    MediationOpened,
    MessagePosted,
    OfferMade,
    PlatformFact,
    RefundSettled,
    ReturnRequested,
)
from chalicelib.values.vocabulary import Party


def identity(fact: Fact, *, by: Party, at: datetime) -> str | None:  # noqa: C901, PLR0911 -- a table of patterns
    """Name a fact, whatever delivery brought it; None where each telling stands for itself."""
    match fact:
        case ReturnRequested():
            return "return"
        case OfferMade(offer_id=offer_id):
            return name_of_offer(offer_id, by)
        case MediationOpened(mediation_id=mediation_id):
            return f"mediation {mediation_id} opened"
        case MediationDecided(mediation_id=mediation_id):
            return f"mediation {mediation_id} decided"
        case AppealOpened(appeal_id=appeal_id):
            return f"appeal {appeal_id} opened"
        case AppealDecided(appeal_id=appeal_id):
            return f"appeal {appeal_id} decided"
        case RefundSettled(reference=str(reference)):
            return f"settlement {reference}"
        case RefundSettled(amount=amount):
            return f"settlement of {amount} at {at.isoformat()}"
        case MessagePosted(text=text):
            return f"message of {by} at {at.isoformat()}: {text}"
        case _:
            return None


def name_of_offer(offer_id: str, by: Party) -> str:
    """Name an offer: an id is of one side, whatever the other side calls its own."""
    return f"offer {offer_id} of the {by}"


def contradicts(first: Event, again: Event) -> bool:
    """Tell whether a second telling says something else; a request may say more than a bare signal did."""
    if isinstance(first.fact, ReturnRequested) and isinstance(again.fact, ReturnRequested):
        pairs = ((getattr(first.fact, name), getattr(again.fact, name)) for name in Details.model_fields)
        return any(None not in (one, other) and one != other for one, other in pairs)
    return _said(first.fact) != _said(again.fact)


def _said(fact: Fact) -> Fact:
    """What a fact says itself: the status that a platform tells beside it moves on."""
    return fact.model_copy(update={"platform_status": None}) if isinstance(fact, PlatformFact) else fact


def fuller(first: Event, again: Event) -> Event:
    """The first telling with whatever a second one, that does not contradict it, says beside; itself for nothing."""
    told = {name: getattr(again.fact, name, None) for name in Details.model_fields}
    more = {name: value for name, value in told.items() if value is not None and getattr(first.fact, name) is None}
    return replace(first, fact=first.fact.model_copy(update=more)) if more else first
