"""The desk's rows of an order's log: a request is filed, could not be filed, or is left to a person; each once."""

from datetime import datetime

from chalicelib.aws import keys
from chalicelib.aws.log import EventRow
from chalicelib.dialects.delivery import Translation
from chalicelib.domain.effects import Effect, effects
from chalicelib.domain.filing import FilingFailed, FilingRecorded
from chalicelib.domain.order import OrderFile
from chalicelib.domain.situation import moment_after
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import EventType, Party


def unfiled(file: OrderFile, effect_id: str) -> Effect | None:
    """The request that still waits to be filed under this id; None where it is filed, taken back or overtaken."""
    waiting = (RoundStatus.REQUESTED, RoundStatus.FAILED)
    standing = (found for found in effects(file) if found.id == effect_id and found.round.status in waiting)
    return next(standing, None)


def filed(file: OrderFile, effect: Effect, reference: str, *, now: datetime) -> EventRow:
    """The row that a request lies before the platform, under the platform's reference."""
    fact = FilingRecorded(
        return_id=effect.case.key.return_id, effect_id=effect.id, kind=effect.round.kind, reference=reference
    )
    return own_row(keys.filed_row(effect.id), _told(file, EventType.FILING_RECORDED, fact, now), received_at=now)


def left(
    file: OrderFile, effect: Effect, *, now: datetime, why: str = "this marketplace has no filing endpoint"
) -> EventRow:
    """The row that nobody but a person can file a request, and why."""
    fact = _failure(effect, why)
    return own_row(keys.left_row(effect.id), _told(file, EventType.FILING_LEFT, fact, now), received_at=now)


def failed(file: OrderFile, effect: Effect, *, now: datetime) -> EventRow:
    """The row that a request could not be filed, however often it was tried."""
    fact = _failure(effect, "it was tried until the queue gave it up")
    return own_row(keys.failed_row(effect.id), _told(file, EventType.FILING_FAILED, fact, now), received_at=now)


def _failure(effect: Effect, detail: str) -> FilingFailed:
    return FilingFailed(return_id=effect.case.key.return_id, effect_id=effect.id, kind=effect.round.kind, detail=detail)


def _told(file: OrderFile, kind: EventType, fact: FilingRecorded | FilingFailed, now: datetime) -> Translation:
    return Translation(kind, moment_after(file, now), file.key.order_number, Party.SYSTEM, fact)
