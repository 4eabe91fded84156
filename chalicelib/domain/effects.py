"""Effects: the requests that the outside should know of, each under an id that does not move.

An effect id is the SHA-256 of merchant, case id, kind, round and generation (the number of withdrawals so far). No
event is part of it, so that another order of arrival gives the same id. Example: the first mediation request of a
case that is withdrawn and made again goes out under generation 0, then under generation 1.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.case import Case
from chalicelib.domain.case_parts import Outbox, Round
from chalicelib.domain.order import OrderFile
from chalicelib.values.identifiers import CaseKey
from chalicelib.values.states import RoundStatus
from chalicelib.values.vocabulary import RoundKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A request that is not withdrawn.

    `wanted` is True if it waits to be sent. `due_since` is the deadline behind it, if the clock made it.
    """

    id: str
    case: Case
    round: Round
    wanted: bool
    due_since: datetime | None


def effects(file: OrderFile) -> tuple[Effect, ...]:
    """Return every request that is not withdrawn. Whatever else was sent is to be withdrawn."""
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
    """Return the id that a request goes out under: that of the first generation without a withdrawal."""
    return next(found for found in effect_ids(key, kind, number, outbox) if found not in outbox.withdrawn)


def effect_id_outside(key: CaseKey, kind: RoundKind, number: int, outbox: Outbox) -> str:
    """Return the id that the outside knows a request by: that of the last generation that went out."""
    ids = effect_ids(key, kind, number, outbox)
    known = [found for found in ids if found in outbox.withdrawn or found in outbox.sent]
    return known[-1] if known else live_effect_id(key, kind, number, outbox)


def effect_ids(key: CaseKey, kind: RoundKind, number: int, outbox: Outbox) -> tuple[str, ...]:
    """Return every id that a request can have gone out under, oldest first."""
    return tuple(_effect_id(key, kind, number, generation) for generation in range(len(outbox.withdrawn) + 1))


def _effect_id(key: CaseKey, kind: RoundKind, number: int, generation: int) -> str:
    named = [key.order.merchant, key.case_id, kind.value, number, generation]
    return hashlib.sha256(json.dumps(named).encode()).hexdigest()
