"""The order reader: one order as its log says now."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.order import OrderFile
from chalicelib.usecases.order_history import OrderHistories
from chalicelib.values.identifiers import OrderKey


class OrderReader:
    """Reads orders from their logs with one Query, so that they are always current."""

    def __init__(self, *, histories: OrderHistories, clock: Callable[[], datetime]) -> None:
        self._histories = histories
        self._clock = clock

    def read(self, order: OrderKey) -> OrderFile | None:
        """Read an order as it is now. None if nobody has said anything of it, and it has no case."""
        file = self._histories.of(order, as_of=self._clock(), damaged_too=True).file
        return file if file.order.entries or file.cases else None
