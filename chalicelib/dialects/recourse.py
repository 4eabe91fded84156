"""Recourse's own rows: the standard envelope with our own vocabulary, and who did it."""

import json

from pydantic import BaseModel

from chalicelib.dialects.delivery import Translation
from chalicelib.dialects.reading import understood
from chalicelib.dialects.standard import Addressed
from chalicelib.dialects.strict_json import parse_object
from chalicelib.domain.event_types import read_own_fact
from chalicelib.values.instants import Instant, format_instant
from chalicelib.values.vocabulary import EventType, Party

NAME = "recourse"


class _Envelope(BaseModel):
    type: EventType
    timestamp: Instant
    by: Party
    data: dict[str, object]


def write(translation: Translation) -> bytes:
    """Write one of our facts as the body of its row: compact JSON, without what is absent."""
    data = translation.fact.model_dump(mode="json", exclude_none=True)
    envelope = {
        "type": translation.type,
        "timestamp": format_instant(translation.at),
        "by": translation.by,
        "data": {"order_number": translation.order_number} | data,
    }
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()


def translate(body: bytes) -> Translation:
    """Read a row back; NotUnderstood where it is none of ours."""
    envelope = understood("", _Envelope.model_validate, parse_object(body))
    order_number = understood("data", Addressed.model_validate, envelope.data).order_number
    fact = understood("data", read_own_fact, envelope.type, envelope.data)
    return Translation(type=envelope.type, at=envelope.timestamp, order_number=order_number, by=envelope.by, fact=fact)
