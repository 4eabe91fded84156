"""The redrive: projects broken orders again, so that nobody has to do it at night after the code is corrected."""

from collections.abc import Callable
from typing import Final

from chalicelib.aws.broken_orders import BrokenOrders
from chalicelib.aws.failures import StoreUnavailable
from chalicelib.logbook import Logbook
from chalicelib.usecases.poison import POISON
from chalicelib.usecases.projector import Projector
from chalicelib.values.identifiers import OrderKey

_ONE_ORDER: Final = 20.0  # seconds; no order needs so long


class Redrive:
    """Projects the broken orders."""

    def __init__(self, *, broken_orders: BrokenOrders, projector: Projector, logbook: Logbook) -> None:
        self._broken_orders = broken_orders
        self._projector = projector
        self._logbook = logbook

    def run(self, *, seconds_left: Callable[[], float]) -> int:
        """Project every broken order while there is time. Returns the number of those that are not broken any more."""
        mended = broken = 0
        for order in self._broken_orders.all():
            if seconds_left() < _ONE_ORDER:
                break
            if self._try_to_project(order):
                mended += 1
            else:
                broken += 1
        if mended or broken:
            self._logbook.note("orders_redriven", mended=mended, broken=broken)
        return mended

    def _try_to_project(self, order: OrderKey) -> bool:
        try:
            self._projector.project(order)
            self._broken_orders.remove(order)
        except StoreUnavailable as failure:
            self._logbook.failure("redrive_delayed", code=failure.code, alarming=failure.needs_person)
            return False
        except POISON:
            return False  # the projector raised an alarm when it set the order aside
        return True
