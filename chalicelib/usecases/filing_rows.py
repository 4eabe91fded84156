"""Filing rows: one row says that a request was filed, that filing failed, or that a person must file it."""

from datetime import datetime

from chalicelib.aws import keys
from chalicelib.aws.event_rows import EventRow
from chalicelib.domain.effects import Effect, effects
from chalicelib.domain.events import Happening
from chalicelib.domain.filing import FilingFailed, FilingRecorded
from chalicelib.domain.order import OrderFile
from chalicelib.domain.situation import moment_after
from chalicelib.usecases.own_rows import own_row
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import EventType, Party


def unfiled(file: OrderFile, effect_id: str) -> Effect | None:
    """Find the request that waits to be filed under this id.

    Returns None if it was filed, withdrawn or overtaken.
    """
    waiting = (RoundStatus.REQUESTED, RoundStatus.FAILED)
    return next((each for each in effects(file) if each.id == effect_id and each.round.status in waiting), None)


def filed_row(file: OrderFile, effect: Effect, reference: str, *, now: datetime) -> EventRow:
    """Write the row that says the platform has a request, under the platform's reference."""
    fact = FilingRecorded(
        return_id=effect.case.key.return_id, effect_id=effect.id, kind=effect.round.kind, reference=reference
    )
    return _row(keys.filed_row(effect.id), file, EventType.FILING_RECORDED, fact, now)


def left_to_person_row(
    file: OrderFile, effect: Effect, *, now: datetime, why: str = "this marketplace has no filing endpoint"
) -> EventRow:
    """Write the row that says only a person can file a request, and why."""
    return _row(keys.left_row(effect.id), file, EventType.FILING_LEFT, _failure(effect, why), now)


def failed_row(file: OrderFile, effect: Effect, *, now: datetime) -> EventRow:
    """Write the row that says every attempt to file a request failed."""
    fact = _failure(effect, "it was tried until the queue gave it up")
    return _row(keys.failed_row(effect.id), file, EventType.FILING_FAILED, fact, now)


def _failure(effect: Effect, detail: str) -> FilingFailed:
    return FilingFailed(return_id=effect.case.key.return_id, effect_id=effect.id, kind=effect.round.kind, detail=detail)


def _row(row_id: str, file: OrderFile, kind: EventType, fact: FilingRecorded | FilingFailed, now: datetime) -> EventRow:
    happening = Happening(type=kind, at=moment_after(file, now), by=Party.SYSTEM, fact=fact)
    return own_row(row_id, file.key, happening, received_at=now)
