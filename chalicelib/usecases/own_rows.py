"""Own rows: the facts that Recourse itself writes into an order's log, in its own dialect."""

from datetime import datetime
from typing import TypeVar

from chalicelib.aws.event_rows import EventRow
from chalicelib.dialects import recourse
from chalicelib.dialects.delivery import Translation
from chalicelib.domain.events import Happening
from chalicelib.domain.facts import Fact
from chalicelib.values.identifiers import OrderKey

F = TypeVar("F", bound=Fact)


def own_row(
    row_id: str,
    order: OrderKey,
    happening: Happening,
    *,
    received_at: datetime,
    idempotency_key: str | None = None,
    request_sha256: str | None = None,
    person: str | None = None,
) -> EventRow:
    """Write a happening of an order as a row of its log, under an id of `aws.keys`."""
    return EventRow(
        id=row_id,
        dialect=recourse.NAME,
        body=recourse.write(Translation(order.order_number, (happening,))),
        received_at=received_at,
        occurred_at=happening.at,
        type=happening.type,
        by=happening.by,
        idempotency_key=idempotency_key,
        request_sha256=request_sha256,
        person=person,
    )


def read_own_fact(row: EventRow, kind: type[F]) -> F:
    """Read the fact of one of our own rows.

    Raises TypeError if it is a fact of another class.
    """
    fact = recourse.translate(row.body).happening.fact
    if not isinstance(fact, kind):
        raise TypeError(f"the row {row.id} does not hold a {kind.__name__}")
    return fact
