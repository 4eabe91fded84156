"""At stake: what it would cost the seller to accept now, in money."""

from chalicelib.domain.case_parts import Offer
from chalicelib.domain.reservations import full_value
from chalicelib.domain.situation import Situation
from chalicelib.values.money import Money
from chalicelib.values.states import NEGOTIABLE
from chalicelib.values.vocabulary import Party, Resolution


def at_stake(situation: Situation) -> Money | None:
    """Return what accepting would cost now: the customer's open offer, else what the customer wants.

    Returns None if nothing can be accepted, if it costs goods and no money, or if the amount is unknown.
    """
    case = situation.case
    if case.status not in NEGOTIABLE:
        return None
    theirs = [offer for offer in case.open_offers() if offer.by is Party.CUSTOMER]
    amount = cost_of(situation, theirs[-1]) if theirs else cost_of_wants(situation)
    return case.open_part(amount)


def cost_of(situation: Situation, offer: Offer) -> Money | None:
    """Return what accepting an offer of the customer costs in money."""
    if offer.amount is not None or offer.resolution is Resolution.EXCHANGE:
        return offer.amount
    return situation.case.claim


def cost_of_wants(situation: Situation) -> Money | None:
    """Return what accepting the request costs in money: the full value of its lines that the order still has."""
    wants = situation.case.wants
    return full_value(situation) if wants not in (None, Resolution.EXCHANGE) and situation.case.lines else None
