"""The rules of the guide "How to Handle Returns on Alibaba.com", each in one sentence, by their ids."""

from collections.abc import Mapping
from typing import Final

RULES: Final[Mapping[str, str]] = {
    "G1.1": "Returns for quality, such as a wrong specification or another colour, state their reason.",
    "G1.2": "A customer may change their mind, even before the goods arrive; before, that is a cancellation.",
    "G1.3": "Damage or loss on the way is shown by tracking and the carrier's statement.",
    "G2.1": "Order number and customer name are confirmed before anything is accepted or offered.",
    "G2.2a": "Goods are returned without a reason only within the days after receipt that the policy names.",
    "G2.2b": "Returned goods are inspected: do they match the description, and the pictures?",
    "G2.2c": "A return is refused on grounds that the inspection or the policy gives, or else with a reason.",
    "G2.3a": "Both sides negotiate a return or an exchange; an acceptance names the offer.",
    "G2.3b": "If the two sides do not agree, the platform mediates.",
    "G2.4": "The reason of the return decides who pays the freight, as the policy in force says.",
    "G2.5a": "An improper ruling is appealed once, inside its window.",
    "G2.5b": "An appeal carries evidence: logistics information and photos.",
    "G3.1": "Each return's reason and cause are kept on record.",
    "G3.2": "The customer can read the policy before the trade.",
    "G3.3": "Negotiation keeps a friendly tone.",
    "G3.4": "The platform's own help and contacts are used.",
    "TA.claim": "Claims for quality or transit are made within the days after receipt that Trade Assurance names.",
}
