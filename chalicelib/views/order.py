"""The order, as the API shows it."""

from typing import Literal

from chalicelib.domain.order import OrderFile, OrderRecord, Statement
from chalicelib.values.instants import Instant
from chalicelib.values.money import Money
from chalicelib.values.vocabulary import Party
from chalicelib.views import formats as f
from chalicelib.views import shapes as s
from chalicelib.views.sized_shapes import SizedShape


class TrackingShape(s.Shape):
    """A parcel with its carrier and number."""

    carrier: str | None
    number: str | None


class ParcelShape(s.Shape):
    """A parcel of the order. Without a number it is the whole order. `recorded_by` is null, or `seller`."""

    carrier: str | None
    number: str | None
    shipped_at: Instant | None
    delivered_at: Instant | None
    recorded_by: Party | None


class DisclosureShape(s.Shape):
    """A policy that was shown to the customer before the trade. `recorded_by` is null, or `seller`."""

    policy: str
    version: str
    channel: str
    at: Instant
    recorded_by: Party | None


class GoodsOfOrderShape(s.Shape):
    """An order as a case shows it: its goods, its price and its delivery."""

    known: bool
    lines: tuple[s.OrderLineShape, ...]
    total: Money | None
    placed_at: Instant | None
    shipped_at: Instant | None
    delivered_at: Instant | None
    parcels: tuple[ParcelShape, ...]


class OrderShape(GoodsOfOrderShape):
    """An order: its customer, its goods, its delivery and the policies shown before."""

    marketplace: f.Id
    order_number: f.Id
    customer: s.CustomerShape | None
    tracking: TrackingShape | None
    disclosures: tuple[DisclosureShape, ...]


class SourceShape(s.Shape):
    """The author of the order record that counts, and its date."""

    by: Literal["marketplace", "seller"]
    at: Instant


class WholeOrderShape(OrderShape, SizedShape):
    """An order with the source of its record and the ids of its cases."""

    told_by: SourceShape | None
    cases: tuple[f.CaseId, ...]


def show_goods(order: OrderRecord) -> GoodsOfOrderShape:
    """Show the order of a case."""
    return GoodsOfOrderShape.model_validate(order)


def show_order(file: OrderFile) -> OrderShape:
    """Show an order as a dossier tells it."""
    order = file.order
    return OrderShape(
        **dict(show_goods(order)),
        marketplace=file.key.marketplace,
        order_number=file.key.order_number,
        customer=s.CustomerShape(name=order.customer.name) if order.customer else None,
        tracking=TrackingShape.model_validate(order.tracking) if order.tracking else None,
        disclosures=tuple(DisclosureShape.model_validate(disclosure) for disclosure in order.disclosures),
    )


def show_whole_order(file: OrderFile) -> WholeOrderShape:
    """Show an order with the source of its record and the ids of its cases."""
    stated = file.order.stated
    ids = sorted(case.key.case_id for case in file.cases.values())
    return WholeOrderShape(**dict(show_order(file)), told_by=_source(stated) if stated else None, cases=tuple(ids))


def _source(stated: Statement) -> SourceShape:
    return SourceShape(by="seller" if stated.by is Party.SELLER else "marketplace", at=stated.at)
