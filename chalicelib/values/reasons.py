"""The reasons for a return: each is one row with its code, whose fault it is, and its words."""

from enum import StrEnum
from typing import Self


class Fault(StrEnum):
    """The party whose doing a reason is."""

    SELLER = "seller"
    CARRIER = "carrier"
    CUSTOMER = "customer"
    UNKNOWN = "unknown"


class ReasonCode(StrEnum):
    """The reason why goods come back (docs/rules.md, Reasons).

    A new reason is one row here and its evidence in the policies. The import fails if a row lacks its fault or words.
    """

    fault: Fault
    words: str

    def __new__(cls, code: str, fault: Fault, words: str) -> Self:
        """Make a member from its row."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.fault = fault
        member.words = words
        return member

    WRONG_ITEM = "wrong_item", Fault.SELLER, "the wrong item"
    WRONG_SPECIFICATION = "wrong_specification", Fault.SELLER, "another specification than was agreed"
    COLOUR_DIFFERENCE = "colour_difference", Fault.SELLER, "another colour"
    NOT_AS_DESCRIBED = "not_as_described", Fault.SELLER, "goods that are not as described"
    DEFECTIVE = "defective", Fault.SELLER, "goods with a defect"
    COUNTERFEIT = "counterfeit", Fault.SELLER, "a counterfeit"
    MISSING_PARTS = "missing_parts", Fault.SELLER, "goods with parts missing"
    DAMAGED_IN_TRANSIT = "damaged_in_transit", Fault.CARRIER, "goods damaged on the way"
    LOST_IN_TRANSIT = "lost_in_transit", Fault.CARRIER, "goods lost on the way"
    CHANGE_OF_HEART = "change_of_heart", Fault.CUSTOMER, "a change of mind"
    OTHER = "other", Fault.UNKNOWN, "another reason"
    UNKNOWN = "unknown", Fault.UNKNOWN, "a reason that is not known yet"
