"""Words that several sentences for sellers and customers share: what is offered, and what is missing."""

from collections.abc import Mapping

from chalicelib.domain.case_parts import Offer
from chalicelib.domain.readiness import Missing
from chalicelib.values.english import KINDS, counted
from chalicelib.values.every import for_every
from chalicelib.values.sentences import Sentence, say
from chalicelib.values.vocabulary import Resolution

RESOLUTIONS: Mapping[Resolution, str] = for_every(
    Resolution,
    {
        Resolution.RETURN_AND_REFUND: "a return with a refund",
        Resolution.EXCHANGE: "an exchange",
        Resolution.PARTIAL_REFUND: "a partial refund",
        Resolution.REFUND_WITHOUT_RETURN: "a refund without sending anything back",
    },
)


def offered(offer: Offer) -> Sentence:
    """Say what an offer gives."""
    what = RESOLUTIONS[offer.resolution]
    if offer.amount is None:
        return say(f"offered-{offer.resolution}", "{what}", what=what)
    return say(f"offered-{offer.resolution}", "{what} of {amount}", what=what, amount=offer.amount)


def evidence_named(lacking: Missing) -> Sentence:
    """Say how many files of a kind are needed, and how many the case has."""
    needed = counted(lacking.needed, *KINDS[lacking.kind])
    return say(f"evidence-{lacking.kind}", "{needed} (you have {have})", needed=needed, have=lacking.have)
