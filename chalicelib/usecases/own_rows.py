"""Own rows: a fact of ours as a row of the log, in our own dialect."""

from datetime import datetime

from chalicelib.aws.log import EventRow
from chalicelib.dialects import recourse
from chalicelib.dialects.delivery import Translation


def own_row(
    row_id: str,
    told: Translation,
    *,
    received_at: datetime,
    idempotency_key: str | None = None,
    request_sha256: str | None = None,
) -> EventRow:
    """Write one of our facts as a row under an id of `aws.keys`."""
    return EventRow(
        id=row_id,
        dialect=recourse.NAME,
        body=recourse.write(told),
        received_at=received_at,
        occurred_at=told.at,
        type=told.type,
        by=told.by,
        idempotency_key=idempotency_key,
        request_sha256=request_sha256,
    )
