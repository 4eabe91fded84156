"""The roles of keys and sessions."""

from enum import StrEnum


class Role(StrEnum):
    """The roles: a seller works on cases, a desk files and records rulings, an operator does both.

    A camera may only hand in evidence of one case. No key has this role: a key of another role makes the pass.
    """

    SELLER = "seller"
    DESK = "desk"
    OPERATOR = "operator"
    CAMERA = "camera"
