"""A queued request: the ids in a message of the mediation queue.

Everything else is read from the log.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ValidationError

from chalicelib.domain.evidence import Sha256
from chalicelib.values.identifiers import CaseKey, Identifier, parse_case_id


class NotOurs(Exception):
    """Recourse cannot have sent this message."""


@dataclass(frozen=True, slots=True)
class QueuedRequest:
    """A request of a case, or with `withdrawal` the withdrawal of that request."""

    case: CaseKey
    effect_id: str
    withdrawal: bool


class _Data(BaseModel):
    merchant: Identifier
    withdraws: Sha256 | None = None


class _Message(BaseModel):
    specversion: Literal["1.0"]
    id: Sha256
    subject: str
    data: _Data


def read_queued(body: str) -> QueuedRequest:
    """Read the body of a message, also of an older version.

    Raises NotOurs for any other text.
    """
    try:
        message = _Message.model_validate_json(body)
    except ValidationError as error:
        raise NotOurs from error
    case = parse_case_id(message.data.merchant, message.subject)
    if case is None:
        raise NotOurs
    return QueuedRequest(case, message.data.withdraws or message.id, message.data.withdraws is not None)
