"""The sentence that says to a mediator what the seller asks the platform for."""

from collections.abc import Mapping
from typing import Final

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Offer, Round
from chalicelib.values.english import day_of
from chalicelib.values.every import for_every
from chalicelib.values.vocabulary import Favour, Party, Resolution, RoundKind


def what_we_ask(case: Case, round_: Round) -> str:
    """Say what the seller wants from the platform: another ruling, a refusal confirmed, or the last offer."""
    if round_.kind is RoundKind.APPEAL:
        return f"We ask the platform to change its ruling{_ruling(case)}."
    offer = next((offer for offer in reversed(case.offers) if offer.by is Party.SELLER), None)
    if case.refusal is not None and (offer is None or offer.at < case.refusal.at):
        return "We ask the platform to confirm that we do not have to accept this return."
    if offer is None:
        return "We ask the platform to mediate, because we and the customer do not agree."
    return f"We ask the platform to decide as we offered: {_offered(offer)}."


def _ruling(case: Case) -> str:
    ruled = next((each for each in reversed(case.rounds) if each.decided_at is not None), None)
    if ruled is None or ruled.decided_at is None:
        return ""
    whose = "" if ruled.in_favour_of is None else _FAVOURS[ruled.in_favour_of]
    back = f", by which the customer gets {ruled.refund} back" if ruled.refund else whose
    return f" of {day_of(ruled.decided_at)}{back}"


_FAVOURS: Final[Mapping[Favour, str]] = for_every(
    Favour,
    {
        Favour.CUSTOMER: " for the customer",
        Favour.SELLER: " for us",
        Favour.SPLIT: ", which divides the claim",
    },
)


def _offered(offer: Offer) -> str:
    money = f"{offer.amount} back" if offer.amount else "the money back"
    freight = "" if offer.freight_payer is None else f", and {_PAYERS[offer.freight_payer]} the freight"
    return _RESOLUTIONS[offer.resolution].format(money) + freight


_PAYERS: Final[Mapping[Party, str]] = for_every(
    Party,
    {
        Party.CUSTOMER: "the customer pays",
        Party.SELLER: "we pay",
        Party.PLATFORM: "the platform pays",
        Party.CLOCK: "nobody pays",
        Party.SYSTEM: "nobody pays",
    },
)
_RESOLUTIONS: Final[Mapping[Resolution, str]] = for_every(
    Resolution,
    {
        Resolution.RETURN_AND_REFUND: "the goods come back, the customer gets {}",
        Resolution.EXCHANGE: "the goods are exchanged",
        Resolution.PARTIAL_REFUND: "the customer keeps the goods, and gets {}",
        Resolution.REFUND_WITHOUT_RETURN: "the customer keeps the goods, and gets {}",
    },
)
