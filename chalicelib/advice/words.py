"""Words that several sentences for sellers and customers share: what is offered, and what is missing."""

from collections.abc import Mapping

from chalicelib.domain.case_parts import Offer
from chalicelib.domain.readiness import Missing
from chalicelib.values.english import KINDS
from chalicelib.values.every import for_every
from chalicelib.values.sentences import Count, Sentence, say
from chalicelib.values.vocabulary import Resolution

RESOLUTIONS: Mapping[Resolution, Sentence] = for_every(
    Resolution,
    {
        Resolution.RETURN_AND_REFUND: say("resolution-return-and-refund", "a return with a refund"),
        Resolution.EXCHANGE: say("resolution-exchange", "an exchange"),
        Resolution.PARTIAL_REFUND: say("resolution-partial-refund", "a partial refund"),
        Resolution.REFUND_WITHOUT_RETURN: say(
            "resolution-refund-without-return", "a refund without sending anything back"
        ),
    },
)


def offered(offer: Offer) -> Sentence:
    """Say what an offer gives."""
    what = RESOLUTIONS[offer.resolution]
    if offer.amount is None:
        return what
    return say("offered", "{what} of {amount}", what=what, amount=offer.amount)


def evidence_named(lacking: Missing) -> Sentence:
    """Say how many files of a kind are needed, and how many the case has."""
    needed = Count(lacking.needed, *KINDS[lacking.kind])
    return say("evidence-needed", "{needed} (you have {have})", needed=needed, have=lacking.have)
