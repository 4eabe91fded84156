"""Deliveries of marketplaces, as the API shows them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from chalicelib.values.instants import Instant
from chalicelib.views.formats import CaseId, Cursor, Id
from chalicelib.views.said import Said
from chalicelib.views.shapes import Shape


class DeliveryShape(Shape):
    """A delivery. Its id is that of the answer to it. `type` is null if it cannot be read.

    `case_id` is null if the delivery is about an order, or was not understood. `reason` says why it was not understood.
    """

    id: str
    connection: Id
    type: Id | None
    received_at: Instant
    verdict: Literal["accepted", "quarantined"]
    case_id: CaseId | None
    reason: Said | None


class WholeDeliveryShape(DeliveryShape):
    """The same with its body as text. A byte that is not UTF-8 is shown as a replacement character."""

    body: str | None


class DeliveriesShape(Shape):
    """A page of deliveries, the oldest first. `next` leads on, also to deliveries that are still to come."""

    deliveries: tuple[DeliveryShape, ...]
    next: Cursor


class ReplayAsked(BaseModel):
    """A replay. Without `send` the answer only says what would happen."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    send: bool = True


class ReplayShape(Shape):
    """The result of a replay, or what it would be. `event` is the id of the delivery in the log."""

    id: str
    sent: bool
    verdict: Literal["accepted", "duplicate", "quarantined", "conflict"]
    event: str | None
    reason: Said | None
