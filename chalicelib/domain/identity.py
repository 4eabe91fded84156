"""What makes a fact itself: told again it changes nothing, told otherwise the first stands (CONTRACT, Webhooks in)."""

from chalicelib.domain.events import Event
from chalicelib.domain.facts import (
    AppealDecided,
    AppealOpened,
    Details,
    MediationDecided,
    MediationOpened,
    MessagePosted,
    OfferMade,
    RefundSettled,
    ReturnRequested,
)


def identity(event: Event) -> str | None:  # noqa: C901, PLR0911 -- a table of patterns
    """Name the fact an event tells, whatever delivery brought it; None where each telling stands for itself."""
    match event.fact:
        case ReturnRequested():
            return "return"
        case OfferMade(offer_id=offer_id):
            return f"offer {offer_id}"
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
            return f"settlement of {amount} at {event.at.isoformat()}"
        case MessagePosted(text=text):
            return f"message of {event.by} at {event.at.isoformat()}: {text}"
        case _:
            return None


def contradicts(first: Event, again: Event) -> bool:
    """Tell whether a second telling says something else; a request may say more than a bare signal did."""
    if first.by is not again.by:
        return True
    if isinstance(first.fact, ReturnRequested) and isinstance(again.fact, ReturnRequested):
        pairs = ((getattr(first.fact, name), getattr(again.fact, name)) for name in Details.model_fields)
        return any(None not in (one, other) and one != other for one, other in pairs)
    return first.fact != again.fact
