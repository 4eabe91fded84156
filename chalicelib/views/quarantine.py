"""Deliveries that were not understood, as the API shows them."""

from chalicelib.values.instants import Instant
from chalicelib.views.formats import Cursor, Id
from chalicelib.views.said import Said
from chalicelib.views.shapes import Shape


class QuarantinedShape(Shape):
    """A delivery that was not understood. Its id is that of the answer to the delivery."""

    id: str
    connection: Id
    received_at: Instant
    reason: Said


class WholeQuarantinedShape(QuarantinedShape):
    """The same with its body as text. A byte that is not UTF-8 is shown as a replacement character."""

    body: str


class QuarantineShape(Shape):
    """A page of deliveries that were not understood, by connection."""

    deliveries: tuple[WholeQuarantinedShape | QuarantinedShape, ...]
    next_cursor: Cursor | None
