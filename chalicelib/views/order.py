"""The order, as the API shows it."""

from chalicelib.domain.order import OrderFile
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.views import shapes as s


class TrackingShape(s.Shape):
    """A parcel with its carrier and number."""

    carrier: str | None
    number: str | None


class DisclosureShape(s.Shape):
    """A policy that was shown to the customer before the trade."""

    policy: str
    version: str
    channel: str
    at: Instant


class OrderShape(s.Shape):
    """An order: its customer, its goods, its delivery and the policies shown before."""

    marketplace: str
    order_number: str
    known: bool
    customer: s.CustomerShape | None
    lines: tuple[s.OrderLineShape, ...]
    total: Money | None
    placed_at: Instant | None
    shipped_at: Instant | None
    delivered_at: Instant | None
    tracking: TrackingShape | None
    disclosures: tuple[DisclosureShape, ...]


def show_order(file: OrderFile) -> OrderShape:
    """Show the order of the cases."""
    order = file.order
    return OrderShape(
        marketplace=file.key.marketplace,
        order_number=file.key.order_number,
        known=order.known,
        customer=s.CustomerShape(name=order.customer.name) if order.customer else None,
        lines=tuple(s.OrderLineShape.model_validate(line) for line in order.lines),
        total=order.total,
        placed_at=order.placed_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        tracking=TrackingShape.model_validate(order.tracking) if order.tracking else None,
        disclosures=tuple(DisclosureShape.model_validate(disclosure) for disclosure in order.disclosures),
    )
