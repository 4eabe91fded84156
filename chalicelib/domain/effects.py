"""Effects: what the outside should know by now, each under an id that does not move when causes are reordered."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Outbox, Round, RoundStatus
from chalicelib.domain.order import OrderFile
from chalicelib.values.identifiers import CaseKey
from chalicelib.values.vocabulary import RoundKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A request that stands; `wanted`: it waits to be sent; `due_since`: the passed deadline behind it, if one is."""

    id: str
    case: Case
    round: Round
    wanted: bool
    due_since: datetime | None


def effects(file: OrderFile) -> tuple[Effect, ...]:
    """Every request that stands as of the file; whatever else was sent is to be taken back."""
    return tuple(
        Effect(
            id=found.effect_id,
            case=case,
            round=found,
            wanted=found.status is RoundStatus.REQUESTED,
            due_since=found.requested_at if found.by_clock else None,
        )
        for case in file.cases.values()
        for found in case.rounds
        if found.effect_id is not None and found.status is not RoundStatus.WITHDRAWN
    )


def live_effect_id(key: CaseKey, kind: RoundKind, number: int, outbox: Outbox) -> str:
    """The id a request goes out under: of the first generation that was not taken back."""
    return next(found for found in generations(key, kind, number, outbox) if found not in outbox.withdrawn)


def told_effect_id(key: CaseKey, kind: RoundKind, number: int, outbox: Outbox) -> str:
    """The id that the outside knows a request by: of the generation that is out, else of the one last taken back."""
    ids = generations(key, kind, number, outbox)
    known = [found for found in ids if found in outbox.withdrawn or found in outbox.sent]
    return known[-1] if known else live_effect_id(key, kind, number, outbox)


def generations(key: CaseKey, kind: RoundKind, number: int, outbox: Outbox) -> tuple[str, ...]:
    """Every id that a request can have gone out under, oldest first."""
    return tuple(_effect_id(key, kind, number, generation) for generation in range(len(outbox.withdrawn) + 1))


def _effect_id(key: CaseKey, kind: RoundKind, number: int, generation: int) -> str:
    named = [key.order.merchant, key.case_id, kind.value, number, generation]
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()
