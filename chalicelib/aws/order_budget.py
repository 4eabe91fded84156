"""The budget of an order: the rows and bytes that its log may hold.

Every reader reads and folds the whole log, so that it needs an end. An order that comes near its budget is marked as
full. From then on nothing is appended to its log. Deliveries are on their way for up to a minute, until every process
knows the mark, so that the budget is larger than the mark.
"""

from dataclasses import dataclass
from typing import Final

from chalicelib.aws.failures import StoreUnavailable
from chalicelib.values.identifiers import OrderKey

MARKED_ROWS: Final = 4_000
MARKED_BYTES: Final = 17 * 1024 * 1024  # 500 messages of the greatest length in the widest characters are 16 MB
MOST_ROWS: Final = 6_000
MOST_BYTES: Final = 20 * 1024 * 1024


class OrderFull(StoreUnavailable):
    """Nothing is appended to the log of this order, or it is too large to be read.

    The projector raised an alarm when it marked the order, so that this is none.
    """

    def __init__(self, order: OrderKey) -> None:
        super().__init__("OrderFull")
        self.order = order


def never_full(_: OrderKey) -> bool:
    """Tell that no order is full, for a reader that appends nothing."""
    return False


@dataclass(frozen=True, slots=True)
class OrderSize:
    """The rows of a log, and the bytes of their bodies and messages."""

    rows: int = 0
    bytes: int = 0

    def plus(self, size: int) -> "OrderSize":
        """Count one more row."""
        return OrderSize(self.rows + 1, self.bytes + size)

    @property
    def is_near(self) -> bool:
        """True if the order is to be marked as full."""
        return self.rows >= MARKED_ROWS or self.bytes >= MARKED_BYTES

    @property
    def is_over(self) -> bool:
        """True if the log is too large to be read."""
        return self.rows > MOST_ROWS or self.bytes > MOST_BYTES
