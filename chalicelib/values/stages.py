"""The stages of a return on the platform's side, each as one row."""

from enum import StrEnum
from typing import Self


class Stage(StrEnum):
    """The stage that a platform's word stands for (docs/rules.md, Platform words).

    `holds` is True if the word holds the clocks that escalate. `means` is what the word says, in words for people.
    """

    holds: bool
    means: str

    def __new__(cls, word: str, holds: bool, means: str) -> Self:  # noqa: FBT001 -- a column of the table
        """Make a member from its row."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.holds = holds
        member.means = means
        return member

    OPEN = "open", False, "the return is open there"
    AGREED = "agreed", True, "the return is agreed there"
    SENT = "sent", True, "the goods are on their way back"
    ARRIVED = "arrived", True, "the goods are back"
    REFUSED = "refused", True, "the return is refused there"
    SUPPORT = "support", False, "somebody asked the platform to step in"
    REFUNDING = "refunding", True, "the refund is on its way there"
    OVER = "over", True, "the return is over there"
    UNKNOWN = "unknown", True, "no document lists this word"
