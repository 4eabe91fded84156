"""Damage: a stored row that cannot be read does not keep anybody from the rows beside it."""

from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

# Everything that reading a damaged row raises: an attribute is missing, is of another type, or has another form.
DAMAGE: Final = (LookupError, TypeError, ValueError)


class DamagedOrder(ValueError):
    """The log of an order has rows that cannot be read, so that nothing is decided on it."""

    def __init__(self, rows: tuple[str, ...]) -> None:
        super().__init__(f"{len(rows)} damaged rows")
        self.rows = rows


def readable(read: Callable[[], T], otherwise: T) -> T:
    """Return a part of a damaged row, or something else if that part is damaged too."""
    try:
        return read()
    except DAMAGE:
        return otherwise
