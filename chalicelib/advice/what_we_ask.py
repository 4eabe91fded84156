"""The sentence that says to a mediator what the seller asks the platform for."""

from collections.abc import Mapping
from typing import Final

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Offer, Round
from chalicelib.values.every import for_every
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.vocabulary import Favour, Party, Resolution, RoundKind


def what_we_ask(case: Case, round_: Round) -> Sentence:
    """Say what the seller wants from the platform: another ruling, a refusal confirmed, or the last offer."""
    if round_.kind is RoundKind.APPEAL:
        return say("ask-other-ruling", "We ask the platform to change its ruling{ruling}.", ruling=_ruling(case))
    offer = next((offer for offer in reversed(case.offers) if offer.by is Party.SELLER), None)
    if case.refusal is not None and (offer is None or offer.at < case.refusal.at):
        return say("ask-to-confirm", "We ask the platform to confirm that we do not have to accept this return.")
    if offer is None:
        return say("ask-to-mediate", "We ask the platform to mediate, because we and the customer do not agree.")
    return say("ask-as-offered", "We ask the platform to decide as we offered: {offer}.", offer=_offered(offer))


def _ruling(case: Case) -> Sentence:
    ruled = next((each for each in reversed(case.rounds) if each.decided_at is not None), None)
    if ruled is None or ruled.decided_at is None:
        return _NOTHING
    if ruled.refund:
        words = " of {at}, by which the customer gets {refund} back"
        return say("ruling-with-refund", words, at=ruled.decided_at, refund=ruled.refund)
    whose = _NOTHING if ruled.in_favour_of is None else _FAVOURS[ruled.in_favour_of]
    return say("ruling-of", " of {at}{whose}", at=ruled.decided_at, whose=whose)


_NOTHING: Final = say("nothing-said", "")
_FAVOURS: Final[Mapping[Favour, Sentence]] = for_every(
    Favour,
    {
        Favour.CUSTOMER: say("ruled-for-customer", " for the customer"),
        Favour.SELLER: say("ruled-for-us", " for us"),
        Favour.SPLIT: say("ruled-split", ", which divides the claim"),
    },
)


def _offered(offer: Offer) -> Sentence:
    money = say("amount-back", "{amount} back", amount=offer.amount) if offer.amount else _MONEY
    code, words = _RESOLUTIONS[offer.resolution]
    offered = say(code, words, money=money)
    if offer.freight_payer is None:
        return offered
    words = "{offered}, and {payer} the freight"
    return say("offered-with-freight", words, offered=offered, payer=_PAYERS[offer.freight_payer])


_MONEY: Final = say("money-back", "the money back")
_PAYERS: Final[Mapping[Party, Sentence]] = for_every(
    Party,
    {
        Party.CUSTOMER: say("customer-pays", "the customer pays"),
        Party.SELLER: say("we-pay", "we pay"),
        Party.PLATFORM: say("platform-pays", "the platform pays"),
        Party.CLOCK: say("nobody-pays-it", "nobody pays"),
        Party.SYSTEM: say("nobody-pays-it", "nobody pays"),
    },
)
_KEEPS: Final = ("ask-keeps-goods", "the customer keeps the goods, and gets {money}")
_RESOLUTIONS: Final[Mapping[Resolution, tuple[str, str]]] = for_every(
    Resolution,
    {
        Resolution.RETURN_AND_REFUND: ("ask-goods-back", "the goods come back, the customer gets {money}"),
        Resolution.EXCHANGE: ("ask-exchange", "the goods are exchanged"),
        Resolution.PARTIAL_REFUND: _KEEPS,
        Resolution.REFUND_WITHOUT_RETURN: _KEEPS,
    },
)
